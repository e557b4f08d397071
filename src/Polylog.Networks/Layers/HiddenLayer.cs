using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// A layer that is a sum over exchangeable units: y = bias + sum_i v_i act(w_i . x + b_i). Its weights as they were when it was read, and the means to put
/// fewer units in their place.
/// </summary>
/// <remarks>Holds eight bytes a weight. Once the model has changed, the layer must be read again.</remarks>
public sealed class HiddenLayer
{
    private readonly NetworkModel _model;
    private readonly LayerTensors _tensors;
    private readonly int _version;
    private readonly double[] _incoming;
    private readonly double[] _incomingBias;
    private readonly double[] _outgoing;

    internal HiddenLayer(NetworkModel model, LayerInfo info, LayerActivation? activation, LayerTensors tensors)
    {
        CheckSize(model.Path, info, tensors);
        _model = model;
        _tensors = tensors;
        _version = model.Version;
        Info = info;
        Activation = activation;
        _incoming = tensors.Incoming.Read();
        _incomingBias = tensors.IncomingBias?.Read() ?? new double[Units];
        _outgoing = tensors.Outgoing.Read();
    }

    /// <summary>What the list of layers says about it.</summary>
    public LayerInfo Info { get; }

    /// <summary>What is applied to a unit; null where the model does not say.</summary>
    public LayerActivation? Activation { get; }

    /// <summary>Units n.</summary>
    public int Units => (int)Info.Units;

    /// <summary>Incoming weights of a unit, the bias not counted.</summary>
    public int Inputs => (int)Info.Inputs;

    /// <summary>Outgoing weights of a unit: outputs, times the size of a filter or the places of a channel.</summary>
    public int OutgoingWidth => (int)_tensors.Outgoing.Layout.Width;

    /// <summary>Outputs, as many as the outgoing bias has numbers.</summary>
    public int Outputs => (int)Info.Outputs;

    /// <summary>Incoming weights w, <see cref="Units"/> x <see cref="Inputs"/>, row-major.</summary>
    public ReadOnlyMemory<double> IncomingWeights => _incoming;

    /// <summary>Incoming biases b, one a unit; zeros where the model has none.</summary>
    public ReadOnlyMemory<double> IncomingBias => _incomingBias;

    /// <summary>Whether the model has incoming biases.</summary>
    public bool HasIncomingBias => _tensors.IncomingBias is not null;

    /// <summary>Outgoing weights v, <see cref="Units"/> x <see cref="OutgoingWidth"/>, row-major; in a row the places of an output are beside each other.</summary>
    public ReadOnlyMemory<double> OutgoingWeights => _outgoing;

    /// <summary>Whether the model adds a bias to the outputs, into which a constant can be folded.</summary>
    public bool HasOutgoingBias => _tensors.OutgoingBias is not null;

    /// <summary>Where its weights are in the model.</summary>
    internal LayerTensors Tensors => _tensors;

    /// <summary>Whether a unit of constant response adds the same to every place of an output; not so with padding in between.</summary>
    internal bool ConstantsStayConstant => _tensors.ConstantsStayConstant;

    internal bool ConstantsStayAlike => _tensors.ConstantsStayAlike;

    /// <summary>Whether other parts of the model use some of its weights too, which they then keep.</summary>
    internal bool IsShared => _tensors.Slots.Any(slot => slot.IsShared);

    /// <summary>Throws where a number of its weights or biases is not finite: units cannot be chosen or weighted by such numbers.</summary>
    internal void CheckFinite()
    {
        foreach (TensorSlot slot in _tensors.Slots)
        {
            double[] values = slot.Read();
            int fault = Array.FindIndex(values, value => !double.IsFinite(value));
            if (fault >= 0)
                throw ModelErrors.At(_model.Path, $"tensor {ModelErrors.Quote(slot.Name)} has {values[fault]} at {TensorShape.Index(slot.Dims, fault)}; the weights of layer {ModelErrors.Quote(Info.Name)} must be finite, mend the model or leave the layer out with --layer");
        }
    }

