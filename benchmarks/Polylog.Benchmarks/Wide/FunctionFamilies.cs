namespace Polylog.Benchmarks;

/// <summary>Families of test functions of standardised rows. A family draws a function and writes its values at all rows.</summary>
internal static class FunctionFamilies
{
    private const int Count = 100;
    private const int Frequencies = 500;
    private const int Tries = 100;

    // A function that is 1 at a handful of rows tells of chance only.
    private const double SmallestShare = 0.01;

    /// <param name="Name">Heading of its column.</param>
    /// <param name="Count">Functions to draw.</param>
    /// <param name="IsRelative">Whether errors are relative to the deviation of the function.</param>
    /// <param name="Fill">Draws a function and writes its values.</param>
    public sealed record Family(string Name, int Count, bool IsRelative, Action<WideTable, SplitMix64, double[]> Fill);

    public static IReadOnlyList<Family> All { get; } =
    [
        new("sigmoids", Count, true, Sigmoid),
        new("ReLUs", Count, true, Relu),
        new("bumps", Count, true, Bump),
        new("leaves", Count, true, Leaf),
        new("boxes", Count, true, Box),
        new("MMD", 2 * Frequencies, false, Wave),
    ];

    /// <summary>A ridge that rises at a random row, in units of the deviation along a random direction.</summary>
    private static void Sigmoid(WideTable table, SplitMix64 random, double[] values)
    {
        double at = Project(table, ref random, values), slope = random.Uniform(2, 5);
        for (int i = 0; i < values.Length; i++)
            values[i] = 1 / (1 + Math.Exp(-slope * (values[i] - at)));
    }

    private static void Relu(WideTable table, SplitMix64 random, double[] values)
    {
        double at = Project(table, ref random, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Max(0, values[i] - at);
    }

    /// <summary>A bump at a random row, 0.3 to 0.6 median distances wide.</summary>
    private static void Bump(WideTable table, SplitMix64 random, double[] values)
    {
        int centre = random.Below(table.Rows);
        double width = table.MedianDistance * random.Uniform(0.3, 0.6);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Exp(-table.SquaredDistance(i, centre) / (2 * width * width));
    }

    /// <summary>
    /// Indicator of a leaf of an extremely random tree (Geurts, Ernst, Wehenkel, 2006): down to a sixteenth of the rows, towards a random
    /// row, each node cut at a random place of a random column.
    /// </summary>
    private static void Leaf(WideTable table, SplitMix64 random, double[] values)
    {
        ReadOnlySpan<double> towards = table.Row(random.Below(table.Rows));
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        for (int tries = 0; rows.Length > table.Rows / 16 && tries < Tries; tries++)
        {
            int column = random.Below(table.Columns);
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (int row in rows)
                (low, high) = (Math.Min(low, table.Row(row)[column]), Math.Max(high, table.Row(row)[column]));
            double cut = random.Uniform(low, high);
            bool below = towards[column] <= cut;
            int[] side = [.. rows.Where(row => table.Row(row)[column] <= cut == below)];
            if (side.Length >= SmallestShare * table.Rows)
                rows = side;
        }
        Array.Clear(values);
        foreach (int row in rows)
            values[row] = 1;
    }

    /// <summary>Indicator of a box in one or two columns, whose ends are values of random rows.</summary>
    private static void Box(WideTable table, SplitMix64 random, double[] values)
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            Array.Fill(values, 1);
            for (int side = random.Below(2); side < 2; side++)
            {
                int column = random.Below(table.Columns);
                double first = table.Row(random.Below(table.Rows))[column], second = table.Row(random.Below(table.Rows))[column];
                for (int i = 0; i < values.Length; i++)
                {
                    double value = table.Row(i)[column];
                    if (value < Math.Min(first, second) || value > Math.Max(first, second))
                        values[i] = 0;
                }
            }
            double share = values.Average();
            if (share is >= SmallestShare and <= 1 - SmallestShare)
                return;
        }
    }

    /// <summary>
    /// The squared MMD of a Gaussian kernel is the mean square of the errors of waves whose frequencies have the kernel's normal law
    /// (Rahimi and Recht, 2007).
    /// </summary>
    private static void Wave(WideTable table, SplitMix64 random, double[] values)
    {
        double[] direction = Direction(table, ref random);
        double phase = random.Uniform(0, 2 * Math.PI);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Sqrt(2) * Math.Cos(DotProduct.Of(direction, table.Row(i)) / table.MedianDistance + phase);
    }

    /// <summary>Writes places along a random direction, with deviation 1; returns that of a random row.</summary>
    private static double Project(WideTable table, ref SplitMix64 random, double[] values)
    {
        double[] direction = Direction(table, ref random);
        double square = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = DotProduct.Of(direction, table.Row(i));
            square += values[i] * values[i] / values.Length;
        }
        double deviation = Math.Max(Math.Sqrt(square), 1e-12);
        for (int i = 0; i < values.Length; i++)
            values[i] /= deviation;
        return values[random.Below(values.Length)];
    }

    private static double[] Direction(WideTable table, ref SplitMix64 random)
    {
        double[] direction = new double[table.Columns];
        for (int j = 0; j < direction.Length; j++)
            direction[j] = random.Normal();
        return direction;
    }
}
