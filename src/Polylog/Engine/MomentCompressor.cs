using System.Globalization;

namespace Polylog;

/// <summary>
/// Compresses a measure by matching moments leaf by leaf.
/// </summary>
/// <remarks>
/// The points are bisected into leaves; in each, Caratheodory's theorem leaves at most <see cref="Moments.Count"/> of them with positive weights
/// and every moment up to the order unchanged. A smooth symmetric function of d points then changes by O(d r^(order + 1)), r the diameter
/// of a leaf: H.-Y. Wang, D. Luo, T. Poggio, I. L. Chuang, L. Ziyin, A universal compression theory for lottery ticket hypothesis
/// and neural scaling laws, ICLR 2026, arXiv 2510.00504.
/// For n points and N moments: O(n (m log leaves + N) + size N^2 log(n / size)) time, and about 1.3 times the atoms' memory.
/// </remarks>
public static class MomentCompressor
{
    /// <summary>More workers than any machine's processors would only be threads.</summary>
    private const int MaxThreads = 1024;

    /// <summary>Points times size up to which other workers would take longer to wake than the work itself.</summary>
    private const long AloneFaster = 200_000;

    /// <summary>Compresses a measure.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">What to keep; null for the defaults.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The kept atoms and their weights: the same bits for any number of threads.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="measure"/> is null.</exception>
    /// <exception cref="ArgumentException">The weights differ by more than 250 decades, or all values of a coordinate or total are below 1e-290 in size, or of a target below 1e-150, but not 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the size is above the number of atoms or below the number of moments.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Coreset Compress(Measure measure, CompressionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        Measure varying = measure.WithoutConstantCoordinates();
        Coreset coreset = Compressed(varying, options ?? new CompressionOptions(), cancellation);
        return ReferenceEquals(varying, measure) ? coreset : coreset.Of(measure);
    }

    /// <summary>Compresses a measure whose coordinates vary.</summary>
    private static Coreset Compressed(Measure measure, CompressionOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int size = Math.Min(Size(measure, options), measure.WeightedCount);
        CheckWeights(measure);
        CheckValues(measure);
        if (options.Tolerance is { } tolerance)
            return new ToleranceSearch(measure, options, cancellation).Run(tolerance);
        int threads = options.Threads != 0 ? Math.Min(options.Threads, MaxThreads) : (long)measure.WeightedCount * size <= AloneFaster ? 1 : Environment.ProcessorCount;
        if (size == measure.WeightedCount)
            return KeepAll(measure, options);
        if (DistinctRows.Of(measure, size) is { } distinct)
            return Exact(measure, options, distinct.Indices, distinct.Weights);
        return GroupedCompression.Groups(measure) is { Count: > 1 } groups
            ? new GroupedCompression(measure, groups, options, threads, cancellation).Run(size)
            : Whole(measure, options, size, threads, cancellation);
    }

    /// <summary>Compresses a measure as one, whatever groups it has.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="size">Points to keep, fewer than there are.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="cancellation">Ends the work early.</param>
    internal static Coreset Whole(Measure measure, CompressionOptions options, int size, int threads, CancellationToken cancellation)
    {
        Measure rows = measure.WithMatchedColumns();
        return options.Order is { } order
            ? new FixedOrder(measure, rows, options, size, threads, cancellation).Run(order)
            : new OrderTrials(measure, rows, options, size, threads, cancellation).Run();
    }

    internal static Coreset KeepAll(Measure measure, CompressionOptions options)
    {
        ReadOnlySpan<double> weights = measure.Weights.Span;
        int[] indices = new int[measure.WeightedCount];
        double[] kept = new double[indices.Length];
        for (int i = 0, next = 0; i < measure.Count; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                indices[next] = i;
                kept[next++] = weight;
            }
        }
        return Exact(measure, options, indices, kept);
    }

    private static Coreset Exact(Measure measure, CompressionOptions options, int[] indices, double[] weights)
    {
        var share = new OrderShare(options.Order ?? Math.Max(1, measure.Matched.HighestOrder(indices.Length)), Leaves: 1, indices.Length, ErrorBoundShare: 0);
        return new Coreset(measure, indices, weights, [share], momentResidual: 0, options.Use) { IsExact = true };
    }

    /// <summary>The number of points a compression would keep at most.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">What to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal static int Size(Measure measure, CompressionOptions options)
    {
        if (options.Order is < 1)
            throw OutOfRange(nameof(options.Order), options.Order, "the order must be at least 1");
        if (options.Threads < 0)
            throw OutOfRange(nameof(options.Threads), options.Threads, "the number of threads must be at least 1, or 0 for one a processor");
        if (!(options.Fraction > 0 && options.Fraction <= 1))
            throw OutOfRange(nameof(options.Fraction), options.Fraction, "the fraction must lie in (0, 1]");
        if (!Enum.IsDefined(options.Scale))
            throw OutOfRange(nameof(options.Scale), options.Scale, "there is no such scale");
        if (!Enum.IsDefined(options.Effort))
            throw OutOfRange(nameof(options.Effort), options.Effort, "there is no such effort");
        if (!Enum.IsDefined(options.Use))
            throw OutOfRange(nameof(options.Use), options.Use, "there is no such use");
        if (options.Tolerance is { } tolerance && !(tolerance > 0 && tolerance < 1))
            throw OutOfRange(nameof(options.Tolerance), tolerance, "the tolerance must lie in (0, 1)");
        if (options.Tolerance is not null && options.Size is { } both)
            throw OutOfRange(nameof(options.Size), both, "a size and a tolerance do not go together");
        long least = GroupedCompression.Least(measure, options.Order ?? 1);
        if (options.Size is not int size)
            return (int)Math.Min(measure.Count, Math.Max(least, (long)(options.Fraction * measure.Count)));
        if (size < 1)
            throw OutOfRange(nameof(options.Size), size, "the size must be at least 1");
        if (size > measure.Count)
            throw OutOfRange(nameof(options.Size), size, string.Create(CultureInfo.InvariantCulture, $"there are only {measure.Count} atoms to keep"));
        if (size < least && size < measure.WeightedCount)
            throw OutOfRange(nameof(options.Size), size, GroupedCompression.Describe(measure, options.Order ?? 1, least));
        return size;
    }

    private static void CheckWeights(Measure measure)
    {
        var range = WeightRange.Of(measure);
        if (range.IsTooWide)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Weights go from {range.Least} to {range.Most}, more than the {WeightRange.MostDecades} decades that can be added up; give those that are next to nothing a weight of 0."), nameof(measure));
        }
    }

    private static void CheckValues(Measure measure)
    {
        Check(measure.Atoms.Span, measure.Dimension, "coordinate", ValueRange.Least);
        Check(measure.Targets.Span, measure.TargetCount, "target", ValueRange.LeastTarget);
        Check(measure.Totals.Span, measure.TotalCount, "total", ValueRange.Least);

        void Check(ReadOnlySpan<double> rows, int width, string what, double least)
        {
            for (int column = 0; column < width; column++)
            {
                if (ValueRange.IsBelow(rows, width, column, least))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Every value of {what} {column} is below {least} in size, too little to reckon with; scale it up."), nameof(measure));
            }
        }
    }

    internal static ArgumentOutOfRangeException OutOfRange(string name, object value, string rule) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: {rule}."));
}
