namespace Polylog.Networks;

/// <summary>
/// Follows the output of a linear node through nodes that apply the same function to each unit: elementwise operators with scalar
/// constants, pooling of channels, flattening. They must all lead to one other node, and none of their values may be used elsewhere.
/// </summary>
internal sealed class UnitRegionSearch
{
    private readonly OnnxGraph _graph;
    private readonly LinearNode _start;
    private readonly Dictionary<string, UnitShape> _values = [];
    private readonly ActivationBuilder _activation;
    private readonly List<OnnxNode> _ends = [];
    private readonly int _rank;
    private bool _constant = true;
    private bool _alike = true;

    public UnitRegionSearch(OnnxGraph graph, LinearNode start)
    {
        _graph = graph;
        _start = start;
        _rank = start.IsConv ? start.Weights!.Slot.Dims.Length : int.MaxValue;
        _values[start.Value] = start.IsConv ? UnitShape.Channels : UnitShape.Last;
        _activation = new ActivationBuilder(start.Value);
    }

    public UnitRegion Run()
    {
        // In the order of the file, so that all inputs of a node from the region are known when it comes.
        var ahead = new SortedDictionary<int, OnnxNode>();
        Follow(_start.Value, ahead);
        while (ahead.Count > 0)
        {
            (int position, OnnxNode node) = ahead.First();
            ahead.Remove(position);
            if (Take(node))
                Follow(node.Outputs[0], ahead);
            else
                _ends.Add(node);
        }
        if (Fault() is { } fault)
            return UnitRegion.Failed(fault);
        OnnxNode end = _ends[0];
        string value = end.Inputs[0];
        if (_start.Value != _start.Node.Outputs[0])
            _values[_start.Node.Outputs[0]] = UnitShape.Last;
        return new UnitRegion(null, end, _values[value], _activation.Build(value), _values)
        {
            ConstantsStayConstant = _constant,
            ConstantsStayAlike = _alike,
        };
    }

    private void Follow(string value, SortedDictionary<int, OnnxNode> ahead)
    {
        // The number of examples does not depend on units.
        foreach (ValueUse use in _graph.Uses(value).Where(use => ExampleCount.Reshape(_graph, use.Node) is null))
            ahead[_graph.Position(use.Node)] = use.Node;
    }

    private string? Fault()
    {
        bool leaves = _values.Keys.Any(_graph.Outputs.Contains);
        if (leaves)
            return _ends.Count == 0 ? "its output is the model's" : "its output is also an output of the model";
        if (_ends.Count == 0)
            return "its output is not used";
        if (_ends.Count > 1)
        {
            string uses = string.Join(", ", _ends.Take(4).Select(node => node.Described)) + (_ends.Count > 4 ? ", ..." : "");
            return ModelErrors.Text($"its output is used in {_ends.Count} places: ") + uses;
        }
        OnnxNode end = _ends[0];
        if (!LinearNode.Is(end))
            return EndFault(end);
        // A linear node sums over its first input only.
        bool once = end.Inputs.Count > 0 && _values.ContainsKey(end.Inputs[0]) && !end.Inputs.Skip(1).Any(_values.ContainsKey);
        return once ? null : $"{end.Described} takes its output as weights";
    }

    private string EndFault(OnnxNode node)
    {
        string described = node.Described;
        return node.OpType switch
        {
            "Softmax" or "LogSoftmax" or "Hardmax" or "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization"
                or "SkipLayerNormalization" or "SkipSimplifiedLayerNormalization" or "GroupNormalization" or "LpNormalization" or "LRN"
                or "MeanVarianceNormalization"
                => $"{described} is not elementwise: it mixes units",
            "BatchNormalization" or "InstanceNormalization"
                => $"{described} has settings of its own for each unit; fold it into the layer before it",
            "Conv" or "ConvTranspose" => $"{described} is of a kind that is not read",
            _ when node.Graphs.Any() => $"it is used inside of {described}",
            _ when ElementwiseOperators.Function(node) is not null => JoinFault(node),
            _ when !node.IsStandard => $"{described} is of the domain {ModelErrors.Quote(node.Domain)}, whose operators are not known",
            _ => $"{described} is not known to treat each unit on its own",
        };
    }

    private string JoinFault(OnnxNode node) => Enumerable.Range(0, node.Inputs.Count).All(i => IsKnown(node, i))
        ? $"{node.Described} has a constant that is not one number for all units"
        : $"{node.Described} joins it with another value";

    private bool IsKnown(OnnxNode node, int input) =>
        node.Input(input).Length == 0 || _values.ContainsKey(node.Input(input)) || OnnxSlot.ForInput(_graph, node, input) is not null;

    /// <summary>Adds a node to the region; false if it does not belong there.</summary>
    private bool Take(OnnxNode node)
    {
        if (node.Graphs.Any() || node.Outputs.Count == 0 || node.Outputs.Skip(1).Any(output => _graph.UseCount(output) > 0))
            return false;
        return TakePass(node) || TakeElementwise(node) || (_start.IsConv && TakeReshaping(node));
    }

    private bool TakePass(OnnxNode node)
    {
        if (!ElementwiseOperators.PassesOn(node) || !_values.TryGetValue(node.Input(0), out UnitShape shape))
            return false;
        Pass(node, shape);
        return true;
    }

