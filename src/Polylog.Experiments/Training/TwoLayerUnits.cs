using Polylog.Networks;

namespace Polylog.Experiments;

/// <summary>The hidden neurons of a two-layer network as units, with places in (w, b); outgoing weights include the masses.</summary>
public sealed class TwoLayerUnits : IUnitSum<TwoLayerNetwork>
{
    private readonly TwoLayerNetwork _network;
    private readonly double[] _units;
    private readonly NeuronPlaces _places;

    /// <summary>The units of a network.</summary>
    /// <param name="network">The network; its parameters are copied.</param>
    public TwoLayerUnits(TwoLayerNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        int inputs = network.InputCount, outputs = network.OutputCount;
        _units = new double[network.Width * network.UnitSize];
        double[] weights = new double[network.Width * inputs];
        double[] biases = new double[network.Width];
        for (int unit = 0; unit < network.Width; unit++)
        {
            Span<double> own = _units.AsSpan(unit * network.UnitSize, network.UnitSize);
            network.GetUnit(unit, own);
            own.Slice(outputs, inputs).CopyTo(weights.AsSpan(unit * inputs));
            biases[unit] = own[^1];
        }
        _places = new NeuronPlaces(weights, biases, inputs, Shape(network.Activation));
    }

    /// <inheritdoc/>
    public int Units => _network.Width;

    /// <inheritdoc/>
    public Measure Objects => new(_units, _network.UnitSize, _network.Masses.ToArray().Select(mass => (double)mass).ToArray());

    /// <inheritdoc/>
    public int PlaceSize => _places.PlaceSize;

    /// <inheritdoc/>
    public int KnownSize => _places.KnownSize;

    /// <inheritdoc/>
    public int OutgoingSize => _network.OutputCount;

    /// <inheritdoc/>
    public UnitPlace Locate(int unit, Span<double> place, Span<double> known) => _places.Locate(unit, place, known);

    /// <inheritdoc/>
    public void ReadOutgoing(int unit, Span<double> outgoing)
    {
        for (int o = 0; o < outgoing.Length; o++)
            outgoing[o] = _network.Masses[unit] * _units[unit * _network.UnitSize + o];
    }

    /// <inheritdoc/>
    public TwoLayerNetwork Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses) => _network.Keep(units, masses);

    /// <summary>Keeps the responses of units and gives them other outgoing weights; the masses of the new network are 1.</summary>
    /// <param name="units">IN, the units.</param>
    /// <param name="outgoing">IN, units x outputs, row-major.</param>
    public TwoLayerNetwork Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing)
    {
        double[] ones = new double[units.Length];
        Array.Fill(ones, 1);
        TwoLayerNetwork network = _network.Keep(units, ones);
        double[] unit = new double[network.UnitSize];
        for (int j = 0; j < units.Length; j++)
        {
            network.GetUnit(j, unit);
            outgoing.Slice(j * OutgoingSize, OutgoingSize).CopyTo(unit);
            network.SetUnit(j, unit);
        }
        return network;
    }

    /// <summary>The shape of an activation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    internal static ResponseShape Shape(Activation activation) => activation switch
    {
        Activation.Relu => new ResponseShape(true, Slope: 0.5, null),
        Activation.Tanh => new ResponseShape(false, null, Constant: 0),
        Activation.Sigmoid => new ResponseShape(false, null, Constant: 0.5),
        Activation.Gelu => new ResponseShape(false, Slope: 0.5, null),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
