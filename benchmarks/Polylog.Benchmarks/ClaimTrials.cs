using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>
/// What certificates claim, against functions and random rows that are drawn afterwards: for each line, the ratio true / claimed over five
/// coresets of each table. A true value is the median over nine other seeds.
/// </summary>
internal static class ClaimTrials
{
    private const int Rows = 20_000;

    private static readonly (string Name, Func<Evidence, double> Value)[] s_lines =
    [
        .. Kind("functions", evidence => (evidence.Coreset, evidence.Random)),
        .. Kind("steps", evidence => evidence.Steps),
        .. Kind("oscillations", evidence => evidence.HighFrequencies),
        .. Kind("tails", evidence => evidence.Tails),
        ("first unmatched order", evidence => evidence.Discrepancy),
    ];

    /// <summary>Prints the ratios.</summary>
    /// <param name="tables">CSV files of numbers with a header; rows with gaps are left out.</param>
    public static void Print(IReadOnlyList<string> tables)
    {
        var ratios = s_lines.ToDictionary(line => line.Name, _ => new List<double>());
        foreach (Measure full in tables.Select(Read).Concat([Mixture(3, false), Mixture(4, true), Mixture(20, false)]))
        {
            foreach (CompressionOptions options in Options(full.Dimension))
            {
                Coreset coreset = MomentCompressor.Compress(full, options);
                Evidence[] all = [.. Enumerable.Range(1, 10).Select(seed => Evidence.Between(
                    full, coreset.Points, coreset.Order, options.Use, (ulong)seed, progress: null, CancellationToken.None))];
                foreach ((string name, Func<Evidence, double> value) in s_lines)
                {
                    double claimed = value(all[0]), found = PanelErrors.MedianOf(all.Skip(1).Select(value));
                    if (claimed > 0)
                        ratios[name].Add(found / claimed);
                }
            }
        }
        Console.WriteLine("true / claimed                   median  least  most");
        foreach ((string name, List<double> values) in ratios)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-32} {PanelErrors.MedianOf(values),6:0.00} {values.Min(),6:0.00} {values.Max(),5:0.00}"));
        }
    }

    private static (string Name, Func<Evidence, double> Value)[] Kind(
        string name, Func<Evidence, (PanelErrors Coreset, PanelErrors Random)> errors) =>
    [
        ($"{name}, coreset, median", evidence => errors(evidence).Coreset.Median),
        ($"{name}, coreset, 90%", evidence => errors(evidence).Coreset.Upper),
        ($"{name}, random rows, median", evidence => errors(evidence).Random.Median),
        ($"{name}, random rows, 90%", evidence => errors(evidence).Random.Upper),
    ];

    private static CompressionOptions[] Options(int dimension) =>
    [
        new() { Fraction = dimension > 10 ? 0.1 : 0.05, Order = 2 },
        new() { Fraction = dimension > 10 ? 0.1 : 0.02 },
        new() { Fraction = 0.1, Effort = Effort.Fast },
        new() { Fraction = dimension > 10 ? 0.1 : 0.03, Order = 2, Use = Use.Kinked },
        new() { Fraction = 0.05, Use = Use.Smooth, Effort = Effort.Fast },
    ];

    private static Measure Read(string path)
    {
        double[][] rows =
        [
            .. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(cells => !cells.Contains(""))
                .Select(cells => Array.ConvertAll(cells, cell => double.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        int step = Math.Max(1, rows.Length / (3 * Rows));
        return new Measure(rows.Where((_, i) => i % step == 0).SelectMany(row => row).ToArray(), rows[0].Length);
    }

    /// <summary>Four Gaussian clouds.</summary>
    private static Measure Mixture(int dimension, bool weighted)
    {
        var random = new SplitMix64((ulong)dimension);
        double[] atoms = new double[Rows * dimension];
        for (int i = 0; i < Rows; i++)
        {
            int cloud = random.Below(4);
            for (int axis = 0; axis < dimension; axis++)
                atoms[i * dimension + axis] = random.Normal() * (0.3 + 0.3 * cloud) + 2 * Math.Sin(7 * cloud + axis);
        }
        double[] weights = weighted ? [.. Enumerable.Range(0, Rows).Select(_ => Math.Exp(1.5 * random.Normal()))] : [];
        return new Measure(atoms, dimension, weights);
    }
}
