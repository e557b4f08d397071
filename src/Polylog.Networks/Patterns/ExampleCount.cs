namespace Polylog.Networks;

/// <summary>
/// Recognises how exporters write "flatten each example", such as PyTorch's x.view(x.size(0), -1): a Reshape to the first number of a
/// Shape, then -1.
/// </summary>
internal static class ExampleCount
{
    /// <summary>
    /// The Reshape at the end of such a pattern that begins with a Shape node; null if there is none, or the Shape has other uses.
    /// </summary>
    public static OnnxNode? Reshape(OnnxGraph graph, OnnxNode shape) =>
        shape is { OpType: "Shape", IsStandard: true, Outputs.Count: > 0 }
        && Only(graph, shape, "Gather") is { } gather && Only(graph, gather, "Unsqueeze") is { } unsqueeze
        && Only(graph, unsqueeze, "Concat") is { } concat && CountedValue(graph, concat.Outputs[0]) == shape.Input(0)
            ? Only(graph, concat, "Reshape")
            : null;

    /// <summary>For a shape [examples, -1], the value that the number of examples is taken from; null for any other shape.</summary>
    public static string? CountedValue(OnnxGraph graph, string shape) =>
        graph.Producer(shape) is { OpType: "Concat", IsStandard: true, Inputs.Count: 2 } concat
        && graph.Constant(concat.Input(1))?.ReadIntegers() is [-1]
        && graph.Producer(concat.Input(0)) is { OpType: "Unsqueeze", IsStandard: true } unsqueeze
        && graph.Producer(unsqueeze.Input(0)) is { OpType: "Gather", IsStandard: true } gather && gather.Integer("axis", 0) == 0
        && graph.Constant(gather.Input(1)) is { Dims.Length: 0 } index && index.ReadIntegers() is [0]
        && graph.Producer(gather.Input(0)) is { OpType: "Shape", IsStandard: true } counted && counted.Integer("start", 0) == 0
            ? counted.Input(0)
            : null;

    private static OnnxNode? Only(OnnxGraph graph, OnnxNode node, string type) =>
        graph.UseCount(node.Outputs[0]) == 1
        && graph.Uses(node.Outputs[0]) is [{ Node: { IsStandard: true, Outputs.Count: > 0 } next, Input: >= 0 }] && next.OpType == type
            ? next
            : null;
}
