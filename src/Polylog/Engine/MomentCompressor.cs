using System.Globalization;

namespace Polylog;

/// <summary>
/// Compresses a measure: keeps a few of its atoms and gives them new weights, such that moments match leaf by leaf.
/// </summary>
/// <remarks>
/// The points are bisected into leaves. In each leaf, by Caratheodory's theorem, <see cref="Moments.Count"/> points with positive weights
/// suffice to preserve every moment up to the order. A smooth symmetric function of d points then changes by O(d r^(order + 1)), where r is
/// the diameter of a leaf: H.-Y. Wang, D. Luo, T. Poggio, I. L. Chuang, L. Ziyin, A universal compression theory for lottery ticket
/// hypothesis and neural scaling laws, ICLR 2026, arXiv 2510.00504. For n points and N moments: O(n (m log leaves + N) + size N^2 log(n /
/// size)) time, and about 1.3 times the atoms' memory.
/// </remarks>
public static class MomentCompressor
{
    /// <summary>Compresses a measure.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">How many atoms to keep, and which moments to match; null for the defaults.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The kept atoms and their weights: the same bits for any number of threads.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="measure"/> is null.</exception>
    /// <exception cref="ArgumentException">The weights differ by more than 250 decades, or all values of a coordinate or total are below
    /// 1e-290 in size, or of a target below 1e-150, but not 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the size is above the number of atoms or below the
    /// number of moments.</exception>
    /// <exception cref="CompressionException">With <see cref="CompressionOptions.Strict"/>: the size was not reached, or the residual is
    /// above its limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// Keep 500 of 10 000 rows, and check the result:
    /// <code>
    /// double[] rows = [.. Enumerable.Range(0, 30_000).Select(_ =&gt; Random.Shared.NextDouble())]; // 10 000 rows of 3 numbers
    /// var measure = new Measure(rows, dimension: 3);
    ///
    /// Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 500 });
    ///
    /// foreach ((int row, double weight) in coreset.Indices.ToArray().Zip(coreset.Weights.ToArray()))
    ///     Console.WriteLine($"row {row} counts {weight}");
    /// Console.WriteLine(coreset.Certify(measure).Evidence.Coreset.Median); // relative error of test functions
    /// </code>
    /// </example>
    public static Coreset Compress(Measure measure, CompressionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        options ??= new CompressionOptions();
        Measure varying = measure.WithoutConstantCoordinates();
        int size = Checked(varying, options, cancellation);
        int threads = CompressionPolicy.Threads(options.Threads, varying.WeightedCount, size);
        // Equal rows are one atom: merged before leaves are made, so that none is kept twice.
        (int[] Indices, double[] Weights)? distinct = DistinctRows.Find(varying, threads, cancellation);
        Measure atoms = distinct is { } merged ? varying.Subset(merged.Indices, merged.Weights) : varying;
        Coreset coreset = options.Tolerance is { } tolerance
            ? new ToleranceSearch(atoms, options, CompressAtoms, cancellation).Run(tolerance)
            : CompressAtoms(atoms, options with { Size = size }, cancellation);
        if (!ReferenceEquals(atoms, measure))
            coreset = coreset.OfMeasure(measure, distinct?.Indices);
        if (options.Strict)
            coreset.ThrowIfMissed();
        return coreset;
    }

    /// <summary>Compresses a measure whose atoms differ, in coordinates that vary.</summary>
    private static Coreset CompressAtoms(Measure atoms, CompressionOptions options, CancellationToken cancellation)
    {
        int size = Math.Min(options.Size!.Value, atoms.WeightedCount);
        if (size == atoms.WeightedCount)
            return WholeMeasure.Keep(atoms, options);
        int threads = CompressionPolicy.Threads(options.Threads, atoms.WeightedCount, size);
        IReadOnlyList<int[]> groups = GroupedCompression.Groups(atoms);
        return groups.Count > 1
            ? new GroupedCompression(atoms, groups, options, threads, cancellation).Run(size)
            : new OrderTrials(CompressionProblem.For(atoms, options, size, threads, cancellation)).Run();
    }

