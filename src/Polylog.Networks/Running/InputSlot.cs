using Microsoft.ML.OnnxRuntime.Tensors;

namespace Polylog.Networks;

/// <summary>An input of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dims">Its dimensions: -1 for one that the model leaves open; none if it declares no shape.</param>
/// <param name="Type">The type of its numbers.</param>
internal sealed record InputSlot(string Name, IReadOnlyList<int> Dims, TensorElementType Type)
{
    /// <summary>
    /// The smallest and the largest number of an integer input; null for other types. Numbers are held as float32, in which not all whole
    /// numbers from 2^24 on are exact: what was rounded to 2^24 could be another token.
    /// </summary>
    public (int Low, int High)? Whole
    {
        get
        {
            const int Most = NpyNumbers.LargestWhole - 1;
            return Type switch
            {
                TensorElementType.Int64 or TensorElementType.Int32 => (-Most, Most),
                TensorElementType.UInt64 or TensorElementType.UInt32 => (0, Most),
                TensorElementType.Int16 => (short.MinValue, short.MaxValue),
                TensorElementType.UInt16 => (0, ushort.MaxValue),
                TensorElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
                TensorElementType.UInt8 => (0, byte.MaxValue),
                _ => null,
            };
        }
    }

    /// <summary>The position of the first number that the input cannot take; -1 if there is none.</summary>
    public int Fault(ReadOnlySpan<float> values)
    {
        if (Whole is not var (low, high))
            return -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= low && values[i] <= high && values[i] == MathF.Floor(values[i])))
                return i;
        }
        return -1;
    }
}
