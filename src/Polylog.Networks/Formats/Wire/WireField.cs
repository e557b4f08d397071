using System.Text;

namespace Polylog.Networks;

/// <summary>How a field of a protobuf message is stored.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    GroupStart = 3,
    GroupEnd = 4,
    Fixed32 = 5,
}

/// <summary>One field of a protobuf message: its bytes as they were read, parsed as a message only on demand.</summary>
internal sealed class WireField
{
    private readonly ReadOnlyMemory<byte> _raw;
    private WireMessage? _message;

    /// <summary>A field as it was read.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="type">Its wire type.</param>
    /// <param name="raw">All its bytes.</param>
    /// <param name="value">The bytes behind its tag (and length).</param>
    public WireField(int number, WireType type, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> value)
    {
        Number = number;
        Type = type;
        _raw = raw;
        Value = value;
    }

    public int Number { get; }

    public WireType Type { get; }

    /// <summary>The bytes of the value; for a changed message, the bytes before the change.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    public bool Changed => _message is { Changed: true };

    public long Length
    {
        get
        {
            if (!Changed)
                return _raw.Length;
            // Asked once here: asking twice at each level would take time exponential in the depth.
            long length = _message!.Length;
            return TagLength + WireWriter.VarintLength((ulong)length) + length;
        }
    }

    public string Text => Encoding.UTF8.GetString(Value.Span);

    /// <summary>The number in a varint field.</summary>
    public ulong Number64 => WireReader.Varint(Value.Span, out _);

    private int TagLength => WireWriter.VarintLength(WireWriter.Tag(Number, Type));

    public WireMessage Message(string place) => _message ??= WireMessage.Parse(Value, place);

    public static WireField FromNumber(int number, long value) => Made(number, WireType.Varint, WireWriter.Varint((ulong)value));

    public static WireField FromText(int number, string text) => Made(number, WireType.Bytes, Encoding.UTF8.GetBytes(text));

    public static WireField FromBytes(int number, ReadOnlyMemory<byte> bytes) => Made(number, WireType.Bytes, bytes);

    public static WireField FromMessage(int number, WireMessage message)
    {
        message.Touch();
        return new WireField(number, WireType.Bytes, default, default) { _message = message };
    }

    public void WriteTo(Stream stream, CancellationToken cancellation)
    {
        if (!Changed)
        {
            stream.Write(_raw.Span);
            return;
        }
        stream.Write(WireWriter.Varint(WireWriter.Tag(Number, Type)));
        stream.Write(WireWriter.Varint((ulong)_message!.Length));
        _message.WriteTo(stream, cancellation);
    }

    private static WireField Made(int number, WireType type, ReadOnlyMemory<byte> value)
    {
        byte[] tag = WireWriter.Varint(WireWriter.Tag(number, type));
        byte[] head = type == WireType.Bytes ? [.. tag, .. WireWriter.Varint((ulong)value.Length)] : tag;
        var raw = new byte[head.Length + value.Length];
        head.CopyTo(raw, 0);
        value.CopyTo(raw.AsMemory(head.Length));
        return new WireField(number, type, raw, raw.AsMemory(head.Length));
    }
}
