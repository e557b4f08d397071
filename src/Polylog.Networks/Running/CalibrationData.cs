namespace Polylog.Networks;

/// <summary>Inputs on which units are chosen and errors are measured. A model of several inputs takes an array for each.</summary>
/// <param name="Name">How messages name the inputs, such as the quoted path of their file.</param>
/// <param name="Shape">Dimensions of one input, without the number of inputs.</param>
/// <param name="Values">
/// The numbers, inputs x size of an input, row-major, finite. Numbers for an integer input of a model are whole and below 2^24.
/// </param>
/// <param name="Total">How many inputs there were to take these from, at least <see cref="Count"/>.</param>
/// <example>
/// From a file of NumPy, or from memory:
/// <code>
/// CalibrationData file = CalibrationData.ReadNpy("inputs.npy");
/// float[] values = new float[100 * 28 * 28];                          // 100 inputs of 28 x 28
/// var memory = new CalibrationData("images", Shape: [28, 28], values, Total: 100);
/// </code>
/// </example>
public sealed record CalibrationData(string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values, long Total)
{
    /// <summary>The most numbers that are held.</summary>
    internal const long MostNumbers = 1L << 27;

    /// <summary>The most inputs that are taken, unless four for each unit of the widest layer are more.</summary>
    internal const int MostInputs = 20_000;

    private const ulong Seed = 20251;

    // Random numbers drawn between two looks at whether to stop.
    private const int Portion = 1 << 16;

    /// <summary>What the numbers of an input are called, where they come from columns with names.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The input of the model that the numbers are for; null if the model has only one.</summary>
    public string? Input { get; init; }

    /// <summary>The numbers for the other inputs of the model, as many rows of each, in the same order.</summary>
    public IReadOnlyList<CalibrationData> Others { get; init; } = [];

    /// <summary>The rows of the file that the inputs are, for messages; empty if they are its first.</summary>
    internal IReadOnlyList<long> Rows { get; init; } = [];

    /// <summary>How messages name the numbers for one input of the model.</summary>
    internal string Place => Input is null ? Name : $"array {ModelErrors.Quote(Input)} of {Name}";

    /// <summary>Numbers of one input.</summary>
    public long Size => TensorShape.Elements([.. Shape]);

    /// <summary>How many inputs there are.</summary>
    public int Count => (int)(Values.Length / Size);

    /// <summary>Whether there are several inputs and all are the same: units cannot be told apart by them.</summary>
    internal bool IsConstant
    {
        get
        {
            int size = (int)Size;
            return Count > 1 && Values.Span[size..].SequenceEqual(Values.Span[..^size]) && Others.All(other => other.IsConstant);
        }
    }

    /// <summary>The shape of an input for messages, with the names of its numbers.</summary>
    internal string Described => TensorShape.Text([.. Shape]) + (Columns.Count == 0 ? "" : $" ({ModelErrors.List(Columns)})");

    /// <summary>What to do about inputs of a wrong shape.</summary>
    /// <param name="wanted">The data to give if they have no columns.</param>
    internal string OtherShape(string wanted) =>
        Columns.Count == 0 ? $"give {wanted}" : $"give a column for each number, chosen with {nameof(CalibrationData)}.{nameof(Columns)}";

    /// <summary>
    /// Reads inputs from an array as NumPy writes it (.npy): floats, integers or booleans, little-endian, in C order, one input along the
    /// first dimension. Of a large file 20,000 inputs are taken, or four for each unit of the widest layer if that is more, spread over
    /// the file; at most 2^27 numbers are held.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="widestLayer">Units of the model's widest layer; 0 where it is not known.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="ModelFileException">
    /// The file cannot be read, is damaged, is of another type or order, or has a number that is not finite or does not fit float32: whole
    /// numbers up to 2^24 do.
    /// </exception>
    public static CalibrationData ReadNpy(string path, long widestLayer = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(widestLayer);
        NpyFile file = NpyFile.Open(path);
        long rows = file.Shape[0], size = file.RowSize;
        CheckSize(path, size);
        long[] chosen = Choose(rows, Take(size, widestLayer));
        return new CalibrationData($"'{path}'", file.Shape[1..], file.ReadRows(chosen, cancellation), rows) { Rows = chosen };
    }

    /// <summary>
    /// Reads inputs from arrays with names as NumPy writes them (.npz, from numpy.savez or numpy.savez_compressed): each is for the input
    /// of the model that has its name. Types, the rows taken and the numbers held are as for <see cref="ReadNpy"/>; the same rows are taken
    /// of all arrays.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="widestLayer">Units of the model's widest layer; 0 where it is not known.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>The first array, with the rest in <see cref="Others"/>.</returns>
    /// <exception cref="ModelFileException">
    /// The file cannot be read, is damaged, or has no arrays; arrays differ in their number of rows, or one cannot be read.
    /// </exception>
    public static CalibrationData ReadNpz(string path, long widestLayer = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(widestLayer);
        using NpzFile file = NpzFile.Open(path);
        // Each array is checked by itself first: the sum of several could overflow.
        foreach ((_, long[] shape) in file.Arrays)
            CheckSize(path, TensorShape.Elements(shape.AsSpan(1)));
        long size = file.Arrays.Sum(array => TensorShape.Elements(array.Shape.AsSpan(1)));
        CheckSize(path, size);
        long[] chosen = Choose(file.Rows, Take(size, widestLayer));
        CalibrationData[] arrays =
        [
            .. file.Arrays.Select((array, i) =>
                new CalibrationData($"'{path}'", array.Shape[1..], file.ReadRows(i, chosen, cancellation), file.Rows)
                {
                    Input = array.Name,
                    Rows = chosen,
                }),
        ];
        return arrays[0] with { Others = arrays[1..] };
    }

    /// <summary>How many inputs of a size are taken.</summary>
    /// <param name="size">Numbers of an input.</param>
    /// <param name="units">Units of the widest layer.</param>
    internal static int Take(long size, long units)
    {
        long wanted = Math.Max(MostInputs, 4 * Math.Min(units, MostNumbers));
        return (int)Math.Max(1, Math.Min(MostNumbers / Math.Max(1, size), wanted));
    }

    /// <summary>How many of some inputs are held out to measure errors on: a fifth, but none of a single input.</summary>
    /// <param name="count">How many inputs there are.</param>
    internal static int HeldOut(int count) => count == 1 ? 0 : Math.Max(1, count / 5);

    /// <summary>Chooses rows, spread over all of them and in random order; the same rows each time.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="take">How many are wanted.</param>
    internal static long[] Choose(long rows, int take)
    {
        var random = new SplitMix64(Seed);
        int count = (int)Math.Min(rows, take);
        double step = (double)rows / count;
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++)
            chosen[i] = rows <= take ? i : Math.Min(rows - 1, (long)((i + random.Unit()) * step));
        random.Shuffle(chosen.AsSpan());
        return chosen;
    }

    private static void CheckSize(string path, long size)
    {
        if (size > MostNumbers)
            throw ModelErrors.At(path, $"one input has {size} numbers, more than the {MostNumbers} that are held; give smaller inputs");
    }

    /// <summary>Standard normal numbers.</summary>
    internal static CalibrationData Random(IReadOnlyList<long> shape, int count, CancellationToken cancellation)
    {
        var random = new SplitMix64(Seed);
        float[] values = new float[count * TensorShape.Elements([.. shape])];
        for (int i = 0; i < values.Length; i++)
        {
            if (i % Portion == 0)
                cancellation.ThrowIfCancellationRequested();
            values[i] = (float)random.Normal();
        }
        return new CalibrationData("random inputs", shape, values, count);
    }
}
