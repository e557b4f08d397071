using System.Diagnostics;

namespace Polylog.Experiments;

/// <summary>Compresses as the paper does, columns as they are, and takes the time.</summary>
internal static class TimedCompression
{
    // The first compression of a process also compiles the code, which must not be timed.
    private static readonly Lazy<Coreset> s_first = new(() =>
        MomentCompressor.Compress(
            UniformCube.Draw(1000, 2, seed: 0), new CompressionOptions { Order = 3, Size = 100, Scale = ColumnScale.None }));

    /// <summary>Compresses.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="order">Order; null to choose it leaf by leaf for smooth functions.</param>
    /// <param name="size">Points to keep at most.</param>
    /// <param name="effort">Work to put in.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The coreset, and the seconds it took with all processors.</returns>
    public static (Coreset Coreset, double Seconds) Run(
        Measure measure, int? order, int size, Effort effort, CancellationToken cancellation)
    {
        _ = s_first.Value;
        var options = new CompressionOptions { Order = order, Use = Use.Smooth, Size = size, Scale = ColumnScale.None, Effort = effort };
        long start = Stopwatch.GetTimestamp();
        Coreset coreset = MomentCompressor.Compress(measure, options, cancellation);
        return (coreset, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Seconds a compression takes, roughly: features of all points, eliminations, and the partition.</summary>
    public static double Cost(int dimension, int? order, int count, int size, Effort effort)
    {
        // A chosen order is the highest the effort allows, more often than not.
        double most = Math.Min(size, effort == Effort.Thorough ? 3000 : 700);
        double moments = order is { } given ? Moments.Count(dimension, given) : dimension == 1 ? 30 : most;
        return 1e-4 + 1e-9 * (100.0 * count + count * moments + size * moments * moments);
    }

    /// <summary>The smallest weight of a coreset.</summary>
    public static double LeastWeight(Coreset coreset)
    {
        double least = double.PositiveInfinity;
        foreach (double weight in coreset.Weights.Span)
            least = Math.Min(least, weight);
        return least;
    }
}
