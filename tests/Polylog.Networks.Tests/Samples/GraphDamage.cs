namespace Polylog.Networks.Tests;

/// <summary>
/// Changes an ONNX model such that it is still a message, but its graph makes no sense: what a buggy exporter or a hand-edited file gives,
/// and what flipped bits rarely reach.
/// </summary>
/// <param name="random">Chooses what is changed.</param>
internal sealed class GraphDamage(Random random)
{
    private static readonly long[] s_absurd =
        [0, 1, -1, 2, 3, -2, 4, 8, 64, -100, 1000, int.MaxValue, 1L << 31, 1L << 40, 1L << 62, int.MinValue, long.MaxValue, long.MinValue];

    private static readonly string[] s_attributes =
    [
        "group", "axis", "axes", "perm", "num_heads", "kv_num_heads", "split", "starts", "ends", "pads", "strides", "dilations",
        "kernel_shape", "transA", "transB", "alpha", "beta", "keepdims", "auto_pad", "to", "start", "ceil_mode", "allowzero", "hidden_size",
        "value",
        "value_ints", "qkv_hidden_sizes",
    ];

    private static readonly string[] s_operators =
    [
        "Gemm", "MatMul", "Conv", "ConvTranspose", "GRU", "Relu", "Add", "Mul", "Where", "Reshape", "Flatten", "Transpose", "Squeeze",
        "Unsqueeze", "Expand", "ReduceMean", "Concat", "Split", "Slice", "Gather", "Shape", "Constant", "ConstantOfShape", "Identity",
        "Cast", "MaxPool", "GlobalAveragePool", "BatchNormalization", "InstanceNormalization", "Pad", "Softmax", "LayerNormalization",
        "Attention",
        "MultiHeadAttention", "GroupQueryAttention", "BiasGelu", "Tile", "PRelu", "Clip", "Dropout",
    ];

