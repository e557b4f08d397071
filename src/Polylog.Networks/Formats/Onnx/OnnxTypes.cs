namespace Polylog.Networks;

/// <summary>The element types of ONNX tensors, by number.</summary>
internal static class OnnxTypes
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int UInt16 = 4;
    public const int Int16 = 5;
    public const int Int32 = 6;
    public const int Int64 = 7;
    public const int Float16 = 10;
    public const int Double = 11;
    public const int BFloat16 = 16;

    private static readonly string[] s_names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32",
        "uint64", "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4",
        "int4", "float4e2m1", "float8e8m0",
    ];

    public static string Name(long type) => type >= 0 && type < s_names.Length ? s_names[type] : ModelErrors.Text($"number {type}");

    public static FloatFormat? Format(long type) => type switch
    {
        Float => FloatFormat.Binary32,
        Double => FloatFormat.Binary64,
        Float16 => FloatFormat.Binary16,
        BFloat16 => FloatFormat.BFloat16,
        _ => null,
    };
}
