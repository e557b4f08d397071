namespace Polylog.Networks;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Its name, not empty.</param>
/// <param name="Type">The type as the file names it, such as F32. Any name is possible, but only float types are read.</param>
/// <param name="Shape">Its dimensions, each at least 0; empty for a single number.</param>
/// <param name="Start">Where its bytes begin, counted from the end of the header.</param>
/// <param name="Length">Its size in bytes.</param>
internal sealed record SafetensorsTensor(string Name, string Type, IReadOnlyList<long> Shape, long Start, long Length)
{
    /// <summary>How its numbers are stored; null for a type that is not read.</summary>
    public FloatFormat? Format => Type switch
    {
        "F64" => FloatFormat.Binary64,
        "F32" => FloatFormat.Binary32,
        "F16" => FloatFormat.Binary16,
        "BF16" => FloatFormat.BFloat16,
        _ => null,
    };

    /// <summary>Bits of an element; null for an unknown type, whose size cannot be checked.</summary>
    internal int? Bits => Type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => null,
    };
}
