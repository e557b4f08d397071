using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>A table of many columns: its rows as they are, which methods get, and standardised, on which they are judged.</summary>
internal sealed class WideTable
{
    private const int Pairs = 4000;

    private static readonly string[] s_missing = ["", "NA", "NaN", "nan", "null"];

    /// <param name="name">What the printed lines call it.</param>
    /// <param name="values">All rows, one after the other.</param>
    /// <param name="columns">Number of columns.</param>
    public WideTable(string name, double[] values, int columns)
    {
        (Name, Columns, Points) = (name, columns, new Measure(values, columns));
        Standardised = new double[values.Length];
        for (int j = 0; j < columns; j++)
            Standardise(values, j);
        MedianDistance = Median();
    }

    public string Name { get; }

    public int Columns { get; }

    public int Rows => Points.Count;

    /// <summary>The rows as they are, all of weight 1.</summary>
    public Measure Points { get; }

    /// <summary>The rows with columns of mean 0 and deviation 1; constant columns are 0.</summary>
    public double[] Standardised { get; }

    /// <summary>Median distance of two standardised rows: the bandwidth of kernels.</summary>
    public double MedianDistance { get; }

    public ReadOnlySpan<double> Row(int row) => Standardised.AsSpan(row * Columns, Columns);

    public double SquaredDistance(int first, int second)
    {
        double sum = 0;
        ReadOnlySpan<double> left = Row(first), right = Row(second);
        for (int j = 0; j < left.Length; j++)
            sum += (left[j] - right[j]) * (left[j] - right[j]);
        return sum;
    }

    /// <summary>The columns of a CSV file that hold numbers only, and the rows in which none of these is missing.</summary>
    /// <param name="path">A file with commas and one header row.</param>
    /// <param name="rows">How many rows to draw; more than there are for all.</param>
    /// <param name="seed">Which rows.</param>
    public static WideTable Read(string path, int rows, ulong seed)
    {
        string[][] lines = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        int[] columns = [.. Enumerable.Range(0, lines.Length == 0 ? 0 : lines[0].Length).Where(column => IsNumeric(lines, column))];
        double[][] complete = [.. lines.Where(cells => columns.All(column => !s_missing.Contains(cells[column])))
            .Select(cells => columns.Select(column => double.Parse(cells[column], CultureInfo.InvariantCulture)).ToArray())];
        if (columns.Length == 0 || complete.Length == 0)
            throw new InvalidDataException($"{path} has no column of numbers: give a CSV file with commas and a header row.");
        int drawn = Math.Min(rows, complete.Length);
        new SplitMix64(seed).Draw(complete.AsSpan(), drawn);
        return new WideTable(Path.GetFileNameWithoutExtension(path), [.. complete.Take(drawn).SelectMany(row => row)], columns.Length);
    }

    private static bool IsNumeric(string[][] lines, int column) =>
        lines.All(cells => column < cells.Length && (s_missing.Contains(cells[column])
            || (double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value))))
        && lines.Any(cells => !s_missing.Contains(cells[column]));

    private void Standardise(double[] values, int column)
    {
        double mean = 0, square = 0;
        for (int i = column; i < values.Length; i += Columns)
            mean += values[i] / Rows;
        for (int i = column; i < values.Length; i += Columns)
            square += (values[i] - mean) * (values[i] - mean) / Rows;
        double deviation = Math.Sqrt(square);
        for (int i = column; i < values.Length; i += Columns)
            Standardised[i] = deviation > 1e-12 * Math.Abs(mean) ? (values[i] - mean) / deviation : 0;
    }

    private double Median()
    {
        var random = new SplitMix64(1);
        double[] squares = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
            squares[i] = SquaredDistance(random.Below(Rows), random.Below(Rows));
        Array.Sort(squares);
        return Math.Max(Math.Sqrt(squares[Pairs / 2]), 1e-6);
    }
}
