namespace Polylog.Networks;

/// <summary>Inputs a model is shrunk and measured on.</summary>
/// <param name="Name">What messages call them.</param>
/// <param name="Shape">Dimensions of one input, without the number of inputs.</param>
/// <param name="Values">The numbers, input after input.</param>
/// <param name="Total">How many there were to take from.</param>
public sealed record CalibrationData(string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values, long Total)
{
    /// <summary>More numbers than this are not held.</summary>
    public const long MostNumbers = 1L << 26;

    /// <summary>More inputs than this are not taken, or four for each unit of the widest layer.</summary>
    public const int MostInputs = 20_000;

    private const ulong Seed = 20251;

    /// <summary>Numbers of one input.</summary>
    public long Size => TensorShape.Elements([.. Shape]);

    /// <summary>How many there are.</summary>
    public int Count => (int)(Values.Length / Size);

    /// <summary>Whether there are several, and all are the same: units cannot be told apart by them.</summary>
    internal bool IsConstant
    {
        get
        {
            int size = (int)Size;
            return Count > 1 && Values.Span[size..].SequenceEqual(Values.Span[..^size]);
        }
    }

    /// <summary>How many inputs of a size are taken for layers of so many units.</summary>
    /// <param name="size">Numbers of an input.</param>
    /// <param name="units">Units of the widest layer.</param>
    public static int Take(long size, long units) => (int)Math.Max(1, Math.Min(MostNumbers / Math.Max(1, size), Math.Max(MostInputs, 4 * Math.Min(units, MostNumbers))));

    /// <summary>How many of some inputs are held out to measure on: a fifth; of a single one none.</summary>
    /// <param name="count">How many there are.</param>
    internal static int HeldOut(int count) => count == 1 ? 0 : Math.Max(1, count / 5);

    /// <summary>Chooses some of many rows, spread over all of them and in random order, the same ones each time.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="take">How many are wanted.</param>
    public static long[] Choose(long rows, int take)
    {
        var random = new SplitMix64(Seed);
        int count = (int)Math.Min(rows, take);
        double step = (double)rows / count;
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++)
            chosen[i] = rows <= take ? i : Math.Min(rows - 1, (long)((i + random.Unit()) * step));
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (chosen[i], chosen[other]) = (chosen[other], chosen[i]);
        }
        return chosen;
    }

    /// <summary>Standard normal numbers.</summary>
    internal static CalibrationData Random(IReadOnlyList<long> shape, int count)
    {
        var random = new SplitMix64(Seed);
        float[] values = new float[count * TensorShape.Elements([.. shape])];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.Normal();
        return new CalibrationData("random inputs", shape, values, count);
    }
}