    private void Pass(OnnxNode node, UnitShape shape)
    {
        _values[node.Outputs[0]] = shape;
        _activation.AddPass(node.Inputs[0], node.Outputs[0]);
    }

    private bool TakeElementwise(OnnxNode node)
    {
        if (ElementwiseOperators.Function(node) is not { } function)
            return false;
        var constants = new double?[node.Inputs.Count];
        UnitShape? shape = null;
        for (int i = 0; i < constants.Length; i++)
        {
            if (_values.TryGetValue(node.Inputs[i], out UnitShape here))
            {
                if (shape is not null && shape != here)
                    return false;
                shape = here;
            }
            else if (Scalar(node, i) is { } number)
            {
                constants[i] = number;
            }
            else
            {
                return false;
            }
        }
        if (shape is null)
            return false;
        // Behind padding, values at the border are smaller by a factor; a function makes that factor differ between units.
        _alike &= _constant;
        _activation.Add(node, function, constants);
        _values[node.Outputs[0]] = shape.Value;
        return true;
    }

    // The number of a scalar constant; NaN for an input that is left out, null for any other input.
    private double? Scalar(OnnxNode node, int input)
    {
        if (node.Input(input).Length == 0)
            return double.NaN;
        if (OnnxSlot.ForInput(_graph, node, input) is { } slot)
        {
            bool isScalar = slot.Dims.Length <= _rank && TensorShape.Elements(slot.Dims) == 1 && OnnxTypes.Format(slot.Type) is not null;
            return isScalar ? slot.Read()[0] : null;
        }
        OnnxNode? producer = _graph.Producer(node.Input(input));
        return producer is { OpType: "Constant", IsStandard: true } ? producer.Attribute("value_float")?.Float : null;
    }

    private bool TakeReshaping(OnnxNode node)
    {
        if (!node.IsStandard || !_values.TryGetValue(node.Input(0), out UnitShape shape) || shape is UnitShape.Flat)
            return false;
        switch (node.OpType)
        {
            case "GlobalAveragePool" or "GlobalMaxPool":
                Pass(node, UnitShape.Pooled);
                return true;
            case "AveragePool" or "MaxPool":
                _constant &= node.OpType == "MaxPool" || node.Attribute("pads") is not { } pads || !pads.Integers.Exists(pad => pad != 0);
                _constant &= node.Attribute("auto_pad")?.Text is null or "NOTSET" or "VALID";
                Pass(node, shape);
                return true;
            case "Flatten" when node.Integer("axis", 1) == 1:
            case "Reshape" when IsFlattening(node):
                Pass(node, UnitShape.Flat);
                return true;
            case "ReduceMean" or "ReduceMax" when IsOverPlaces(node):
                Pass(node, node.Integer("keepdims", 1) == 0 ? UnitShape.Flat : UnitShape.Pooled);
                return true;
            case "Squeeze" when shape == UnitShape.Pooled && IsOverPlaces(node):
                Pass(node, UnitShape.Flat);
                return true;
            default:
                return false;
        }
    }

    // To [0, -1], or to [b, -1] for b examples, or to [-1, n] for n numbers of an example. The last becomes [0, -1] once there are fewer
    // channels.
    private bool IsFlattening(OnnxNode node) => node.Integer("allowzero", 0) == 0 && _graph.Constant(node.Input(1))?.ReadIntegers() switch
    {
        [0, -1] => true,
        [-1, > 0 and var numbers] => numbers % _start.Units == 0,
        [> 0 and var examples, -1] => _graph.Examples == examples && KeepsExamples(_start.Node.Input(0)),
        null => ExampleCount.CountedValue(_graph, node.Input(1)) is { } counted && _values.ContainsKey(counted),
        _ => false,
    };

    // Whether the first dimension of a value still counts the model's examples: no node before it may fold another dimension into the
    // first.
    private bool KeepsExamples(string value)
    {
        var ahead = new Stack<string>([value]);
        var seen = new HashSet<string>();
        while (ahead.TryPop(out string? next))
        {
            if (!seen.Add(next) || _graph.Constant(next) is not null || _graph.Producer(next) is not { } node)
                continue;
            bool keeps = node.IsStandard && node.OpType is "Conv" or "MaxPool" or "AveragePool" or "BatchNormalization";
            if (keeps || ElementwiseOperators.PassesOn(node))
                ahead.Push(node.Input(0));
            else if (ElementwiseOperators.Function(node) is null)
                return false;
            else
                Array.ForEach([.. node.Inputs.Where(input => input.Length > 0)], ahead.Push);
        }
        return true;
    }

    // Whether the axes are all dimensions behind the channels and no other. They are an attribute in old opsets, an input in new ones.
    private bool IsOverPlaces(OnnxNode node)
    {
        IEnumerable<long>? axes = node.Attribute("axes")?.Integers ?? (IEnumerable<long>?)_graph.Constant(node.Input(1))?.ReadIntegers();
        if (axes is null)
            return false;
        HashSet<long> places = [.. axes.Select(axis => axis < 0 ? axis + _rank : axis)];
        return places.Count == _rank - 2 && !places.Contains(0) && !places.Contains(1);
    }
}
