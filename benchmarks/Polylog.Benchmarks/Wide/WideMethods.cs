using System.Diagnostics;

namespace Polylog.Benchmarks;

/// <summary>What a method kept, and what it took.</summary>
internal sealed record WideResult(WeightedRows Kept, string Order, string Leaves, double ProcessorSeconds, double WallSeconds);

/// <summary>A method that keeps rows.</summary>
/// <param name="Label">What its lines are called.</param>
/// <param name="IsRival">Whether it is not the library's.</param>
/// <param name="Run">Keeps rows of a table: how many, with which seed.</param>
internal sealed record WideMethod(string Label, bool IsRival, Func<WideTable, int, ulong, WideResult> Run);

/// <summary>The methods that are compared. A further choice of options is a further line of <see cref="All"/>.</summary>
internal static class WideMethods
{
    public static IReadOnlyList<WideMethod> All { get; } =
    [
        new("library", IsRival: false, (table, size, _) => Compress(table, new CompressionOptions { Size = size })),
        new("thinning, Gaussian", IsRival: true, (table, size, seed) => Thin(table, size, seed, ThinningKernels.Gaussian(table))),
        new("thinning, Laplace", IsRival: true, (table, size, seed) => Thin(table, size, seed, ThinningKernels.Laplace(table))),
    ];

    /// <summary>Runs every method once on a small table, so that no time holds that of the just-in-time compiler.</summary>
    public static void WarmUp()
    {
        WideTable small = MadeTables.Draw(MadeTables.Names[0], 400, 1);
        foreach (WideMethod method in All)
            method.Run(small, 50, 1);
    }

    private static WideResult Compress(WideTable table, CompressionOptions options) => Timed(() =>
    {
        Coreset coreset = MomentCompressor.Compress(table.Points, options);
        return (new WeightedRows(coreset.Indices.ToArray(), coreset.Weights.ToArray()), $"{coreset.Order}", $"{coreset.Leaves}");
    });

    private static WideResult Thin(WideTable table, int size, ulong seed, Func<int, int, double> kernel) => Timed(() =>
    {
        var random = new SplitMix64(1000 * seed + 500);
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        int count = Math.Min(table.Rows, KernelThinning.MostRows);
        random.Draw(rows.AsSpan(), count);
        var thinning = new KernelThinning(count, (i, j) => kernel(rows[i], rows[j]));
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
