namespace Polylog.Networks;

/// <summary>
/// Opens a Concat of constants with what is computed from the inputs, such as the class token of a vision transformer: the constants are
/// stored once for each example of the fixed number. The first of them is repeated for as many examples as there are.
/// </summary>
internal sealed class OpenConcat(OnnxGraph graph, string prefix)
{
    private int _names;

    public void Open(OnnxNode node)
    {
        if (node.OpType != "Concat" || !node.IsStandard || node.Integer("axis", 0) == 0)
            return;
        string[] inputs = [.. node.Inputs];
        if (Array.Find(inputs, input => !IsConstant(input)) is not { } counted)
            return;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (IsConstant(inputs[i]))
                node.SetInput(i, Repeated(inputs[i], counted));
        }
    }

    // Exporters leave the constants as they are, or stretch them to their shape. Vectors are parts of shapes.
    private bool IsConstant(string value) => graph.Constant(value) is { Dims.Length: > 1 }
        || (graph.Producer(value) is { OpType: "Expand", IsStandard: true } node
            && node.Inputs.All(input => graph.Constant(input) is not null));

    private string Repeated(string constant, string counted)
    {
        string count = Sliced(Add("Shape", [counted]), 0, 1), rest = Sliced(Add("Shape", [constant]), 1, int.MaxValue);
        return Add("Expand", [Sliced(constant, 0, 1), Add("Concat", [count, rest], axis: 0)]);
    }

    private string Sliced(string value, long from, long to) => Add("Slice", [value, Integers(from), Integers(to)]);

    // The runtime sorts the nodes itself.
    private string Add(string type, string[] inputs, long? axis = null)
    {
        string output = Name();
        var node = new WireMessage();
        foreach (string input in inputs)
            node.Add(WireField.FromText(OnnxFields.NodeInput, input));
        node.Add(WireField.FromText(OnnxFields.NodeOutput, output));
        node.Add(WireField.FromText(OnnxFields.NodeOpType, type));
        if (axis is { } number)
        {
            const int Integer = 2;
            var attribute = new WireMessage();
            attribute.Add(WireField.FromText(OnnxFields.AttributeName, "axis"));
            attribute.Add(WireField.FromNumber(OnnxFields.AttributeInt, number));
            attribute.Add(WireField.FromNumber(OnnxFields.AttributeType, Integer));
            node.Add(WireField.FromMessage(OnnxFields.NodeAttribute, attribute));
        }
        graph.Message.Add(WireField.FromMessage(OnnxFields.GraphNode, node));
        return output;
    }

    private string Integers(long value)
    {
        string name = Name();
        WireMessage tensor = OnnxTensor.Made(name, OnnxTypes.Int64);
        new OnnxTensor(tensor, graph.Path).Replace([value]);
        graph.Message.Add(WireField.FromMessage(OnnxFields.GraphInitializer, tensor));
        return name;
    }

    private string Name() => ModelErrors.Text($"{prefix}_{_names++}");
}
