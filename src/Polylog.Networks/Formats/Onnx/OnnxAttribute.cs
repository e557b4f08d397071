using System.Buffers.Binary;

namespace Polylog.Networks;

/// <summary>An attribute of a node.</summary>
internal sealed class OnnxAttribute(WireMessage message, string path)
{
    private OnnxTensor? _tensor;

    public string Name { get; } = message.Text(OnnxFields.AttributeName);

    public long Integer => message.Integer(OnnxFields.AttributeInt);

    public List<long> Integers => message.Integers(OnnxFields.AttributeInts);

    public string Text => message.Text(OnnxFields.AttributeString);

    public float Float => message.Last(OnnxFields.AttributeFloat, WireType.Fixed32) is { } found
        ? BinaryPrimitives.ReadSingleLittleEndian(found.Value.Span)
        : 0;

    public OnnxTensor? Tensor =>
        _tensor ??= message.Last(OnnxFields.AttributeTensor) is { } found ? new OnnxTensor(found.Message(path), path) : null;

    public IEnumerable<WireMessage> Graphs =>
        message.All(OnnxFields.AttributeGraph).Concat(message.All(OnnxFields.AttributeGraphs)).Select(found => found.Message(path));

    /// <summary>Writes whole numbers: a list where it is a list.</summary>
    public void Set(long[] numbers)
    {
        bool isList = message.Last(OnnxFields.AttributeInt, WireType.Varint) is null;
        int number = isList ? OnnxFields.AttributeInts : OnnxFields.AttributeInt;
        message.Set(number, numbers.Select(value => WireField.FromNumber(number, value)));
    }

    /// <summary>All tensors of the attribute, except those inside of its graphs.</summary>
    public IEnumerable<OnnxTensor> Tensors()
    {
        if (Tensor is { } tensor)
            yield return tensor;
        foreach (WireField field in message.All(OnnxFields.AttributeTensors))
            yield return new OnnxTensor(field.Message(path), path);
        foreach (WireField field in message.All(OnnxFields.AttributeSparseTensor).Concat(message.All(OnnxFields.AttributeSparseTensors)))
        {
            foreach (OnnxTensor part in PartsOfSparse(field.Message(path), path))
                yield return part;
        }
    }

    public static IEnumerable<OnnxTensor> PartsOfSparse(WireMessage sparse, string path) =>
        sparse.All(OnnxFields.SparseValues).Concat(sparse.All(OnnxFields.SparseIndices))
            .Select(field => new OnnxTensor(field.Message(path), path));
}
