namespace Polylog.Networks;

/// <summary>
/// The weights of a layer that is a sum over exchangeable units, y = bias + sum_i v_i act(w_i . x + b_i), as they were when the layer was
/// read.
/// </summary>
/// <remarks>Holds eight bytes a weight. Once the model has changed, the layer must be read again before it is changed.</remarks>
internal sealed class HiddenLayer
{
    private readonly NetworkModel _model;
    private readonly LayerPattern _pattern;
    private readonly int _version;
    private readonly double[] _incoming;
    private readonly double[] _incomingBias;
    private readonly double[] _outgoing;

    /// <summary>Reads all weights.</summary>
    /// <exception cref="ModelFileException">A tensor cannot be read, or has more numbers than an array holds.</exception>
    public HiddenLayer(NetworkModel model, LayerPattern pattern, CancellationToken cancellation = default)
    {
        CheckSize(model.Path, pattern);
        _model = model;
        _pattern = pattern;
        _version = model.Version;
        _incoming = Tensors.Incoming.Read(cancellation);
        _incomingBias = Tensors.IncomingBias?.Read(cancellation) ?? new double[Units];
        _outgoing = Tensors.Outgoing.Read(cancellation);
    }

    /// <summary>Name and sizes.</summary>
    public LayerInfo Info => _pattern.Info;

    /// <summary>The function applied to each unit; null where the model does not say.</summary>
    public LayerActivation? Activation => _pattern.Activation;

    /// <summary>Units n.</summary>
    public int Units => (int)Info.Units;

    /// <summary>Incoming weights of a unit, without the bias.</summary>
    public int Inputs => (int)Info.Inputs;

    /// <summary>Outgoing weights of a unit: outputs, times the size of a filter or the places of a channel.</summary>
    public int OutgoingWidth => (int)Tensors.Outgoing.Layout.Width;

    /// <summary>Outputs: as many as the outgoing bias has numbers.</summary>
    public int Outputs => (int)Info.Outputs;

    /// <summary>Incoming weights w, <see cref="Units"/> x <see cref="Inputs"/>, row-major.</summary>
    public ReadOnlyMemory<double> IncomingWeights => _incoming;

    /// <summary>Incoming biases b, one a unit; zeros where the model has none.</summary>
    public ReadOnlyMemory<double> IncomingBias => _incomingBias;

    /// <summary>Whether the model has incoming biases.</summary>
    public bool HasIncomingBias => Tensors.IncomingBias is not null;

    /// <summary>
    /// Outgoing weights v, <see cref="Units"/> x <see cref="OutgoingWidth"/>, row-major; in a row the places of an output are beside each
    /// other.
    /// </summary>
    public ReadOnlyMemory<double> OutgoingWeights => _outgoing;

    /// <summary>Whether the model adds a bias to the outputs, into which a constant can be folded.</summary>
    public bool HasOutgoingBias => Tensors.OutgoingBias is not null;

    /// <summary>The tensors in the model.</summary>
    public LayerTensors Tensors => _pattern.Tensors;

    /// <summary>
    /// The first weight or bias that is not finite: its tensor, its place such as [3, 0], and the number; null if all are finite.
    /// </summary>
    public (string Tensor, string Place, double Value)? FindNonFinite()
    {
        // The tensors themselves are read again only to say where the fault is.
        bool isFinite = AreFinite(_incoming) && AreFinite(_incomingBias) && AreFinite(_outgoing);
        foreach (TensorSlot slot in isFinite ? OutgoingBias() : Tensors.Slots)
        {
            double[] values = slot.Read();
            int fault = Array.FindIndex(values, value => !double.IsFinite(value));
            if (fault >= 0)
                return (slot.Name, TensorShape.Index(slot.Dims, fault), values[fault]);
        }
        return null;
    }

    /// <summary>Keeps the incoming side of some units and gives them other outgoing weights, in the model.</summary>
    /// <inheritdoc cref="LayerTensors.Replace"/>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    public void Replace(ReadOnlySpan<int> kept, ReadOnlySpan<double> outgoing, ReadOnlySpan<double> biasShift = default)
    {
        if (_model.Version != _version)
            throw new InvalidOperationException("The model has changed since this layer was read; read it again.");
        _model.Replace(_pattern, kept, outgoing, biasShift);
    }

    private IEnumerable<TensorSlot> OutgoingBias() => Tensors.OutgoingBias is { } bias ? [bias.Slot] : [];

    private static bool AreFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);

    private static void CheckSize(string path, LayerPattern pattern)
    {
        (LayerInfo info, LayerTensors tensors) = (pattern.Info, pattern.Tensors);
        Int128 widest = Math.Max(tensors.Incoming.Layout.Width, tensors.Outgoing.Layout.Width);
        if (info.Units * widest > Array.MaxLength)
            throw ModelErrors.TooLarge(path, info.Name, info.Units);
    }
}
