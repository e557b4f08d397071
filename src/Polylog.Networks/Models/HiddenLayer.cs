namespace Polylog.Networks;

/// <summary>
/// The weights of a layer that is a sum over exchangeable units, y = bias + sum_i v_i r_i, as they were when the layer was read. Of a plain
/// layer the responses are r_i = act(w_i . x + b_i).
/// </summary>
/// <remarks>Holds eight bytes a weight. Once the model has changed, the layer must be read again before it is changed.</remarks>
internal sealed class HiddenLayer
{
    private readonly NetworkModel _model;
    private readonly LayerPattern _pattern;
    private readonly int _version;
    private readonly double[][] _owned;
    private readonly double[][] _outgoing;

    /// <summary>Reads all weights.</summary>
    /// <exception cref="ModelFileException">A tensor cannot be read, or has more numbers than an array holds.</exception>
    public HiddenLayer(NetworkModel model, LayerPattern pattern, CancellationToken cancellation = default)
    {
        _model = model;
        _pattern = pattern;
        _version = model.Version;
        foreach (UnitTensor tensor in Group.Owned.Concat(Group.Readers.Select(reader => reader.Weights)))
        {
            if ((Int128)tensor.Span.Units * tensor.Layout.Width > Array.MaxLength)
                throw ModelErrors.TooLarge(model.Path, Info.Name, Info.Units);
        }
        _owned = [.. Group.Owned.Select(tensor => tensor.Read(cancellation))];
        _outgoing = [.. Group.Readers.Select(reader => reader.Read(cancellation))];
    }

    /// <summary>Name and sizes.</summary>
    public LayerInfo Info => _pattern.Info;

    /// <summary>The function applied to each unit; null where the layer is not plain, or the model does not say.</summary>
    public LayerActivation? Activation => _pattern.Activation;

    /// <summary>Units n.</summary>
    public int Units => Group.Units;

    /// <summary>The units and their tensors.</summary>
    public UnitGroup Group => _pattern.Group;

    /// <summary>The nodes that sum over the units.</summary>
    public IReadOnlyList<UnitReader> Readers => Group.Readers;

    /// <summary>Incoming weights of a unit in the first tensor that makes it, without the bias.</summary>
    public int Inputs => _owned[0].Length / Units;

    /// <summary>Outgoing weights of a unit to the first reader: outputs, times the size of a filter or the places of a channel.</summary>
    public int OutgoingWidth => _outgoing[0].Length / Units;

    /// <summary>Outputs of the first reader: as many as the outgoing bias has numbers.</summary>
    public int Outputs => Readers[0].Outputs;

    /// <summary>Incoming weights w, <see cref="Units"/> x <see cref="Inputs"/>, row-major.</summary>
    public ReadOnlyMemory<double> IncomingWeights => _owned[0];

    /// <summary>Incoming biases b of a plain layer, one a unit; zeros where the model has none.</summary>
    public ReadOnlyMemory<double> IncomingBias { get => field.IsEmpty ? field = Biases() : field; }

    /// <summary>Whether the model has incoming biases.</summary>
    public bool HasIncomingBias => Group.IncomingBias is not null;

    /// <summary>Outgoing weights v to the first reader, <see cref="Units"/> x <see cref="OutgoingWidth"/>, row-major.</summary>
    public ReadOnlyMemory<double> OutgoingWeights => _outgoing[0];

    /// <summary>Outgoing weights to a reader, (units x columns) x width.</summary>
    public ReadOnlyMemory<double> Outgoing(int reader) => _outgoing[reader];

    /// <summary>Numbers of a tensor that makes the responses, units x width.</summary>
    public ReadOnlyMemory<double> Owned(int tensor) => _owned[tensor];

    /// <summary>All numbers that make the response of a unit: equal ones make equal responses.</summary>
    /// <param name="unit">The unit.</param>
    public IEnumerable<ReadOnlyMemory<double>> Own(int unit)
    {
        foreach (double[] numbers in _owned)
            yield return numbers.AsMemory(numbers.Length / Units * unit, numbers.Length / Units);
    }

    /// <summary>Whether all incoming weights of a unit are 0, so that its response is the same for all inputs.</summary>
    /// <param name="unit">The unit.</param>
    public bool IsConstant(int unit) => Group.Owned.Zip(Own(unit)).All(owned =>
        owned.First.Role != UnitRole.Incoming || !owned.Second.Span.ContainsAnyExcept(0.0));

    /// <summary>
    /// The first weight or bias that is not finite: its tensor, its place such as [3, 0], and the number; null if all are finite.
    /// </summary>
    public (string Tensor, string Place, double Value)? FindNonFinite()
    {
        // The tensors themselves are read again only to say where the fault is.
        bool isFinite = _owned.Concat(_outgoing).All(AreFinite);
        foreach (TensorSlot slot in isFinite ? Readers.Select(reader => reader.Bias?.Slot).OfType<TensorSlot>() : Group.Slots)
        {
            double[] values = slot.Read();
            int fault = Array.FindIndex(values, value => !double.IsFinite(value));
            if (fault >= 0)
                return (slot.Name, TensorShape.Index(slot.Dims, fault), values[fault]);
        }
        return null;
    }

    /// <summary>Keeps the incoming side of some units and gives them other outgoing weights, in the model.</summary>
    /// <inheritdoc cref="UnitGroup.Replace"/>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    public void Replace(ReadOnlySpan<int> kept, params IReadOnlyList<ReaderChange> changes)
    {
        if (_model.Version != _version)
            throw new InvalidOperationException("The model has changed since this layer was read; read it again.");
        _model.Replace(_pattern, kept, changes);
    }

    private double[] Biases()
    {
        int at = Group.IncomingBias is { } bias ? Group.Owned.Index().First(owned => owned.Item == bias).Index : -1;
        return at < 0 ? new double[Units] : _owned[at];
    }

    private static bool AreFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);
}
