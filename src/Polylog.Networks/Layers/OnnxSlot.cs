namespace Polylog.Networks;

/// <summary>
/// An input of a node that never changes: an initialiser, a Constant, or one of these behind Identity and Transpose nodes. A tensor that others use too
/// is left to them, and the node gets one of its own.
/// </summary>
internal sealed class OnnxSlot : TensorSlot
{
    private readonly OnnxModel _model;
    private readonly OnnxNode _node;
    private readonly int _input;
    private readonly OnnxTensor _tensor;
    private readonly bool _transposed;
    private readonly bool _direct;

    private OnnxSlot(OnnxModel model, OnnxNode node, int input, OnnxTensor tensor, bool transposed, bool direct)
    {
        _model = model;
        _node = node;
        _input = input;
        _tensor = tensor;
        _transposed = transposed;
        _direct = direct;
    }

    /// <summary>The name of the tensor.</summary>
    public string Name => _node.Input(_input);

    public long Type => _tensor.Type;

    public override long[] Dims => _transposed ? [.. _tensor.Dims.Reverse()] : _tensor.Dims;

    /// <summary>The slot behind an input, or null where it is not there or worked out from other values.</summary>
    public static OnnxSlot? Of(OnnxModel model, OnnxNode node, int input)
    {
        string value = node.Input(input);
        bool transposed = false;
        for (int steps = 0; steps < 8; steps++)
        {
            if (model.Graph.Constant(value) is { } tensor)
                return transposed && tensor.Dims.Length != 2 ? null : new OnnxSlot(model, node, input, tensor, transposed, steps == 0);
            if (model.Graph.Producer(value) is not { IsStandard: true } producer)
                return null;
            if (producer.OpType == "Transpose" && (producer.Attribute("perm") is not { } order || order.Integers is [1, 0]))
                transposed = !transposed;
            else if (producer.OpType != "Identity")
                return null;
            value = producer.Input(0);
        }
        return null;
    }

    public override double[] Read()
    {
        double[] values = _tensor.ReadDoubles();
        return _transposed ? UnitLayout.RowsThenUnits(_tensor.Dims[0], _tensor.Dims[1], 1).Gather(values) : values;
    }

    public override void CheckFits(ReadOnlySpan<double> values)
    {
        FloatFormat format = _tensor.Format!.Value;
        int fault = format.FirstUnfit(values);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(_model.Path, Name, values[fault], format);
    }

    public override void Write(long[] dims, double[] values)
    {
        long[] before = Dims;
        if (_direct && _model.Graph.UseCount(Name) == 1)
        {
            _tensor.Replace(dims, values);
            _model.Graph.Redeclare(Name, before, dims);
        }
        else
        {
            _model.Graph.Detach(_node, _input, Type).Replace(dims, values);
        }
    }
}
