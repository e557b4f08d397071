using System.Buffers.Binary;

namespace Polylog.Networks.Tests;

/// <summary>Small ONNX models, written field by field.</summary>
internal sealed class OnnxBuilder(int opset = 17, FloatFormat format = FloatFormat.Binary32)
{
    private readonly WireMessage _graph = new();
    private readonly Random _random = new(7);
    private readonly Dictionary<string, int> _names = [];

    public long Type { get; } = format switch
    {
        FloatFormat.Binary64 => OnnxTypes.Double,
        FloatFormat.Binary32 => OnnxTypes.Float,
        FloatFormat.Binary16 => OnnxTypes.Float16,
        _ => OnnxTypes.BFloat16,
    };

    public OnnxBuilder Input(string name, params long[] dims) => Add(OnnxFields.GraphInput, Value(name, dims));

    /// <summary>An input that says its type and no shape.</summary>
    public OnnxBuilder Undeclared(string name) => Add(OnnxFields.GraphInput, Value(name, null));

    public OnnxBuilder Output(string name, params long[] dims) => Add(OnnxFields.GraphOutput, Value(name, dims));

    /// <summary>An input of whole numbers.</summary>
    public OnnxBuilder WholeInput(string name, params long[] dims) => Add(OnnxFields.GraphInput, Value(name, dims, OnnxTypes.Int64));

    /// <summary>An output of whole numbers, of any shape.</summary>
    public OnnxBuilder WholeOutput(string name) => Add(OnnxFields.GraphOutput, Value(name, null, OnnxTypes.Int64));

    /// <summary>A loop without an end: it adds a value to itself for ever.</summary>
    public OnnxBuilder Endless(string input, string output)
    {
        const long Truth = 9;
        var body = new OnnxBuilder(opset, format);
        // The number of the round, whether to go on, and what is carried from round to round.
        body.Add(OnnxFields.GraphInput, body.Value("round", [], OnnxTypes.Int64));
        body.Add(OnnxFields.GraphInput, body.Value("on", [], Truth));
        body.Undeclared("before").Node("Identity", ["on"], "still on").Node("Add", ["before", "before"], "after");
        body.Add(OnnxFields.GraphOutput, body.Value("still on", [], Truth));
        body.Add(OnnxFields.GraphOutput, body.Value("after", null));
        return Node("Loop", ["", "", input], output, attributes: Attribute("body", 5,
            WireField.FromMessage(OnnxFields.AttributeGraph, body.Graph())));
    }

    public OnnxBuilder Declared(string name, params long[] dims) => Add(OnnxFields.GraphValueInfo, Value(name, dims));

    public OnnxBuilder Tensor(string name, long[] dims, double[] values) => Add(OnnxFields.GraphInitializer, Raw(name, dims, values));

