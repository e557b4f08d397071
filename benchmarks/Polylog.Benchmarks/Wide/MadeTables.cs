namespace Polylog.Benchmarks;

/// <summary>Tables that are drawn at random, each unlike the others in what makes it hard.</summary>
internal static class MadeTables
{
    private static readonly (string Name, int Columns, Func<SplitMix64, Action<Span<double>>> Law)[] s_all =
    [
        ("gaussian", 20, Correlated),
        ("heavy", 12, HeavyTailed),
        ("discrete", 16, Discrete),
        ("clusters", 8, Clusters),
        ("embedding", 100, Embedding),
        ("isotropic", 50, Isotropic),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(made => made.Name)];

    public static WideTable Draw(string name, int rows, ulong seed)
    {
        int place = Names.ToList().IndexOf(name);
        (_, int columns, Func<SplitMix64, Action<Span<double>>> law) = s_all[place];
        Action<Span<double>> draw = law(new SplitMix64(1000 * seed + (ulong)place));
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            draw(values.AsSpan(i * columns, columns));
        return new WideTable(name, values, columns);
    }

    /// <summary>Normal, turned at random; the variances of the axes fall by a fifth from one to the next.</summary>
    private static Action<Span<double>> Correlated(SplitMix64 random)
    {
        const int Columns = 20;
        double[][] axes = Normals(ref random, Columns, Columns);
        for (int a = 0; a < Columns; a++)
        {
            for (int b = 0; b < a; b++)
                AddScaled(axes[a], -DotProduct.Of(axes[a], axes[b]), axes[b]);
            AddScaled(axes[a], 1 / Math.Sqrt(DotProduct.Of(axes[a], axes[a])) - 1, axes[a]);
        }
        return row =>
        {
            row.Clear();
            for (int a = 0; a < Columns; a++)
                AddScaled(row, Math.Pow(0.8, a / 2.0) * random.Normal(), axes[a]);
        };
    }

    /// <summary>Eight columns of Student's law with 3 degrees of freedom, neighbours correlated, and four products of these.</summary>
    private static Action<Span<double>> HeavyTailed(SplitMix64 random)
    {
        const int Plain = 8;
        return row =>
        {
            double last = 0;
            for (int j = 0; j < Plain; j++)
            {
                double square = 0;
                for (int k = 0; k < 3; k++)
                    square += Math.Pow(random.Normal(), 2) / 3;
                row[j] = last = 0.5 * last + random.Normal() / Math.Sqrt(square);
            }
            for (int j = Plain; j < row.Length; j++)
                row[j] = row[j - Plain] * row[j - Plain + 3];
        };
    }

    /// <summary>Steps of four hidden normal numbers and noise: six columns of 0 and 1, six of 0 to 4, four of counts with a tail.</summary>
    private static Action<Span<double>> Discrete(SplitMix64 random)
    {
        const int Hidden = 4, Columns = 16;
        double[][] loadings = Normals(ref random, Columns, Hidden);
        double[] offsets = Normals(ref random, 1, Columns)[0], hidden = new double[Hidden];
        return row =>
        {
            FillNormal(ref random, hidden);
            for (int j = 0; j < Columns; j++)
            {
                double value = DotProduct.Of(loadings[j], hidden) / 2 + 0.5 * random.Normal();
                row[j] = j switch
                {
                    < 6 => value > 0.7 * offsets[j] ? 1 : 0,
                    < 12 => Math.Clamp(Math.Round(2 + value), 0, 4),
                    _ => Math.Floor(Math.Exp(Math.Min(0.8 * value + 0.5, 4))),
                };
            }
        };
    }

    /// <summary>Twelve normal clouds of unlike weights and of widths from 0.1 to 1.5, which also differ between columns.</summary>
    private static Action<Span<double>> Clusters(SplitMix64 random)
    {
        const int Count = 12, Columns = 8;
        double[][] centres = Normals(ref random, Count, Columns), widths = Normals(ref random, Count, Columns);
        double[] ends = new double[Count];
        for (int c = 0; c < Count; c++)
        {
            double width = 0.1 * Math.Pow(15, random.Unit());
            for (int j = 0; j < Columns; j++)
                (centres[c][j], widths[c][j]) = (3 * centres[c][j], width * Math.Exp(0.3 * widths[c][j]));
            ends[c] = (c > 0 ? ends[c - 1] : 0) + 0.2 + random.Unit();
        }
        return row =>
        {
            double at = ends[^1] * random.Unit();
            int c = Array.FindIndex(ends, end => at < end);
            for (int j = 0; j < Columns; j++)
                row[j] = centres[c][j] + widths[c][j] * random.Normal();
        };
    }

    /// <summary>As a network's hidden layer: ten normal numbers, 30 bent sums of them, 100 sums of these, and a little noise.</summary>
    private static Action<Span<double>> Embedding(SplitMix64 random)
    {
        const int Hidden = 10, Bent = 30, Columns = 100;
        double[][] first = Normals(ref random, Bent, Hidden), second = Normals(ref random, Columns, Bent);
        double[] hidden = new double[Hidden], bent = new double[Bent];
        return row =>
        {
            FillNormal(ref random, hidden);
            for (int k = 0; k < Bent; k++)
                bent[k] = Math.Tanh(DotProduct.Of(first[k], hidden) / 2);
            for (int j = 0; j < Columns; j++)
                row[j] = DotProduct.Of(second[j], bent) + 0.2 * random.Normal();
        };
    }

    private static Action<Span<double>> Isotropic(SplitMix64 random) => row => FillNormal(ref random, row);

    private static double[][] Normals(ref SplitMix64 random, int count, int length)
    {
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
            FillNormal(ref random, rows[i] = new double[length]);
        return rows;
    }

    private static void FillNormal(ref SplitMix64 random, Span<double> values)
    {
        for (int j = 0; j < values.Length; j++)
            values[j] = random.Normal();
    }

    private static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        for (int j = 0; j < target.Length; j++)
            target[j] += factor * row[j];
    }
}
