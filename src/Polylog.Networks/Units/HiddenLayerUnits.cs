using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>The units of a layer of a model, with places in (w, b).</summary>
internal sealed class HiddenLayerUnits : IUnitSum<UnitSelection>
{
    private readonly HiddenLayer _layer;
    private readonly NeuronPlaces _places;

    private readonly double[] _masses;

    /// <summary>The units of a layer, each of mass 1.</summary>
    /// <param name="layer">The layer.</param>
    public HiddenLayerUnits(HiddenLayer layer)
        : this(layer, [])
    {
    }

    /// <summary>The units of a layer that was shrunk before, with masses: its outgoing weights are mass x v.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="masses">A mass above 0 for each unit; empty for 1.</param>
    internal HiddenLayerUnits(HiddenLayer layer, double[] masses)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
        _masses = masses;
        ResponseShape shape = layer.Activation is { } activation
            ? ResponseShape.Find(activation.Evaluate)
            : new ResponseShape(false, null, null);
        _places = new NeuronPlaces(layer.IncomingWeights, layer.IncomingBias, layer.Inputs, shape);
    }

    /// <inheritdoc/>
    public int Units => _layer.Units;

    /// <summary>The units as points (v, w, b), weighted with their masses; without b if the model has no biases.</summary>
    public Measure Objects
    {
        get
        {
            int sent = OutgoingSize, inputs = _layer.Inputs, size = ObjectSize;
            double[] points = new double[Units * size];
            for (int unit = 0; unit < Units; unit++)
            {
                Span<double> own = points.AsSpan(unit * size, size);
                ReadOutgoing(unit, own);
                TensorPrimitives.Divide(own[..sent], Mass(unit), own[..sent]);
                _layer.IncomingWeights.Span.Slice(unit * inputs, inputs).CopyTo(own[sent..]);
                if (_layer.HasIncomingBias)
                    own[^1] = _layer.IncomingBias.Span[unit];
            }
            return new Measure(points, size, _masses);
        }
    }

    /// <summary>Coordinates of a unit as a point.</summary>
    public int ObjectSize => OutgoingSize + _layer.Inputs + (_layer.HasIncomingBias ? 1 : 0);

    /// <inheritdoc/>
    public int PlaceSize => _places.PlaceSize;

    /// <inheritdoc/>
    public int KnownSize => _places.KnownSize;

    /// <inheritdoc/>
    public int OutgoingSize => _layer.OutgoingWidth;

    /// <inheritdoc/>
    public UnitPlace Locate(int unit, Span<double> place, Span<double> known) => _places.Locate(unit, place, known);

    /// <inheritdoc/>
    public void ReadOutgoing(int unit, Span<double> outgoing) =>
        _layer.OutgoingWeights.Span.Slice(unit * OutgoingSize, OutgoingSize).CopyTo(outgoing);

    /// <inheritdoc/>
    public UnitSelection Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses)
    {
        double[] outgoing = new double[units.Length * OutgoingSize];
        for (int j = 0; j < units.Length; j++)
        {
            Span<double> own = outgoing.AsSpan(j * OutgoingSize, OutgoingSize);
            ReadOutgoing(units[j], own);
            TensorPrimitives.Multiply(own, masses[j] / Mass(units[j]), own);
        }
        return new UnitSelection(units.ToArray(), outgoing);
    }

    /// <inheritdoc/>
    public UnitSelection Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing) => new(units.ToArray(), outgoing.ToArray());

    private double Mass(int unit) => _masses.Length == 0 ? 1 : _masses[unit];
}