    /// <summary>Keeps some units and multiplies what they send on by a mass each.</summary>
    /// <param name="kept">Indices of units, each at most once, in the order they are to have.</param>
    /// <param name="masses">A finite mass c_j for each, folded into the outgoing weights; any sign.</param>
    /// <exception cref="ArgumentException">There is no unit left, an index is out of range or twice, or the masses are too few, too many or not finite.</exception>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    /// <exception cref="ModelFileException">A weight is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Keep(ReadOnlySpan<int> kept, ReadOnlySpan<double> masses)
    {
        if (masses.Length != kept.Length)
            throw new ArgumentException(ModelErrors.Text($"There are {masses.Length} masses for {kept.Length} units."), nameof(masses));
        CheckKept(kept);
        int width = OutgoingWidth;
        var outgoing = new double[kept.Length * width];
        for (int i = 0; i < kept.Length; i++)
            TensorPrimitives.Multiply(_outgoing.AsSpan(kept[i] * width, width), masses[i], outgoing.AsSpan(i * width, width));
        Replace(kept, outgoing);
    }

    /// <summary>Keeps the incoming side of some units and gives them other outgoing weights.</summary>
    /// <param name="kept">Indices of units, each at most once, in the order they are to have.</param>
    /// <param name="outgoing">Their outgoing weights, kept x <see cref="OutgoingWidth"/>, row-major, finite.</param>
    /// <param name="biasShift">What to add to the outgoing bias, <see cref="Outputs"/> numbers; empty for nothing.</param>
    /// <exception cref="ArgumentException">There is no unit left, an index is out of range or twice, a length is wrong, a number is not finite, or there is no
    /// bias to shift.</exception>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    /// <exception cref="ModelFileException">A weight is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Replace(ReadOnlySpan<int> kept, ReadOnlySpan<double> outgoing, ReadOnlySpan<double> biasShift = default)
    {
        if (_model.Version != _version)
            throw new InvalidOperationException("The model has changed since this layer was read; read it again.");
        CheckKept(kept);
        CheckNumbers(outgoing, kept.Length * OutgoingWidth, nameof(outgoing));
        if (!biasShift.IsEmpty)
        {
            CheckNumbers(biasShift, Outputs, nameof(biasShift));
            if (!HasOutgoingBias)
                throw new ArgumentException("The layer has no outgoing bias to shift.", nameof(biasShift));
        }
        Write(kept, _tensors.Outgoing.Stored(outgoing), biasShift.IsEmpty ? null : _tensors.OutgoingBias!.Shifted(biasShift));
    }

    // What can fail comes first: a model is never left half changed.
    private void Write(ReadOnlySpan<int> kept, double[] outgoing, double[]? outgoingBias)
    {
        _tensors.Outgoing.Slot.CheckFits(outgoing);
        if (outgoingBias is not null)
        {
            _tensors.OutgoingBias!.Slot.CheckFits(outgoingBias);
            _tensors.OutgoingBias.Slot.Write(_tensors.OutgoingBias.Slot.Dims, outgoingBias);
        }
        _tensors.Outgoing.Store(outgoing, kept.Length);
        _tensors.Incoming.Keep(kept);
        if (_tensors.IncomingBias is { } bias)
            bias.Keep(kept);
        _tensors.Resized(kept.Length);
        _model.Touch();
    }

    private void CheckKept(ReadOnlySpan<int> kept)
    {
        if (kept.IsEmpty)
            throw new ArgumentException("No unit is kept; a layer needs at least one.", nameof(kept));
        var seen = new bool[Units];
        foreach (int unit in kept)
        {
            if (unit < 0 || unit >= Units)
                throw new ArgumentException(ModelErrors.Text($"There is no unit {unit}; the layer has {Units}, counted from 0."), nameof(kept));
            if (seen[unit])
                throw new ArgumentException(ModelErrors.Text($"Unit {unit} is kept twice; give each at most once."), nameof(kept));
            seen[unit] = true;
        }
    }

    private static void CheckNumbers(ReadOnlySpan<double> numbers, int length, string parameter)
    {
        if (numbers.Length != length)
            throw new ArgumentException(ModelErrors.Text($"There are {numbers.Length} numbers where {length} are needed."), parameter);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
                throw new ArgumentException(ModelErrors.Text($"Number {i} is {numbers[i]}; all must be finite."), parameter);
        }
    }

    private static void CheckSize(string path, LayerInfo info, LayerTensors tensors)
    {
        if (Int128.Max((Int128)info.Units * tensors.Incoming.Layout.Width, (Int128)info.Units * tensors.Outgoing.Layout.Width) > Array.MaxLength)
            throw ModelErrors.TooLarge(path, info.Name, info.Units);
    }
}