    /// <summary>The bytes of a model with some changes of its graph.</summary>
    public byte[] Of(byte[] model)
    {
        WireMessage message = WireMessage.Parse(model, "sample");
        WireMessage graph = message.Last(OnnxFields.ModelGraph)!.Message("sample");
        for (int changes = random.Next(1, 5); changes > 0; changes--)
            Change(graph);
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    private void Change(WireMessage graph)
    {
        switch (random.Next(11))
        {
            case 0 or 1:
                Rename(graph, OnnxFields.NodeInput);
                break;
            case 2:
                Rename(graph, OnnxFields.NodeOutput);
                break;
            case 3 or 4:
                ChangeAttribute(Any(graph, OnnxFields.GraphNode));
                break;
            case 5:
                AddAttribute(Any(graph, OnnxFields.GraphNode));
                break;
            case 6 or 7:
                ChangeList(Any(graph, OnnxFields.GraphInitializer), OnnxFields.TensorDims);
                break;
            case 8:
                ChangeNumbers(Any(graph, OnnxFields.GraphInitializer));
                break;
            case 9:
                ChangeNode(graph);
                break;
            default:
                ChangeShape(graph);
                break;
        }
    }

    // Another value of the graph, none, or one more.
    private void Rename(WireMessage graph, int number)
    {
        if (Any(graph, OnnxFields.GraphNode) is not { } node)
            return;
        string[] names =
        [
            "", "nowhere",
            .. graph.All(OnnxFields.GraphNode).Select(field => field.Message("sample"))
                .SelectMany(other => other.All(OnnxFields.NodeInput).Concat(other.All(OnnxFields.NodeOutput))).Select(field => field.Text),
        ];
        WireField made = WireField.FromText(number, names[random.Next(names.Length)]);
        WireField[] all = [.. node.All(number)];
        switch (all.Length == 0 ? 3 : random.Next(5))
        {
            case 0:
                node.Remove(all[random.Next(all.Length)]);
                break;
            case 1:
                node.Set(number, all.Append(made));
                break;
            case 2:
                random.Shuffle(all);
                node.Set(number, all);
                break;
            case 3:
                node.Set(number, all.Prepend(made));
                break;
            default:
                node.Replace(all[random.Next(all.Length)], made);
                break;
        }
    }

    private void ChangeAttribute(WireMessage? node)
    {
        if (node is null || Any(node, OnnxFields.NodeAttribute) is not { } attribute)
            return;
        if (attribute.Last(OnnxFields.AttributeInt, WireType.Varint) is { } number)
            attribute.Replace(number, WireField.FromNumber(OnnxFields.AttributeInt, Absurd()));
        else if (attribute.Integers(OnnxFields.AttributeInts).Count > 0)
            ChangeList(attribute, OnnxFields.AttributeInts);
        else
            node.RemoveAll(OnnxFields.NodeAttribute);
    }

    private void AddAttribute(WireMessage? node)
    {
        var attribute = new WireMessage();
        attribute.Add(WireField.FromText(OnnxFields.AttributeName, s_attributes[random.Next(s_attributes.Length)]));
        if (random.Next(2) == 0)
            attribute.Add(WireField.FromNumber(OnnxFields.AttributeInt, Absurd()));
        for (int count = random.Next(5); count > 0; count--)
            attribute.Add(WireField.FromNumber(OnnxFields.AttributeInts, Absurd()));
        node?.Add(WireField.FromMessage(OnnxFields.NodeAttribute, attribute));
    }

    // One number is another, two are the same, one is missing, one more, another order, or all are in one.
    private void ChangeList(WireMessage? message, int field)
    {
        if (message is null)
            return;
        List<long> numbers = message.Integers(field);
        int place = numbers.Count == 0 ? -1 : random.Next(numbers.Count);
        switch (place < 0 ? 2 : random.Next(7))
        {
            case 0:
                numbers[place] = numbers[random.Next(numbers.Count)];
                break;
            case 1:
                numbers.RemoveAt(place);
                break;
            case 2:
                numbers.Insert(place + 1, Absurd());
                break;
            case 3:
                numbers.Reverse();
                break;
            case 4:
                numbers = [numbers.Aggregate((product, number) => unchecked(product * number))];
                break;
            case 5:
                numbers[place] += random.Next(-1, 2);
                break;
            default:
                numbers[place] = Absurd();
                break;
        }
        message.Set(field, numbers.Select(number => WireField.FromNumber(field, number)));
    }

    private void ChangeNumbers(WireMessage? tensor)
    {
        if (tensor is null)
            return;
        if (tensor.Integers(OnnxFields.TensorInt64Data).Count > 0)
            ChangeList(tensor, OnnxFields.TensorInt64Data);
        else
            tensor.Set(OnnxFields.TensorDataType, WireField.FromNumber(OnnxFields.TensorDataType, random.Next(0, 18)));
    }

    private void ChangeNode(WireMessage graph)
    {
        WireField[] nodes = [.. graph.All(OnnxFields.GraphNode)];
        if (nodes.Length == 0)
            return;
        WireField field = nodes[random.Next(nodes.Length)];
        switch (random.Next(5))
        {
            case 0:
                graph.Remove(field);
                break;
            case 1:
                // Nodes in another order.
                graph.Remove(field);
                graph.Add(field);
                break;
            case 2:
                field.Message("sample").RemoveAll(OnnxFields.NodeDomain);
                break;
            default:
                string type = s_operators[random.Next(s_operators.Length)];
                field.Message("sample").Set(OnnxFields.NodeOpType, WireField.FromText(OnnxFields.NodeOpType, type));
                break;
        }
    }

    // A dimension that an input declares.
    private void ChangeShape(WireMessage graph)
    {
        WireMessage? shape = Any(graph, OnnxFields.GraphInput)?.Last(OnnxFields.ValueType)?.Message("sample")
            .Last(OnnxFields.TypeTensor)?.Message("sample").Last(OnnxFields.TensorTypeShape)?.Message("sample");
        if (shape is null)
            return;
        if (Any(shape, OnnxFields.ShapeDim) is { } dim && random.Next(3) > 0)
            dim.Set(OnnxFields.DimValue, WireField.FromNumber(OnnxFields.DimValue, Absurd()));
        else if (shape.All(OnnxFields.ShapeDim).FirstOrDefault() is { } first)
            shape.Remove(first);
    }

    private WireMessage? Any(WireMessage message, int number)
    {
        WireField[] all = [.. message.All(number)];
        return all.Length == 0 ? null : all[random.Next(all.Length)].Message("sample");
    }

    private long Absurd() => s_absurd[random.Next(s_absurd.Length)];
}
