namespace Polylog.Networks;

/// <summary>
/// Makes copies of models that take any number of examples in a run, of models that take a fixed number or a single example. The copy is
/// a guess, for a graph can use the number in any way: whether it computes the same has to be tried.
/// </summary>
internal static class OpenBatch
{
    private const string Name = "polylog_batch";

    /// <summary>Writes a copy.</summary>
    /// <param name="source">The model.</param>
    /// <param name="target">The copy.</param>
    /// <param name="perRun">Examples of a run of the model; 0 for one example without a dimension for their number.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static void Save(string source, string target, int perRun, CancellationToken cancellation)
    {
        OnnxModel model = OnnxModel.Open(source, cancellation);
        OnnxGraph graph = model.Graph;
        foreach (OnnxNode node in graph.Nodes.Where(node => node.IsStandard && node.OpType == "Reshape").ToArray())
            OpenReshape(graph, node, perRun);
        var concat = new OpenConcat(graph, Name);
        foreach (OnnxNode node in graph.Nodes)
        {
            if (perRun == 0)
                RemoveOwnBatch(graph, node);
            else
                concat.Open(node);
        }
        foreach (WireField input in graph.Message.All(OnnxFields.GraphInput))
        {
            if (graph.Initializer(input.Message(source).Text(OnnxFields.ValueName)) is null)
                OpenInput(input, source, prepends: perRun == 0);
        }
        // Declared shapes of other values are optional, and the runtime works them out.
        graph.Message.RemoveAll(OnnxFields.GraphValueInfo);
        foreach (WireField output in graph.Message.All(OnnxFields.GraphOutput))
            Tensor(output, source)?.RemoveAll(OnnxFields.TensorTypeShape);
        model.Save(target, cancellation);
    }

    private static WireMessage? Tensor(WireField value, string path) =>
        value.Message(path).Last(OnnxFields.ValueType)?.Message(path).Last(OnnxFields.TypeTensor)?.Message(path);

    private static void OpenInput(WireField input, string path, bool prepends)
    {
        if (Tensor(input, path)?.Last(OnnxFields.TensorTypeShape)?.Message(path) is not { } shape)
            return;
        WireField[] dims = [.. shape.All(OnnxFields.ShapeDim)];
        var open = new WireMessage();
        open.Add(WireField.FromText(OnnxFields.DimParameter, Name));
        shape.Set(OnnxFields.ShapeDim, [WireField.FromMessage(OnnxFields.ShapeDim, open), .. prepends ? dims : dims.Skip(1)]);
    }

    // A constant shape has the number of examples first, most often, alone or times something. One dimension of a shape can be left open
    // (-1), and the first can be taken from what is reshaped (0).
    private static void OpenReshape(OnnxGraph graph, OnnxNode node, int perRun)
    {
        if (graph.Constant(node.Input(0)) is not null || graph.Constant(node.Input(1))?.ReadIntegers() is not [var first, ..] shape)
            return;
        bool hasOpen = shape.AsSpan(1).Contains(-1);
        long[]? made = null;
        if (perRun == 0 && first != 1)
            made = [first == -1 || hasOpen ? 0 : -1, .. shape];
        else if (first > 0 && !hasOpen)
            made = [-1, .. shape[1..]];
        else if (first == Math.Max(1, perRun))
            made = [0, .. shape[1..]];
        if (made is not null)
            graph.Detach(node, 1, OnnxTypes.Int64).Replace(made);
    }

    // A model of one example makes a batch of one around operators that need it. Here the batch is there already.
    private static void RemoveOwnBatch(OnnxGraph graph, OnnxNode node)
    {
        if (!node.IsStandard || node.OpType is not ("Unsqueeze" or "Squeeze") || graph.Constant(node.Input(0)) is not null)
            return;
        if ((node.Attribute("axes")?.Integers.ToArray() ?? graph.Constant(node.Input(1))?.ReadIntegers()) is not [0])
            return;
        WireMessage message = node.Field.Message(graph.Path);
        message.Set(OnnxFields.NodeOpType, WireField.FromText(OnnxFields.NodeOpType, "Identity"));
        message.Set(OnnxFields.NodeInput, WireField.FromText(OnnxFields.NodeInput, node.Input(0)));
        message.RemoveAll(OnnxFields.NodeAttribute);
    }
}
