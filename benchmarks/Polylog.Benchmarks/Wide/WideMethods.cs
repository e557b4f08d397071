using System.Diagnostics;

namespace Polylog.Benchmarks;

/// <summary>What a method kept, and what it took.</summary>
internal sealed record WideResult(WeightedRows Kept, string Order, string Leaves, double ProcessorSeconds, double WallSeconds);

/// <summary>The methods that are compared, the library as it is first. A further choice of options is a further line.</summary>
internal static class WideMethods
{
    public static IReadOnlyList<(string Label, Func<WideTable, int, ulong, WideResult> Run)> All { get; } =
    [
        ("library", (table, size, _) => Compress(table, new CompressionOptions { Size = size })),
        ("kernel thinning", Thin),
    ];

    private static WideResult Compress(WideTable table, CompressionOptions options) => Timed(() =>
    {
        Coreset coreset = MomentCompressor.Compress(table.Points, options);
        return (new WeightedRows(coreset.Indices.ToArray(), coreset.Weights.ToArray()), $"{coreset.Order}", $"{coreset.Leaves}");
    });

    private static WideResult Thin(WideTable table, int size, ulong seed) => Timed(() =>
    {
        var random = new SplitMix64(1000 * seed + 500);
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        int count = Math.Min(table.Rows, KernelThinning.MostRows);
        random.Draw(rows.AsSpan(), count);
        double scale = -0.5 / (table.MedianDistance * table.MedianDistance);
        var thinning = new KernelThinning(count, (i, j) => Math.Exp(scale * table.SquaredDistance(rows[i], rows[j])));
        return (WeightedRows.Equal([.. thinning.Thin(size, random).Select(i => rows[i])]), "-", "-");
    });

    private static WideResult Timed(Func<(WeightedRows Kept, string Order, string Leaves)> run)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        (WeightedRows kept, string order, string leaves) = run();
        return new WideResult(kept, order, leaves, (Environment.CpuUsage.TotalTime - before).TotalSeconds, watch.Elapsed.TotalSeconds);
    }
}
