using System.Diagnostics;

namespace Polylog;

/// <summary>Predicts the time and the memory of a compression.</summary>
/// <remarks>
/// For n rows of m columns, N functions and L leaves: rows take n (N + 10 m (1 + log2 L)) steps, dense eliminations L N^2 (N + 1) (1 +
/// log2(n / (2 N L))), on as many threads as there are leaves. The proportions were fitted to some 1400 timed compressions (m = 1 .. 100,
/// orders 1 .. 12), within a factor of 1.6 as a rule.
/// </remarks>
/// <param name="SecondsPerRowStep">Time of a step over the rows, on all threads together.</param>
/// <param name="SecondsPerDenseStep">Time of a step of an elimination, on one thread.</param>
/// <param name="Threads">Threads to use.</param>
internal sealed record CostModel(double SecondsPerRowStep, double SecondsPerDenseStep, int Threads)
{
    /// <summary>Memory of a compression over that of its atoms, the atoms included; measured at 10^7 atoms.</summary>
    private const double MemoryRatio = 2.4;

    /// <summary>Times two small compressions: half a second or so.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    public static CostModel OfThisMachine(CancellationToken cancellation = default)
    {
        const int Columns = 3;
        (int Rows, int Order, int Size) wide = (200_000, 3, 2000), dense = (3000, 7, 480);
        Measure many = Sample(wide.Rows, Columns), few = Sample(dense.Rows, Columns);
        // The first rounds are for the compiler.
        double wideSeconds = Best(many, wide.Order, wide.Size, cancellation),
            denseSeconds = Best(few, dense.Order, dense.Size, cancellation);
        (_, double denseSteps) = Steps(dense.Rows, Columns, dense.Order, dense.Size, Environment.ProcessorCount);
        (double rowSteps, double lesser) = Steps(wide.Rows, Columns, wide.Order, wide.Size, Environment.ProcessorCount);
        double perDense = denseSeconds / denseSteps;
        return new CostModel(Math.Max(wideSeconds - lesser * perDense, wideSeconds / 2) / rowSteps, perDense, Environment.ProcessorCount);
    }

    /// <summary>Time of a compression in memory: reading and writing files not included.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="dimension">Columns.</param>
    /// <param name="order">Order.</param>
    /// <param name="size">Rows kept.</param>
    public TimeSpan Time(long rows, int dimension, int order, long size)
    {
        (double overRows, double dense) = Steps(rows, dimension, order, size, Threads);
        return TimeSpan.FromSeconds(Math.Min(1e11, overRows * SecondsPerRowStep + dense * SecondsPerDenseStep));
    }

    /// <summary>Peak memory in bytes, the atoms included.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="dimension">Columns.</param>
    /// <param name="order">Order.</param>
    /// <param name="size">Rows kept.</param>
    public double Memory(long rows, int dimension, int order, long size)
    {
        FunctionPlan functions = CompressionPolicy.FunctionsOfEvenLeaf(new MatchedColumns(dimension), order, Effort.Balanced);
        double workers = Math.Min(Threads, Math.Max(1, size / functions.PointsOfALeaf));
        return sizeof(double) * (
            MemoryRatio * rows * dimension + workers * 8.0 * functions.MatchedAndWatched * functions.MatchedAndWatched);
    }

    /// <summary>Work of a compression in dense steps, as on two threads: a step over the rows takes some four times as long.</summary>
    internal static double Work(long rows, int dimension, int order, long size)
    {
        (double overRows, double dense) = Steps(rows, dimension, order, size, threads: 2);
        return 4 * overRows + dense;
    }

    private static (double OverRows, double Dense) Steps(long rows, int dimension, int order, long size, int threads)
    {
        FunctionPlan plan = CompressionPolicy.FunctionsOfEvenLeaf(new MatchedColumns(dimension), order, Effort.Balanced);
        double functions = plan.MatchedAndWatched, leaves = Math.Max(1, size / plan.PointsOfALeaf);
        double levels = 1 + Math.Max(0, Math.Log2(rows / leaves / (2 * functions)));
        double overRows = rows * (functions + 10.0 * dimension * (1 + Math.Log2(leaves)));
        return (overRows, leaves * functions * functions * (functions + 1) * levels / Math.Min(threads, leaves));
    }

    private static Measure Sample(int rows, int columns)
    {
        var random = new SplitMix64(1);
        double[] atoms = new double[rows * columns];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Unit();
        return new Measure(atoms, columns);
    }

    private static double Best(Measure measure, int order, int size, CancellationToken cancellation)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 4; round++)
        {
            var clock = Stopwatch.StartNew();
            MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size }, cancellation);
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }
        return best;
    }
}
