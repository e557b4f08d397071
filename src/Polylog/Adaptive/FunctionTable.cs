using System.Globalization;

namespace Polylog;

/// <summary>The values of a user's functions at some rows, row-major, checked.</summary>
/// <param name="Values">rows x count.</param>
/// <param name="Count">Functions.</param>
internal readonly record struct FunctionTable(double[] Values, int Count)
{
    /// <summary>Rows whose functions are asked for at once.</summary>
    private const int Batch = 256;

    /// <summary>Values that differ by less than this, relative to the largest, count as equal.</summary>
    private const double Same = 1e-14;

    /// <summary>Nothing.</summary>
    public static FunctionTable None => new([], 0);

    /// <summary>The values at one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Count, Count);

    /// <summary>Asks for the functions at rows.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="sketch">What they are sketched by; null for the functions themselves.</param>
    /// <param name="name">What the caller calls them.</param>
    public static FunctionTable Evaluate(RowFunctions functions, int count, int[] rows, FunctionSketch? sketch, string name)
    {
        int width = sketch?.Numbers ?? count;
        CheckRoom(rows.Length, width, count, name);
        double[] values = new double[(long)rows.Length * width], batch = new double[Batch * count];
        for (int first = 0; first < rows.Length; first += Batch)
        {
            ReadOnlySpan<int> own = rows.AsSpan(first, Math.Min(Batch, rows.Length - first));
            Span<double> written = batch.AsSpan(0, own.Length * count);
            // What the functions leave out is found, instead of passing as 0.
            written.Fill(double.NaN);
            functions(own, written);
            Check(written, count, own, name);
            for (int i = 0; i < own.Length; i++)
            {
                ReadOnlySpan<double> row = written.Slice(i * count, count);
                Span<double> to = values.AsSpan((first + i) * width, width);
                if (sketch is null)
                    row.CopyTo(to);
                else
                    sketch.Apply(row, to);
            }
        }
        return new FunctionTable(values, width);
    }

    /// <summary>Refuses functions that tell nothing.</summary>
    /// <param name="name">What the caller calls them.</param>
    /// <exception cref="ArgumentException">Every function has one value at all rows.</exception>
    public void CheckVaries(string name)
    {
        for (int f = 0; f < Count; f++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int at = f; at < Values.Length; at += Count)
                (low, high) = (Math.Min(low, Values[at]), Math.Max(high, Values[at]));
            if (high - low > Same * Math.Max(Math.Abs(low), Math.Abs(high)))
                return;
        }
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"All {Count} functions have the same value at every row ({Values[0]} for function 0): they must differ between rows; pass "
                + $"each row's own values, not their mean."), name);
    }

    /// <summary>Refuses more values than there is memory for: they are held once here and once in the order of the compression.</summary>
    private static void CheckRoom(long rows, long width, int count, string name)
    {
        const double Giga = 1 << 30;
        long values = rows * width, bytes = 2 * sizeof(double) * values, there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (values <= Array.MaxLength && (long)Batch * count <= Array.MaxLength && bytes <= there)
            return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{count} functions at {rows} rows take {bytes / Giga:0.0} GB, more than the "
                + $"{Math.Min(there, 16L * Array.MaxLength) / Giga:0.0} GB that can be used; give fewer functions, or sums of "
                + $"them with random signs."), name);
    }

    private static void Check(ReadOnlySpan<double> values, int count, ReadOnlySpan<int> rows, string name)
    {
        for (int at = 0; at < values.Length; at++)
        {
            if (!double.IsFinite(values[at]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Row {rows[at / count]}, function {at % count} is {values[at]}: functions must be finite; write a value for every row "
                        + $"and function, and lower the learning rate if the training diverges."), name);
            }
        }
    }
}
