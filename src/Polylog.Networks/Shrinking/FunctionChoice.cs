namespace Polylog.Networks;

/// <summary>
/// Units whose responses make up those of all: by least squares on inputs, and for units of few incoming weights by interpolation between their places too, whichever is closer on inputs
/// held out.
/// </summary>
internal sealed class FunctionChoice : UnitChoice
{
    // Polynomials of more variables have more terms than there are units.
    private const int MostPlaces = 4;

    // Enough to tell the better of two.
    private const int Judges = 1024;

    private readonly HiddenLayer _layer;
    private readonly ResponseMatching _matching;
    private readonly bool _hasBias;
    private readonly double[] _given = [];
    private readonly double[] _wanted = [];

    public FunctionChoice(HiddenLayer layer, ShrinkTarget target, LayerKey key, Action<double> progress, CancellationToken cancellation)
    {
        _layer = layer;
        _hasBias = layer.HasOutgoingBias && layer.ConstantsStayConstant;
        _matching = new ResponseMatching(layer.Units);
        foreach ((double[] given, double[] wanted) in target.Responses(key, heldOut: false, cancellation))
        {
            try
            {
                _matching.Add(given, ReferenceEquals(given, wanted) ? default : wanted);
            }
            catch (ArgumentException)
            {
                throw new ModelFileException($"layer {ModelErrors.Quote(key.Name)} has a response that is not a finite number on the inputs given; check the inputs and the model");
            }
            progress(Math.Min(1, _matching.Samples / (double)target.FitCount));
        }
        if (new HiddenLayerUnits(layer).PlaceSize > MostPlaces || layer.Activation is null)
            return;
        (_given, double[] responses) = Judged(target, key, cancellation);
        _wanted = LayerSum.Of(responses, layer.Units, All(layer), layer.OutgoingWeights.Span, layer.OutgoingWidth);
    }

    public override int Least => 1;

    public override long Samples => _matching.Samples;

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        int width = _layer.OutgoingWidth;
        ResponseSelection matched = _matching.Select(_layer.OutgoingWeights.Span, width, size, _hasBias);
        double[] shift = _hasBias ? new double[_layer.Outputs] : [];
        for (int i = 0; i < width && _hasBias; i++)
            shift[i / (width / _layer.Outputs)] += matched.Bias[i];
        var responses = new ChosenUnits(matched.Units, shift, ShrinkMethod.Responses);
        var units = new HiddenLayerUnits(_layer);
        if (_wanted.Length == 0 || size < FunctionPreserving.Least(units, 0))
            return responses;
        cancellation.ThrowIfCancellationRequested();
        (UnitSelection placed, _) = FunctionPreserving.Best(units, size, Outputs);
        bool placesFit = placed.Kept.Length <= size && Error(Outputs(placed), []) < Error(Outputs(matched.Units), _hasBias ? matched.Bias : []);
        return placesFit ? new ChosenUnits(placed, [], ShrinkMethod.Places) : responses;
    }

    private double[] Outputs(UnitSelection units) => LayerSum.Of(_given, _layer.Units, units.Kept, units.Outgoing, _layer.OutgoingWidth);

    private double Error(double[] outputs, double[] bias)
    {
        double squares = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double apart = outputs[i] - _wanted[i] + (bias.Length == 0 ? 0 : bias[i % bias.Length]);
            squares += apart * apart;
        }
        return squares;
    }

    private static int[] All(HiddenLayer layer) => [.. Enumerable.Range(0, layer.Units)];

    private static (double[] Given, double[] Wanted) Judged(ShrinkTarget target, LayerKey key, CancellationToken cancellation)
    {
        List<double> given = [], wanted = [];
        int units = target.Model.ReadLayer(key).Units;
        foreach ((double[] have, double[] want) in target.Responses(key, heldOut: true, cancellation))
        {
            given.AddRange(have);
            wanted.AddRange(want);
            if (given.Count >= Judges * units)
                break;
        }
        int length = Math.Min(given.Count, Judges * units);
        return ([.. given.Take(length)], [.. wanted.Take(length)]);
    }
}
