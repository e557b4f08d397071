namespace Polylog.Networks;

/// <summary>
/// A constant input of a node: an initialiser, a Constant, or one of these behind Identity, Transpose and Cast nodes. Writing to a tensor
/// that other nodes also use gives this node a new tensor instead.
/// </summary>
internal sealed class OnnxSlot : TensorSlot
{
    private const int LongestChain = 8;

    private readonly OnnxGraph _graph;
    private readonly OnnxNode _node;
    private readonly int _input;
    private readonly OnnxTensor _tensor;
    private readonly bool _transposed;
    private readonly string[] _values;

    private OnnxSlot(OnnxGraph graph, OnnxNode node, int input, OnnxTensor tensor, bool transposed, string[] values)
    {
        _graph = graph;
        _node = node;
        _input = input;
        _tensor = tensor;
        _transposed = transposed;
        _values = values;
    }

    /// <summary>The name of the tensor, or of its value if a Constant node gives the tensor no name.</summary>
    public override string Name => _tensor.Name.Length > 0 ? _tensor.Name : _values[^1];

    /// <summary>The type of the numbers that the node gets.</summary>
    public required long Type { get; init; }

    public override long[] Dims => _transposed ? [.. _tensor.Dims.Reverse()] : _tensor.Dims;

    public override bool IsShared => _values.Any(value => _graph.UseCount(value) > 1);

    public override object Key => (_node, _input);

    public override int NumberBytes => (_tensor.Format ?? Format).Bytes();

    /// <summary>The node that the numbers are for.</summary>
    public OnnxNode Node => _node;

    private FloatFormat Format => OnnxTypes.Format(Type)!.Value;

    // Whether the tensor itself can be changed.
    private bool IsOwn => !_transposed && !IsShared;

    /// <summary>The tensor behind an input; null if the input is left out or computed from other values.</summary>
    public static OnnxSlot? ForInput(OnnxGraph graph, OnnxNode node, int input)
    {
        var values = new List<string> { node.Input(input) };
        bool transposed = false;
        long type = 0;
        while (values.Count <= LongestChain)
        {
            if (graph.Constant(values[^1]) is { } tensor)
            {
                bool readable = (!transposed || tensor.Dims.Length == 2) && (type == 0 || tensor.Format is not null);
                return readable
                    ? new OnnxSlot(graph, node, input, tensor, transposed, [.. values]) { Type = type == 0 ? tensor.Type : type }
                    : null;
            }
            if (graph.Producer(values[^1]) is not { IsStandard: true } producer)
                return null;
            if (producer.OpType == "Transpose" && (producer.Attribute("perm") is not { } order || order.Integers is [1, 0]))
                transposed = !transposed;
            else if (producer.OpType == "Cast" && type == 0 && OnnxTypes.Format(producer.Integer("to", 0)) is not null)
                type = producer.Integer("to", 0);
            else if (producer.OpType != "Identity")
                return null;
            values.Add(producer.Input(0));
        }
        return null;
    }

    /// <summary>The weights of a node that sums inputs with weights: its second input, or of a product the first; null for none.</summary>
    public static OnnxSlot? Weights(OnnxGraph graph, OnnxNode node) =>
        ForInput(graph, node, 1) ?? (node.OpType == "MatMul" ? ForInput(graph, node, 0) : null);

    public override double[] Read()
    {
        double[] values = _tensor.ReadDoubles();
        if (Type != _tensor.Type)
            Format.Round(values);
        return _transposed ? UnitLayout.RowsThenUnits(_tensor.Dims[0], _tensor.Dims[1], 1).Gather(values) : values;
    }

    public override void CheckFits(ReadOnlySpan<double> values)
    {
        FloatFormat format = IsOwn ? _tensor.Format!.Value : Format;
        int fault = format.FirstUnfit(values);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(_graph.Path, Name, values[fault], format);
    }

    public override void Write(long[] dims, double[] values)
    {
        long[] before = Dims;
        if (IsOwn)
        {
            _tensor.Replace(dims, values);
            foreach (string value in _values)
                _graph.Redeclare(value, before, dims);
        }
        else
        {
            _graph.Detach(_node, _input, Type).Replace(dims, values);
        }
    }
}
