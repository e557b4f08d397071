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
    private readonly HiddenLayerUnits _units;
    private readonly ResponseMatching _matching;
    private readonly LeftOutRows _leftOut;
    private readonly bool _hasBias;
    private readonly double[] _given = [];
    private readonly double[] _wanted = [];

    /// <summary>Takes in the responses.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="responses">
    /// The units' responses now and as they are wanted, samples x units, batch by batch; its argument says whether on inputs held out.
    /// </param>
    /// <param name="sampled">Called with the number of samples taken in so far.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">A response is not finite.</exception>
    public FunctionChoice(
        HiddenLayer layer,
        Func<bool, IEnumerable<(double[] Given, double[] Wanted)>> responses,
        Action<long> sampled,
        CancellationToken cancellation)
    {
        _layer = layer;
        _units = new HiddenLayerUnits(layer);
        _hasBias = layer.HasOutgoingBias && layer.Tensors.Constants.StayConstant;
        _matching = new ResponseMatching(layer.Units);
        _leftOut = new LeftOutRows(layer.Units);
        foreach ((double[] given, double[] wanted) in responses(false))
        {
            try
            {
                _matching.Add(given, ReferenceEquals(given, wanted) ? default : wanted, cancellation);
            }
            catch (ArgumentException)
            {
                throw new ModelFileException(
                    $"layer {ModelErrors.Quote(layer.Info.Name)} has a response that is not a finite number on the inputs given; "
                    + "check the inputs and the model");
            }
            _leftOut.Add(given, wanted);
            sampled(_matching.Samples);
        }
        if (_units.PlaceSize > MostPlaces || layer.Activation is null)
            return;
        (_given, double[] judged) = FirstSamples(responses(true), Judges * layer.Units);
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        _wanted = LayerSum.Sum(judged, layer.Units, all, layer.OutgoingWeights.Span, layer.OutgoingWidth, cancellation);
    }

    public override int Least => 1;

    public override long Samples => _matching.Samples;

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        int width = _layer.OutgoingWidth;
        ResponseSelection matched = _matching.Select(_layer.OutgoingWeights.Span, width, size, _hasBias, _leftOut, cancellation);
        double[] shift = _hasBias ? new double[_layer.Outputs] : [];
        for (int i = 0; i < width && _hasBias; i++)
            shift[i / (width / _layer.Outputs)] += matched.Bias[i];
        var byResponses = new ChosenUnits(matched.Units, shift, ShrinkMethod.Responses);
        if (_wanted.Length == 0 || size < FunctionPreserving.Least(_units, 0))
            return byResponses;
        (UnitSelection placed, _) = FunctionPreserving.Best(_units, size, Sums, cancellation);
        bool isCloser = placed.Kept.Length <= size
            && SquaredError(Sums(placed), []) < SquaredError(Sums(matched.Units), _hasBias ? matched.Bias : []);
        return isCloser ? new ChosenUnits(placed, [], ShrinkMethod.Places) : byResponses;

        double[] Sums(UnitSelection units) =>
            LayerSum.Sum(_given, _layer.Units, units.Kept, units.Outgoing, _layer.OutgoingWidth, cancellation);
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
