namespace Polylog.Networks;

/// <summary>
/// Follows the output of a linear node through everything that treats each unit on its own and all alike: elementwise operators with constants of one
/// number, pooling of channels, flattening. All of it must end in one other node, and none of it may be seen elsewhere.
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
        // In the order of the file, in which nodes can be worked out: when one comes, all it takes from the region is known.
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
        return new UnitRegion(null, end, _values[value], _activation.Build(value), _values, _constant, _alike);
    }

    private void Follow(string value, SortedDictionary<int, OnnxNode> ahead)
    {
        // How many examples there are is no matter of units.
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
            return ModelErrors.Text($"its output is used in {_ends.Count} places: ") + string.Join(", ", _ends.Take(4).Select(node => node.Described)) + (_ends.Count > 4 ? ", ..." : "");
        OnnxNode end = _ends[0];
        if (!LinearNode.Is(end))
            return EndFault(end);
        // Only what the node takes at its first input, and nowhere else, is summed over.
        bool once = end.Inputs.Count > 0 && _values.ContainsKey(end.Inputs[0]) && !end.Inputs.Skip(1).Any(_values.ContainsKey);
        return once ? null : $"{end.Described} takes its output as weights";
    }

    private string EndFault(OnnxNode node)
    {
        string described = node.Described;
        return node.OpType switch
        {
            "Softmax" or "LogSoftmax" or "Hardmax" or "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization" or "SkipLayerNormalization"
                or "SkipSimplifiedLayerNormalization" or "GroupNormalization" or "LpNormalization" or "LRN" or "MeanVarianceNormalization"
                => $"{described} is not elementwise: it mixes units",
            "BatchNormalization" or "InstanceNormalization"
                => $"{described} has settings of its own for each unit; fold it into the layer before it",
            "Conv" or "ConvTranspose" => $"{described} is of a kind that is not read",
            _ when node.Attributes.Any(attribute => attribute.Graphs.Any()) => $"it is used inside of {described}",
            _ when ElementwiseOperators.Function(node) is not null => JoinFault(node),
            _ when !node.IsStandard => $"{described} is of the domain {ModelErrors.Quote(node.Domain)}, whose operators are not known",
            _ => $"{described} is not known to treat each unit on its own",
        };
    }

    private string JoinFault(OnnxNode node) =>
        node.Inputs.All(input => _values.ContainsKey(input) || input.Length == 0 || OnnxSlot.ForInput(_graph, node, node.Inputs.ToList().IndexOf(input)) is not null)
            ? $"{node.Described} has a constant that is not one number for all units"
            : $"{node.Described} joins it with another value";

    /// <summary>Makes a node part of the region; false where it is none that may be.</summary>
    private bool Take(OnnxNode node)
    {
        if (node.Attributes.Any(attribute => attribute.Graphs.Any()) || node.Outputs.Count == 0 || node.Outputs.Skip(1).Any(output => _graph.UseCount(output) > 0))
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
        // What padding makes smaller at the border is no longer so by the same factor for all units.
        _alike &= _constant;
        _activation.Add(node, function, constants);
        _values[node.Outputs[0]] = shape.Value;
        return true;
    }

    // A constant of one number, NaN for an input left out, null for anything else.
    private double? Scalar(OnnxNode node, int input)
    {
        if (node.Input(input).Length == 0)
            return double.NaN;
        if (OnnxSlot.ForInput(_graph, node, input) is { } slot)
            return slot.Dims.Length <= _rank && TensorShape.Elements(slot.Dims) == 1 && OnnxTypes.Format(slot.Type) is not null ? slot.Read()[0] : null;
        return _graph.Producer(node.Input(input)) is { OpType: "Constant", IsStandard: true } constant && constant.Attribute("value_float") is { } number
            ? number.Float
            : null;
    }

    private bool TakeReshaping(OnnxNode node)
    {
        if (!node.IsStandard || node.Input(0) is not { } input || !_values.TryGetValue(input, out UnitShape shape) || shape is UnitShape.Flat)
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

    // To [0, -1], or to [b, -1] where b is the number of examples; [-1, n] is the same where n is all there is of an example, and is made so once it has fewer channels.
    private bool IsFlattening(OnnxNode node) => node.Integer("allowzero", 0) == 0 && _graph.Constant(node.Input(1))?.ReadIntegers() switch
    {
        [0, -1] => true,
        [-1, > 0 and var numbers] => numbers % _start.Units == 0,
        [> 0 and var examples, -1] => _graph.Examples == examples && KeepsExamples(_start.Node.Input(0)),
        null => ExampleCount.CountedValue(_graph, node.Input(1)) is { } counted && _values.ContainsKey(counted),
        _ => false,
    };

    // Whether a value has an example of the model's inputs in each place of its first dimension: whatever could fold others into it must not come before.
    private bool KeepsExamples(string value)
    {
        var ahead = new Stack<string>([value]);
        var seen = new HashSet<string>();
        while (ahead.TryPop(out string? next))
        {
            if (!seen.Add(next) || _graph.Constant(next) is not null || _graph.Producer(next) is not { } node)
                continue;
            if (ElementwiseOperators.PassesOn(node) || (node.IsStandard && node.OpType is "Conv" or "MaxPool" or "AveragePool" or "BatchNormalization"))
                ahead.Push(node.Input(0));
            else if (ElementwiseOperators.Function(node) is null)
                return false;
            else
                Array.ForEach([.. node.Inputs.Where(input => input.Length > 0)], ahead.Push);
        }
        return true;
    }

    // All dimensions behind the channels and no other; a setting of the node, later an input.
    private bool IsOverPlaces(OnnxNode node)
    {
        IEnumerable<long>? axes = node.Attribute("axes")?.Integers ?? (IEnumerable<long>?)_graph.Constant(node.Input(1))?.ReadIntegers();
        if (axes is null)
            return false;
        HashSet<long> places = [.. axes.Select(axis => axis < 0 ? axis + _rank : axis)];
        return places.Count == _rank - 2 && !places.Contains(0) && !places.Contains(1);
    }
}
