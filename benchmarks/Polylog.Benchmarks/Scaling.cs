using System.Diagnostics;
using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>How the time grows with the number of points where a fixed share of them is kept.</summary>
internal static class Scaling
{
    private const int Share = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public static void Print()
    {
        Console.WriteLine("| m, order | 10^4 | 10^5 | 10^6 | 10^7 | exponent, fitted |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        Print(1, 5);
        Print(2, 5);
        Print(3, 3);
        Print(3, 5);
        Print(4, 4);
        Print(5, 2);
    }

    private static void Print(int dimension, int order)
    {
        var points = new List<(double X, double Y)>();
        string cells = "";
        for (int count = 10_000; count <= 10_000_000; count *= 10)
        {
            Measure measure = UniformCube.Draw(count, dimension, seed: 1);
            var options = new CompressionOptions { Order = order, Size = count / Share, Scale = ColumnScale.None };
            double seconds = Median(measure, options, count > 1_000_000 ? 3 : 9);
            points.Add((Math.Log(count), Math.Log(seconds)));
            cells += string.Create(CultureInfo.InvariantCulture, $" {1000 * seconds:F1} ms |");
        }
        double meanX = points.Average(p => p.X), meanY = points.Average(p => p.Y);
        double slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {dimension}, {order} |{cells} {slope:F2} |"));
    }

    /// <summary>Median time in seconds, after as many compressions as let the compiler finish its work.</summary>
    internal static double Median(Measure measure, CompressionOptions options, int times)
    {
        long began = Stopwatch.GetTimestamp();
        do
        {
            MomentCompressor.Compress(measure, options);
        }
        while (Stopwatch.GetElapsedTime(began) < s_warmUp);
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            MomentCompressor.Compress(measure, options);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[times / 2];
    }
}
