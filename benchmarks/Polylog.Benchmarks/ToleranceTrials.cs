using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// Whether an error that was asked for is reached: compressions for fifteen tolerances, judged on twenty panels of test functions that
/// took no part in the search. The same for the lines that a plan recommends.
/// </summary>
/// <remarks>20,000 rows of every table, since a search compresses about ten times. Without files: random points.</remarks>
internal static class ToleranceTrials
{
    private const int Rows = 20_000;
    private const int Tolerances = 15;
    private const int Panels = 20;
    private const ulong FirstSeed = 1001;

    // A promise is kept, and not at the expense of far too many rows.
    private const double MuchBelow = 0.3;

    public static void Print(IReadOnlyList<string> arguments)
    {
        bool plans = arguments.Contains("plan");
        string[] files = [.. arguments.Where(argument => argument != "plan")];
        Console.WriteLine("| table | use | tolerances | above, of 300 | median / tolerance | 0.3 to 1 | rows kept | shown / promised |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((string name, Measure measure) in Tables(files))
        {
            foreach (Use use in plans ? [Use.Smooth] : new[] { Use.Any, Use.Smooth })
                Print(name, measure, use, plans);
        }
    }

    private static void Print(string name, Measure measure, Use use, bool plans)
    {
        RidgePanel[] panels =
            [.. Enumerable.Range(0, Panels).Select(i => new RidgePanel(measure.Dimension, seed: FirstSeed + (ulong)i, use: use))];
        double largest = Error(4 * (measure.Dimension + 1)), least = Math.Max(1e-11, Error(measure.Count / 8));
        var ratios = new List<double>();
        var sizes = new List<int>();
        var promises = new List<double>();
        for (int i = 0; i < Tolerances; i++)
        {
            double tolerance = largest * Math.Pow(least / largest, i / (Tolerances - 1.0));
            CompressionOptions options = new() { Use = use, Tolerance = tolerance };
            double promised = double.NaN;
            if (plans)
            {
                PlannedOrder line = CompressionPlan.ForError(
                    measure.Count, tolerance, ErrorModel.Calibrated(measure), new CostModel(1e-9, 1e-9, 2), use).Tried().Recommended;
                options = options with { Tolerance = null, Order = line.Order, Size = (int)line.Size };
                promised = line.Error(use);
            }
            Coreset coreset = MomentCompressor.Compress(measure, options);
            sizes.Add(coreset.Count);
            double[] medians = [.. panels.Select(panel => panel.Errors(measure, coreset.Points)).Select(PanelErrors.MedianOf)];
            ratios.AddRange(medians.Select(median => median / tolerance));
            promises.Add(PanelErrors.MedianOf(medians) / promised);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {(plans ? "plan, " : "")}{use} | {largest:0.0e0} to {least:0.0e0} | {ratios.Count(ratio => ratio > 1)} "
            + $"| {PanelErrors.MedianOf(ratios):0.00} | {ratios.Count(ratio => ratio is > MuchBelow and <= 1) / (double)ratios.Count:0%} "
            + $"| {string.Join(" ", sizes)} | {(plans ? $"{PanelErrors.MedianOf(promises):0.00}" : "")} |"));

        double Error(int size) => PanelErrors.MedianOf(new RidgePanel(measure.Dimension, seed: FirstSeed - 1, use: use)
            .Errors(measure, MomentCompressor.Compress(measure, new CompressionOptions { Use = use, Size = size }).Points));
    }

    private static IEnumerable<(string Name, Measure Measure)> Tables(string[] files) => files.Length > 0
        ? files.Select(file => (Path.GetFileNameWithoutExtension(file), Table(file)))
        :
        [
            ("uniform cube, 2 columns", UniformCube.Draw(Rows, 2, 77)),
            ("uniform cube, 3 columns", UniformCube.Draw(Rows, 3, 77)),
            ("uniform cube, 6 columns", UniformCube.Draw(Rows, 6, 77)),
            ("six normal clusters, 2 columns", Clusters(2)),
            ("six normal clusters, 4 columns", Clusters(4)),
        ];

    private static Measure Clusters(int dimension)
    {
        const int Clusters = 6;
        var random = new Random(78);
        double[] centres = [.. Enumerable.Range(0, Clusters * dimension).Select(_ => 6 * random.NextDouble())];
        double[] atoms = new double[Rows * dimension];
        for (int i = 0; i < atoms.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            int cluster = i / dimension % Clusters;
            atoms[i] = centres[cluster * dimension + i % dimension] + normal * (0.3 + 0.2 * cluster);
        }
        return new Measure(atoms, dimension);
    }

    /// <summary>Rows of a CSV file of numbers, as far as they are complete.</summary>
    private static Measure Table(string file)
    {
        string[][] lines =
            [.. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Where(cells => cells.All(cell => cell.Length > 0))];
        double[] atoms = [.. lines.SelectMany(cells => cells).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        var measure = new Measure(atoms, lines[0].Length);
        return measure.Count > Rows ? HashedSample.Draw(measure, Rows) : measure;
    }
}
