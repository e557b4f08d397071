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
    private readonly IUnitResponses _responses;
    private readonly ReadingPlace[] _places;
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
        _responses = responses;
        _places = ReadingPlace.Of(layer);
        ResponsePlace?[] values = [.. _places.Select(place => place.Place)];
        foreach (IReadOnlyList<(double[] Given, double[] Wanted)> batch in responses.Responses(layer, values, false, cancellation))
        {
            for (int i = 0; i < _places.Length; i++)
                Add(_places[i], batch[i], cancellation);
            sampled(Samples);
        }
        // Only units of a plain layer have places.
        _units = layer.Activation is null ? null : new HiddenLayerUnits(layer);
        if (_units is null || _units.PlaceSize > MostPlaces)
            return;
        (_given, double[] judged) = FirstSamples(
            responses.Responses(layer, values, true, cancellation).Select(batch => batch[0]), Judges * layer.Units);
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        _wanted = LayerSum.Sum(judged, layer.Units, all, layer.OutgoingWeights.Span, layer.OutgoingWidth, cancellation);
    }

    /// <inheritdoc cref="ChoiceFactory"/>
    public static UnitChoice Begin(
        HiddenLayer layer, IUnitResponses responses, Action<long> sampled, CancellationToken cancellation) =>
        new FunctionChoice(layer, responses, sampled, cancellation);

    public override int Least => 1;

    public override long Samples => _places[0].Samples;

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        bool isAlone = _layer.Readers.Count == 1;
        var pursuit = new UnitPursuit([.. _places.Select(place => place.Begin(isAlone, cancellation))], _layer.Units);
        int[] kept = [.. pursuit.Choose(size, cancellation).Order()];
        // If no unit contributes on the samples, one is kept, since a layer needs a unit.
        if (kept.Length == 0)
            kept = [0];
        var changes = new ReaderChange[_layer.Readers.Count];
        foreach (ReadingPlace place in _places)
        {
            foreach (int reader in place.Readers)
            {
                ReaderChange placed = place.Fit(reader, kept, cancellation);
                changes[reader] = PatchFit.Improve(_layer, reader, kept, placed, _responses, cancellation);
            }
        }
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

    private void Add(ReadingPlace place, (double[] Given, double[] Wanted) batch, CancellationToken cancellation)
    {
        try
        {
            place.Add(batch.Given, batch.Wanted, cancellation);
        }
        catch (ArgumentException)
        {
            throw new ModelFileException(
                $"layer {ModelErrors.Quote(_layer.Info.Name)} has a response that is not a finite number on the inputs given; "
                + "check the inputs and the model");
        }
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
