namespace Polylog.Networks;

/// <summary>Reads the fields of a protobuf message, whatever they mean.</summary>
internal static class WireReader
{
    private const int LongestVarint = 10;
    private const int DeepestGroup = 100;

    /// <summary>Reads a number; <paramref name="length"/> is 0 if there is none.</summary>
    public static ulong Varint(ReadOnlySpan<byte> bytes, out int length)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < LongestVarint; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                length = i + 1;
                return value;
            }
        }
        length = 0;
        return 0;
    }

    /// <summary>The field at a position; null if the bytes are not a field.</summary>
    public static WireField? Field(ReadOnlyMemory<byte> bytes, int position)
    {
        ReadOnlySpan<byte> rest = bytes.Span[position..];
        if (!Head(rest, out int number, out WireType type, out int tagLength))
            return null;
        if (!Value(rest, number, type, tagLength, out int valueStart, out int end))
            return null;
        return new WireField(number, type, bytes.Slice(position, end), bytes[(position + valueStart)..(position + end)]);
    }

    private static bool Head(ReadOnlySpan<byte> bytes, out int number, out WireType type, out int length)
    {
        ulong tag = Varint(bytes, out length);
        number = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        return length > 0 && tag >> 3 is > 0 and < 1 << 29 && type <= WireType.Fixed32;
    }

    // Where the value of a field begins and where the field ends.
    private static bool Value(ReadOnlySpan<byte> bytes, int number, WireType type, int tagLength, out int start, out int end)
    {
        start = tagLength;
        end = tagLength;
        switch (type)
        {
            case WireType.Varint:
                Varint(bytes[tagLength..], out int length);
                end += length;
                return length > 0;
            case WireType.Fixed64:
                end += 8;
                return end <= bytes.Length;
            case WireType.Fixed32:
                end += 4;
                return end <= bytes.Length;
            case WireType.Bytes:
                ulong count = Varint(bytes[tagLength..], out int prefix);
                start += prefix;
                if (prefix == 0 || count > (ulong)(bytes.Length - start))
                    return false;
                end = start + (int)count;
                return true;
            case WireType.GroupStart:
                return Group(bytes, number, tagLength, out end);
            default:
                return false;
        }
    }

    // Groups are an obsolete form; they are skipped as a whole.
    private static bool Group(ReadOnlySpan<byte> bytes, int number, int start, out int end)
    {
        Span<int> open = stackalloc int[DeepestGroup];
        int depth = 1;
        open[0] = number;
        end = start;
        while (Head(bytes[end..], out int inner, out WireType type, out int tagLength))
        {
            if (type == WireType.GroupEnd)
            {
                end += tagLength;
                if (open[--depth] != inner)
                    return false;
                if (depth == 0)
                    return true;
            }
            else if (type == WireType.GroupStart)
            {
                end += tagLength;
                if (depth == DeepestGroup)
                    return false;
                open[depth++] = inner;
            }
            else if (Value(bytes[end..], inner, type, tagLength, out _, out int length))
            {
                end += length;
            }
            else
            {
                return false;
            }
        }
        return false;
    }
}
