using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Polylog.Networks;

/// <summary>Converts numbers from and to the tensors of ONNX Runtime.</summary>
internal static class RuntimeTensor
{
    /// <summary>A tensor of an input's own type.</summary>
    /// <param name="slot">The input.</param>
    /// <param name="input">Numbers that the type can hold.</param>
    /// <returns>The tensor; null for a type that is not supported.</returns>
    public static NamedOnnxValue? From(InputSlot slot, ModelInput input) => slot.Type switch
    {
        TensorElementType.Float => NamedOnnxValue.CreateFromTensor(
            input.Name, new DenseTensor<float>(MemoryMarshal.AsMemory(input.Values), [.. input.Shape])),
        TensorElementType.Double => Named(input, value => (double)value),
        TensorElementType.Float16 => Named(input, value => (Float16)value),
        TensorElementType.BFloat16 => Named(input, value => (BFloat16)value),
        TensorElementType.Int64 => Named(input, value => (long)value),
        TensorElementType.Int32 => Named(input, value => (int)value),
        TensorElementType.Int16 => Named(input, value => (short)value),
        TensorElementType.Int8 => Named(input, value => (sbyte)value),
        TensorElementType.UInt64 => Named(input, value => (ulong)value),
        TensorElementType.UInt32 => Named(input, value => (uint)value),
        TensorElementType.UInt16 => Named(input, value => (ushort)value),
        TensorElementType.UInt8 => Named(input, value => (byte)value),
        TensorElementType.Bool => Named(input, value => value != 0),
        _ => null,
    };

    /// <summary>The numbers of an output; null if it is not of a float type.</summary>
    public static ModelOutput? Output(DisposableNamedOnnxValue value)
    {
        if (value.ValueType != OnnxValueType.ONNX_TYPE_TENSOR || !IsFloat(value.ElementType))
            return null;
        return value.ElementType switch
        {
            TensorElementType.Float => Numbers<float>(value, number => number),
            TensorElementType.Double => Numbers<double>(value, number => number),
            TensorElementType.Float16 => Numbers<Float16>(value, number => (double)(float)number),
            _ => Numbers<BFloat16>(value, number => (double)(float)number),
        };
    }

    public static bool IsFloat(TensorElementType type) =>
        type is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16;

    private static NamedOnnxValue Named<T>(ModelInput input, Converter<float, T> convert) => NamedOnnxValue.CreateFromTensor(
        input.Name, new DenseTensor<T>(Array.ConvertAll(input.Values.ToArray(), convert), [.. input.Shape]));

    private static ModelOutput Numbers<T>(DisposableNamedOnnxValue value, Func<T, double> convert)
    {
        // The buffer itself: the enumerator of a tensor takes many times as long.
        DenseTensor<T> tensor = value.AsTensor<T>().ToDenseTensor();
        double[] numbers = new double[tensor.Length];
        ReadOnlySpan<T> given = tensor.Buffer.Span;
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = convert(given[i]);
        return new ModelOutput(value.Name, tensor.Dimensions.ToArray(), numbers);
    }
}
