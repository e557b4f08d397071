using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>What a chosen order costs and gains against the best of all fixed orders, on functions that neither was tried on.</summary>
internal static class Choices
{
    private const int Seeds = 3;
    private const int MostMoments = 700;
    private const int Timings = 5;
    private const int ManyTimings = 101;
    private const double Short = 0.02;

    /// <summary>Prints a table.</summary>
    /// <param name="dimensions">The dimensions m, such as 1 to 6.</param>
    public static void Print(IReadOnlyList<int> dimensions)
    {
        Console.WriteLine("| use, m, d' of 10 d' | chosen: order | error | time | best fixed order | error | chosen / best: error | time "
            + "of the chosen order alone | choosing / alone |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Use use in new[] { Use.Smooth, Use.Kinked })
        {
            foreach (int size in new[] { 100, 1000, 10_000 })
            {
                foreach (int dimension in dimensions)
                    Print(use, dimension, size);
            }
        }
    }

    private static void Print(Use use, int dimension, int size)
    {
        Trial chosen = Try(use, dimension, size, null);
        Trial? best = null;
        for (int order = 1; Moments.Count(dimension, order) <= Math.Min(size, MostMoments) && order <= 48; order += order < 8 ? 1
            : order < 24 ? 2 : 8)
        {
            Trial one = Try(use, dimension, size, order);
            if (best is null || one.Error < best.Error)
                best = one;
        }
        double seconds = Seconds(use, dimension, size, null);
        double alone = Seconds(use, dimension, size, chosen.Order);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {use}, {dimension}, {size} | {chosen.Order} | {chosen.Error:E1} | {1000 * seconds:F0} ms | {best!.Order} | "
                + $"{best.Error:E1} | {chosen.Error / best.Error:F2} | {1000 * alone:F0} ms | {seconds / alone:F1} |"));
    }

    private static double Seconds(Use use, int dimension, int size, int? order)
    {
        Measure measure = Draw(dimension, size, 0);
        var options = new CompressionOptions { Order = order, Size = size, Use = use };
        double seconds = Scaling.Median(measure, options, Timings);
        // Whatever else runs weighs on a few milliseconds.
        return seconds < Short ? Scaling.Median(measure, options, ManyTimings) : seconds;
    }

    private static Measure Draw(int dimension, int size, int seed) => UniformCube.Draw(10 * size, dimension, (ulong)(seed + 500));

    // The order is that of most kept points.
    private static Trial Try(Use use, int dimension, int size, int? order)
    {
        int seeds = size > 1000 ? 1 : Seeds;
        double logError = 0;
        int most = 0;
        for (int seed = 0; seed < seeds; seed++)
        {
            Measure measure = Draw(dimension, size, seed);
            var panel = new RidgePanel(dimension, 60, (ulong)(seed + 1000), use);
            Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size, Use = use });
            most = coreset.Shares.MaxBy(share => share.Points)!.Order;
            double[] errors = panel.Errors(measure, coreset.Points);
            logError += errors.Average(one => Math.Log(Math.Max(one, 1e-16))) / seeds;
        }
        return new Trial(most, Math.Exp(logError));
    }

    private sealed record Trial(int Order, double Error);
}
