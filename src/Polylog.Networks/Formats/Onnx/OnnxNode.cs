namespace Polylog.Networks;

/// <summary>A node of a graph: an operator, its inputs and its outputs.</summary>
internal sealed class OnnxNode
{
    private readonly WireMessage _message;
    private readonly List<string> _inputs;

    public OnnxNode(WireField field, string path)
    {
        Field = field;
        _message = field.Message(path);
        _inputs = [.. _message.All(OnnxFields.NodeInput).Select(input => input.Text)];
        Outputs = [.. _message.All(OnnxFields.NodeOutput).Select(output => output.Text)];
        Name = _message.Text(OnnxFields.NodeName);
        OpType = _message.Text(OnnxFields.NodeOpType);
        Domain = _message.Text(OnnxFields.NodeDomain);
        Attributes = [.. _message.All(OnnxFields.NodeAttribute).Select(attribute => new OnnxAttribute(attribute.Message(path), path))];
    }

    public WireField Field { get; }

    public string Name { get; }

    public string OpType { get; }

    public string Domain { get; }

    public IReadOnlyList<string> Inputs => _inputs;

    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<OnnxAttribute> Attributes { get; }

    /// <summary>The graphs inside of the node, such as the branches of an If.</summary>
    public IEnumerable<WireMessage> Graphs => Attributes.SelectMany(attribute => attribute.Graphs);

    /// <summary>Whether it is one of ONNX's own operators.</summary>
    public bool IsStandard => Domain is "" or "ai.onnx";

    /// <summary>The operator and the name if it has one, for messages.</summary>
    public string Described => Name.Length == 0 ? ModelErrors.OneLine(OpType) : $"{ModelErrors.OneLine(OpType)} {ModelErrors.Quote(Name)}";

    /// <summary>The name of an input; empty if it is left out.</summary>
    public string Input(int index) => index < _inputs.Count ? _inputs[index] : "";

    public OnnxAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    public long Integer(string name, long otherwise) => Attribute(name)?.Integer ?? otherwise;

    public double Float(string name, double otherwise) => Attribute(name)?.Float ?? otherwise;

    /// <summary>Changes an attribute that is one whole number.</summary>
    public void SetInteger(string name, long number) => Attribute(name)?.Set([number]);

    /// <summary>Changes an attribute that is a list of whole numbers.</summary>
    public void SetIntegers(string name, IEnumerable<long> numbers) => Attribute(name)?.Set([.. numbers]);

    public void SetInput(int index, string name)
    {
        _inputs[index] = name;
        _message.Replace(_message.All(OnnxFields.NodeInput).ElementAt(index), WireField.FromText(OnnxFields.NodeInput, name));
    }
}