    public OnnxBuilder Integers(string name, params long[] values)
    {
        WireMessage tensor = OnnxTensor.Made(name, OnnxTypes.Int64);
        tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, values.Length));
        foreach (long value in values)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorInt64Data, value));
        return Add(OnnxFields.GraphInitializer, tensor);
    }

    /// <summary>A whole number without a dimension.</summary>
    public OnnxBuilder Whole(string name, long value)
    {
        WireMessage tensor = OnnxTensor.Made(name, OnnxTypes.Int64);
        tensor.Add(WireField.FromNumber(OnnxFields.TensorInt64Data, value));
        return Add(OnnxFields.GraphInitializer, tensor);
    }

    /// <summary>Random numbers that every format holds exactly, but bfloat16.</summary>
    public OnnxBuilder Weights(string name, params long[] dims) => Tensor(name, dims, Numbers(dims));

    public double[] Numbers(params long[] dims)
    {
        var values = new double[dims.Aggregate(1L, (product, dim) => product * dim)];
        for (int i = 0; i < values.Length; i++)
            values[i] = _random.Next(-512, 513) / 1024.0;
        return values;
    }

    public OnnxBuilder External(string name, long[] dims, string location, long offset, long length)
    {
        WireMessage tensor = OnnxTensor.Made(name, Type);
        foreach (long dim in dims)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, dim));
        foreach (WireField field in ExternalData.Entries(location, offset, length))
            tensor.Add(field);
        tensor.Add(WireField.FromNumber(OnnxFields.TensorDataLocation, 1));
        return Add(OnnxFields.GraphInitializer, tensor);
    }

    public OnnxBuilder Message(WireMessage tensor) => Add(OnnxFields.GraphInitializer, tensor);

    public OnnxBuilder Constant(string name, long[] dims, double[] values) =>
        Node(
            "Constant",
            [],
            name,
            attributes: [Attribute("value", 4, WireField.FromMessage(OnnxFields.AttributeTensor, Raw("", dims, values)))]);

    public OnnxBuilder Node(
        string type, string[] inputs, string output, string? name = null, string domain = "", params WireMessage[] attributes) =>
        Node(type, inputs, [output], name, domain, attributes);

    public OnnxBuilder Node(
        string type, string[] inputs, string[] outputs, string? name = null, string domain = "", params WireMessage[] attributes)
    {
        var node = new WireMessage();
        if (name is null)
            _names[type] = _names.GetValueOrDefault(type) + 1;
        foreach (string input in inputs)
            node.Add(WireField.FromText(OnnxFields.NodeInput, input));
        foreach (string output in outputs)
            node.Add(WireField.FromText(OnnxFields.NodeOutput, output));
        node.Add(WireField.FromText(OnnxFields.NodeName, name ?? ModelErrors.Text($"{type}{_names[type] - 1}")));
        node.Add(WireField.FromText(OnnxFields.NodeOpType, type));
        if (domain.Length > 0)
            node.Add(WireField.FromText(OnnxFields.NodeDomain, domain));
        foreach (WireMessage attribute in attributes)
            node.Add(WireField.FromMessage(OnnxFields.NodeAttribute, attribute));
        return Add(OnnxFields.GraphNode, node);
    }

    public static WireMessage Integer(string name, long value) => Attribute(name, 2, WireField.FromNumber(OnnxFields.AttributeInt, value));

    public static WireMessage List(string name, long[] values) =>
        Attribute(name, 7, [.. values.Select(value => WireField.FromNumber(OnnxFields.AttributeInts, value))]);

    public static WireMessage Float(string name, float value)
    {
        var bytes = new byte[5];
        bytes[0] = (byte)WireWriter.Tag(OnnxFields.AttributeFloat, WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), value);
        return Attribute(name, 1, WireReader.Field(bytes, 0)!);
    }

    public WireMessage Raw(string name, long[] dims, double[] values)
    {
        WireMessage tensor = OnnxTensor.Made(name, Type);
        foreach (long dim in dims)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, dim));
        var bytes = new byte[values.Length * format.Bytes()];
        Assert.Equal(-1, format.Encode(values, bytes));
        tensor.Add(WireField.FromBytes(OnnxFields.TensorRawData, bytes));
        return tensor;
    }

    public byte[] Bytes(params WireField[] more)
    {
        var model = new WireMessage();
        model.Add(WireField.FromNumber(OnnxFields.ModelIrVersion, 8));
        model.Add(WireField.FromMessage(OnnxFields.ModelGraph, Graph()));
        model.Add(WireField.FromMessage(OnnxFields.ModelOpsetImport, Opset("", opset)));
        model.Add(WireField.FromMessage(OnnxFields.ModelOpsetImport, Opset("com.microsoft", 1)));
        foreach (WireField field in more)
            model.Add(field);
        using var stream = new MemoryStream();
        model.WriteTo(stream);
        return stream.ToArray();
    }

    public string Save(string folder, string name = "model.onnx")
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, Bytes());
        return path;
    }

    /// <summary>The graph alone, to go inside of a node.</summary>
    public WireMessage Graph()
    {
        _graph.Set(2, WireField.FromText(2, "graph"));
        return _graph;
    }

    public static WireMessage Attribute(string name, int type, params WireField[] fields)
    {
        var attribute = new WireMessage();
        attribute.Add(WireField.FromText(OnnxFields.AttributeName, name));
        foreach (WireField field in fields)
            attribute.Add(field);
        attribute.Add(WireField.FromNumber(20, type));
        return attribute;
    }

    private static WireMessage Opset(string domain, int version)
    {
        var message = new WireMessage();
        message.Add(WireField.FromText(OnnxFields.OpsetDomain, domain));
        message.Add(WireField.FromNumber(OnnxFields.OpsetVersion, version));
        return message;
    }

    private WireMessage Value(string name, long[]? dims, long? elements = null)
    {
        var shape = new WireMessage();
        foreach (long dim in dims ?? [])
        {
            var message = new WireMessage();
            message.Add(dim < 0 ? WireField.FromText(2, "batch") : WireField.FromNumber(OnnxFields.DimValue, dim));
            shape.Add(WireField.FromMessage(OnnxFields.ShapeDim, message));
        }
        var tensor = new WireMessage();
        tensor.Add(WireField.FromNumber(OnnxFields.TensorTypeElement, elements ?? Type));
        if (dims is not null)
            tensor.Add(WireField.FromMessage(OnnxFields.TensorTypeShape, shape));
        var type = new WireMessage();
        type.Add(WireField.FromMessage(OnnxFields.TypeTensor, tensor));
        var value = new WireMessage();
        value.Add(WireField.FromText(OnnxFields.ValueName, name));
        value.Add(WireField.FromMessage(OnnxFields.ValueType, type));
        return value;
    }

    private OnnxBuilder Add(int number, WireMessage message)
    {
        _graph.Add(WireField.FromMessage(number, message));
        return this;
    }
}