    /// <summary>
    /// Tells what a compression would do, without compressing: the leaves, and for each its order and the points it keeps.
    /// </summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">What to keep, without a tolerance; null for the defaults.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Lines of text, for people: every candidate that would be tried, and its first sweep over the leaves.</returns>
    /// <remarks>Surveys the data where no order is given; large data are compressed as a sample to choose between candidates.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="measure"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Compress"/>; and a tolerance is given, whose size only compressions can
    /// tell.</exception>
    /// <example>
    /// <code>
    /// double[] rows = [.. Enumerable.Range(0, 30_000).Select(_ =&gt; Random.Shared.NextDouble())]; // 10 000 rows of 3 numbers
    /// Console.WriteLine(MomentCompressor.Explain(new Measure(rows, 3), new CompressionOptions { Size = 500 }));
    /// </code>
    /// </example>
    public static string Explain(Measure measure, CompressionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        options ??= new CompressionOptions();
        if (options.Tolerance is { } tolerance)
            throw OptionFault.OutOfRange(nameof(options.Tolerance), tolerance,
                "a tolerance has no plan, since its size is found by compressing; give a Size or a Fraction");
        Measure varying = measure.WithoutConstantCoordinates();
        int size = Checked(varying, options, cancellation);
        int threads = CompressionPolicy.Threads(options.Threads, varying.WeightedCount, size);
        Measure atoms = DistinctRows.Find(varying, threads, cancellation) is { } distinct
            ? varying.Subset(distinct.Indices, distinct.Weights) : varying;
        if (size >= atoms.WeightedCount)
            return "Every atom that differs from the others is kept: there is nothing to plan.";
        IReadOnlyList<int[]> groups = GroupedCompression.Groups(atoms);
        return groups.Count > 1
            ? new GroupedCompression(atoms, groups, options, threads, cancellation).Explain(size)
            : PlanText.ForProblem(CompressionProblem.For(atoms, options, size, threads, cancellation));
    }

    /// <summary>Checks the measure and the options.</summary>
    private static int Checked(Measure measure, CompressionOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int size = Math.Min(Size(measure, options), measure.WeightedCount);
        CheckWeights(measure);
        CheckValues(measure);
        GroupedCompression.Groups(measure);
        return size;
    }

    /// <summary>The number of points a compression would keep at most.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">What to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal static int Size(Measure measure, CompressionOptions options)
    {
        if (options.Order is < 1)
            throw OptionFault.OutOfRange(nameof(options.Order), options.Order, "the order must be at least 1");
        if (options.Threads < 0)
            throw OptionFault.OutOfRange(
                nameof(options.Threads), options.Threads, "the number of threads must be at least 1, or 0 for one a processor");
        if (!(options.Fraction > 0 && options.Fraction <= 1))
            throw OptionFault.OutOfRange(nameof(options.Fraction), options.Fraction, "the fraction must lie in (0, 1]");
        if (!Enum.IsDefined(options.Scale))
            throw OptionFault.OutOfRange(nameof(options.Scale), options.Scale, "there is no such scale");
        if (!Enum.IsDefined(options.Effort))
            throw OptionFault.OutOfRange(nameof(options.Effort), options.Effort, "there is no such effort");
        if (!Enum.IsDefined(options.Use))
            throw OptionFault.OutOfRange(nameof(options.Use), options.Use, "there is no such use");
        if (!Enum.IsDefined(options.Functions))
            throw OptionFault.OutOfRange(nameof(options.Functions), options.Functions, "there is no such family of functions");
        if (options.MaxWeight is { } most && !(most >= 1 && double.IsFinite(most)))
            throw OptionFault.OutOfRange(
                nameof(options.MaxWeight), most, "the largest weight is a multiple of the mean, at least 1; 1 makes all weights equal");
        if (options.Tolerance is { } tolerance && !(tolerance > 0 && tolerance < 1))
            throw OptionFault.OutOfRange(nameof(options.Tolerance), tolerance, "the tolerance must lie in (0, 1)");
        if (options.Tolerance is not null && options.Size is { } both)
            throw OptionFault.OutOfRange(nameof(options.Size), both, "a size and a tolerance do not go together");
        long least = GroupedCompression.Least(measure, options.Order ?? 1);
        if (options.Size is not int size)
            return (int)Math.Min(measure.Count, Math.Max(least, (long)(options.Fraction * measure.Count)));
        if (size < 1)
            throw OptionFault.OutOfRange(nameof(options.Size), size, "the size must be at least 1");
        if (size > measure.Count)
            throw OptionFault.OutOfRange(
                nameof(options.Size), size, string.Create(CultureInfo.InvariantCulture, $"there are only {measure.Count} atoms to keep"));
        if (size < least && size < measure.WeightedCount)
            throw OptionFault.OutOfRange(nameof(options.Size), size, GroupedCompression.Describe(measure, options.Order ?? 1, least));
        return size;
    }

    private static void CheckWeights(Measure measure)
    {
        var range = WeightRange.FromWeights(measure);
        if (range.IsTooWide)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Weights go from {range.Least} to {range.Most}, more than the {WeightRange.MostDecades} decades that can be added up; "
                    + $"give those that are next to nothing a weight of 0."), nameof(measure));
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
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Every value of {what} {column} is below "
                        + $"{least} in size, too little to reckon with; scale it up."), nameof(measure));
            }
        }
    }
}
