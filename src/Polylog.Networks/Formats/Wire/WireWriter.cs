namespace Polylog.Networks;

/// <summary>Numbers as protobuf writes them: seven bits a byte, the lowest first.</summary>
internal static class WireWriter
{
    public static ulong Tag(int number, WireType type) => ((ulong)number << 3) | (ulong)type;

    public static int VarintLength(ulong value)
    {
        int length = 1;
        while ((value >>= 7) != 0)
            length++;
        return length;
    }

    public static byte[] Varint(ulong value)
    {
        var bytes = new byte[VarintLength(value)];
        for (int i = 0; i < bytes.Length; i++, value >>= 7)
            bytes[i] = (byte)((value & 0x7F) | (i < bytes.Length - 1 ? 0x80u : 0));
        return bytes;
    }
}
