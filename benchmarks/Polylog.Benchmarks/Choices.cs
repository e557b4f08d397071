using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>What a chosen order costs and gains against the best of all fixed orders, on functions that neither was tried on.</summary>
internal static class Choices
{
    private const int Seeds = 3;
    private const int MostMoments = 700;

    public static void Print()
    {
        Console.WriteLine("| use, m, d' of 10 d' | chosen: error | time | best fixed order | error | time | chosen / best: error | time |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Use use in new[] { Use.Smooth, Use.Kinked })
        {
            foreach (int size in new[] { 100, 1000 })
            {
                for (int dimension = 1; dimension <= 6; dimension++)
                    Print(use, dimension, size);
            }
        }
    }

    private static void Print(Use use, int dimension, int size)
    {
        (double error, double seconds) = Try(use, dimension, size, null, Seeds);
        (int Order, double Error, double Seconds) best = (0, double.PositiveInfinity, 0);
        for (int order = 1; Moments.Count(dimension, order) <= Math.Min(size, MostMoments); order += order < 8 ? 1 : order < 24 ? 2 : 8)
        {
            (double fixedError, double fixedSeconds) = Try(use, dimension, size, order, Seeds);
            if (fixedError < best.Error)
                best = (order, fixedError, fixedSeconds);
            if (order >= 48)
                break;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {use}, {dimension}, {size} | {error:E1} | {1000 * seconds:F0} ms | {best.Order} | {best.Error:E1} | {1000 * best.Seconds:F0} ms | {error / best.Error:F2} | {seconds / best.Seconds:F1} |"));
    }

    private static (double Error, double Seconds) Try(Use use, int dimension, int size, int? order, int seeds)
    {
        double logError = 0, seconds = 0;
        for (int seed = 0; seed < seeds; seed++)
        {
            Measure measure = UniformCube.Draw(10 * size, dimension, (ulong)(seed + 500));
            var options = new CompressionOptions { Order = order, Size = size, Use = use };
            seconds += Scaling.Median(measure, options, 1) / seeds;
            var panel = new RidgePanel(dimension, 60, (ulong)(seed + 1000), use);
            double[] errors = panel.Errors(measure, MomentCompressor.Compress(measure, options).ToMeasure());
            logError += errors.Average(one => Math.Log(Math.Max(one, 1e-16))) / seeds;
        }
        return (Math.Exp(logError), seconds);
    }
}
