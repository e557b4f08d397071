namespace Polylog.Networks;

/// <summary>
/// Chooses units whose responses reproduce the layer's outputs: by least squares on inputs, and for units with few incoming weights also by
/// interpolation between their places, whichever is closer on inputs held out.
/// </summary>
internal sealed class FunctionChoice : UnitChoice
{
    // Polynomials in more variables have more terms than there are units.
    private const int MostPlaces = 4;

    // Enough samples to tell which of two choices is better.
    private const int Judges = 1024;

    private readonly HiddenLayer _layer;
    private readonly HiddenLayerUnits? _units;
    private readonly LayerFit _fit;
    private readonly double[] _given = [];
    private readonly double[] _wanted = [];

    /// <summary>Takes in the responses.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="responses">Observes responses.</param>
    /// <param name="sampled">Called with the number of samples taken in so far.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">A response is not finite.</exception>
    public FunctionChoice(HiddenLayer layer, IUnitResponses responses, Action<long> sampled, CancellationToken cancellation)
    {
        _layer = layer;
        _fit = new LayerFit(layer);
        _fit.Observe(responses, sampled, cancellation);
        // Only units of a plain layer have places.
        _units = layer.Activation is null ? null : new HiddenLayerUnits(layer);
        if (_units is null || _units.PlaceSize > MostPlaces)
            return;
        (_given, double[] judged) = FirstSamples(
            responses.Responses(layer, _fit.Readings[..1], true, cancellation).Select(batch => batch[0]), Judges * layer.Units);
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        _wanted = LayerSum.Sum(judged, layer.Units, all, layer.OutgoingWeights.Span, layer.OutgoingWidth, cancellation);
    }

    /// <inheritdoc cref="ChoiceFactory"/>
    public static UnitChoice Begin(
        HiddenLayer layer, IUnitResponses responses, Action<long> sampled, CancellationToken cancellation) =>
        new FunctionChoice(layer, responses, sampled, cancellation);

    public override int Least => 1;

    public override long Samples => _fit.Samples;

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        IReadOnlyList<ReadingPlace> places = _fit.Places;
        var pursuit = new UnitPursuit([.. places.Select(place => place.Begin(_fit.IsAlone, cancellation))], _layer.Units);
        int[] kept = [.. pursuit.Choose(size, cancellation).Order()];
        if (kept.Length == size && places.Sum(place => place.Columns) * _layer.Units <= UnitExchange.MostColumns)
        {
            SweptMoments[] swept = [.. places.Select(place => place.Swept(_fit.IsAlone, cancellation))];
            kept = new UnitExchange(swept, _layer.Units).Improve(kept, cancellation);
        }
        // If no unit contributes on the samples, one is kept, since a layer needs a unit.
        if (kept.Length == 0)
            kept = [0];
        ReaderChange[] changes = _fit.Fit(kept, cancellation);
        var byResponses = new ChosenUnits(kept, changes, ShrinkMethod.Responses);
        if (_units is null || _wanted.Length == 0 || size < FunctionPreserving.Least(_units, 0))
            return byResponses;
        (UnitSelection placedUnits, _) = FunctionPreserving.Best(_units, size, Sums, cancellation);
        bool isCloser = placedUnits.Kept.Length <= size && SquaredError(Sums(placedUnits), [])
            < SquaredError(Sums(new UnitSelection(kept, changes[0].Outgoing)), changes[0].Shift);
        return isCloser
            ? new ChosenUnits(placedUnits.Kept, [new ReaderChange(placedUnits.Outgoing, [])], ShrinkMethod.Places)
            : byResponses;

        double[] Sums(UnitSelection units) =>
            LayerSum.Sum(_given, _layer.Units, units.Kept, units.Outgoing, _layer.OutgoingWidth, cancellation);
    }

    /// <summary>
    /// The squared error that remains at the layer's readers with each number of units, from 0 to all, as a share of that with none.
    /// </summary>
    /// <param name="cancellation">Ends the work early.</param>
    public double[] Errors(CancellationToken cancellation)
    {
        ResponsePursuit[] pursuits = [.. _fit.Places.Select(place => place.Begin(_fit.IsAlone, cancellation))];
        var pursuit = new UnitPursuit(pursuits, _layer.Units);
        double before = pursuits.Sum(own => own.Explained);
        pursuit.Choose(_layer.Units, cancellation);
        double[] errors = new double[_layer.Units + 1];
        double all = pursuit.Explained is [.., var last] ? last - before : 0;
        for (int units = 0; units < errors.Length && all > 0; units++)
        {
            double explained = units == 0 ? 0 : pursuit.Explained[Math.Min(units, pursuit.Explained.Count) - 1] - before;
            errors[units] = Math.Max(0, 1 - (explained / all));
        }
        return errors;
    }

    private double SquaredError(double[] outputs, double[] bias)
    {
        double squares = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double difference = outputs[i] - _wanted[i] + (bias.Length == 0 ? 0 : bias[i % bias.Length]);
            squares += difference * difference;
        }
        return squares;
    }

    private static (double[] Given, double[] Wanted) FirstSamples(IEnumerable<(double[] Given, double[] Wanted)> responses, int most)
    {
        List<double> given = [], wanted = [];
        foreach ((double[] have, double[] want) in responses)
        {
            given.AddRange(have);
            wanted.AddRange(want);
            if (given.Count >= most)
                break;
        }
        int length = Math.Min(given.Count, most);
        return ([.. given.Take(length)], [.. wanted.Take(length)]);
    }
}
