namespace Polylog.Networks;

/// <summary>Finds tensors that are not in the main graph itself: in attributes, bodies of loops, functions and training graphs.</summary>
internal static class OnnxTensors
{
    public const int DeepestGraph = 32;

    /// <summary>Tensors of functions and training graphs.</summary>
    public static IEnumerable<OnnxTensor> OutsideMainGraph(WireMessage model, string path)
    {
        foreach (WireField training in model.All(OnnxFields.ModelTrainingInfo))
        {
            WireMessage info = training.Message(path);
            foreach (OnnxTensor tensor in info.All(1).Concat(info.All(2)).SelectMany(graph => InGraph(graph.Message(path), path, 0)))
                yield return tensor;
        }
        foreach (WireField function in model.All(OnnxFields.ModelFunctions))
        {
            foreach (OnnxTensor tensor in InNodes(function.Message(path), OnnxFields.FunctionNode, path, 0))
                yield return tensor;
        }
    }

    /// <summary>Tensors of a node, and of the graphs inside of it.</summary>
    public static IEnumerable<OnnxTensor> InNode(OnnxNode node, string path, int depth = 0)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            foreach (OnnxTensor tensor in attribute.Tensors())
                yield return tensor;
            foreach (OnnxTensor tensor in attribute.Graphs.SelectMany(graph => InGraph(graph, path, depth + 1)))
                yield return tensor;
        }
    }

    public static IEnumerable<OnnxTensor> InSparseInitializers(WireMessage graph, string path) =>
        graph.All(OnnxFields.GraphSparseInitializer).SelectMany(field => OnnxAttribute.PartsOfSparse(field.Message(path), path));

    public static ModelFileException TooDeep(string path) => ModelErrors.At(
        path, $"its graphs are nested more than {DeepestGraph} deep", $"the file is damaged or not made to be read, {ModelErrors.Again}");

    private static IEnumerable<OnnxTensor> InGraph(WireMessage graph, string path, int depth)
    {
        if (depth > DeepestGraph)
            throw TooDeep(path);
        return graph.All(OnnxFields.GraphInitializer).Select(field => new OnnxTensor(field.Message(path), path))
            .Concat(InSparseInitializers(graph, path))
            .Concat(InNodes(graph, OnnxFields.GraphNode, path, depth));
    }

    private static IEnumerable<OnnxTensor> InNodes(WireMessage holder, int number, string path, int depth) =>
        holder.All(number).SelectMany(field => InNode(new OnnxNode(field, path), path, depth));
}
