namespace Polylog;

/// <summary>
/// Estimates the targets of kept rows from all rows: a part of each is a smooth regression on all rows, the rest the row's own target.
/// </summary>
/// <remarks>
/// The regression averages the noise of thousands of rows, but knows no jumps. With a share s of it an estimate has the mean square error
/// s^2 b + (1 - s)^2 n, where b is that of the regression and n that of the noise: s = n / (n + b) would be best. What the regression
/// leaves of the target tells b + n only. Errors that neighbouring rows share are b, so the share falls with their correlation.
/// </remarks>
/// <param name="threads">Worker threads; 0 for one a processor.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class TargetSmoother(int threads, CancellationToken cancellation)
{
    /// <summary>The largest share of the regression. Trees need what a smooth regression misses.</summary>
    private const double MostShare = 0.75;

    /// <summary>
    /// How fast the share falls with the correlation of the errors at neighbouring rows: above 1, because neighbours are too far apart to
    /// share all that the regression misses. Chosen on six tables with and without noise; docs/learning.md has others.
    /// </summary>
    private const double FallOfShare = 4;

    /// <summary>A regression is fitted to at most so many rows of a group, a random sample of them.</summary>
    public const int MostRows = 32_768;

    /// <summary>The targets of smaller groups stay as they are.</summary>
    private const int FewestRows = 32;

    private readonly ParallelOptions _options = new()
    {
        MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount,
        CancellationToken = cancellation,
    };

    /// <summary>Smooths all targets.</summary>
    /// <param name="source">All rows, with targets that are numbers.</param>
    /// <param name="kept">Some of them, with new weights.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    public SmoothedTargets Run(Measure source, Measure kept, IProgress<double>? progress = null)
    {
        SortedDictionary<int, (List<int> Source, List<int> Kept)> groups = Groups(source, kept);
        double[] values = kept.Targets.ToArray();
        double[] unexplained = new double[kept.TargetCount], shares = new double[kept.TargetCount], weights = new double[kept.TargetCount];
        int rows = 0, parts = 0;
        foreach ((List<int> all, List<int> own) in groups.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            Measure sample = HashedSample.Draw(
                source.Subset([.. all], all.ConvertAll(atom => source.AtomWeights[atom]).ToArray()), MostRows);
            rows += sample.Count;
            for (int target = 0; target < kept.TargetCount; target++)
            {
                double step = 1.0 / groups.Count / kept.TargetCount;
                IProgress<double>? part = ScaledProgress.Part(progress, parts++ * step, step);
                if (Smooth(sample, kept, own, target, values, part) is not { } done)
                    continue;
                unexplained[target] += done.Unexplained * sample.TotalWeight;
                shares[target] += done.Share * sample.TotalWeight;
                weights[target] += sample.TotalWeight;
            }
        }
        double[] removed = [.. Enumerable.Range(0, kept.TargetCount).Select(target => Removed(kept, values, target))];
        return new SmoothedTargets(values)
        {
            VarianceRemoved = removed,
            Unexplained = [.. unexplained.Zip(weights, (share, weight) => weight > 0 ? share / weight : (double?)null)],
            Share = [.. shares.Zip(weights, (share, weight) => weight > 0 ? share / weight : 0)],
            Rows = rows,
        };
    }

    /// <summary>Smooths one target of one group.</summary>
    /// <returns>Share of the target's variance left on held-out rows, and share of the regression; null where nothing was done.</returns>
    private (double Unexplained, double Share)? Smooth(
        Measure sample, Measure kept, List<int> own, int target, double[] values, IProgress<double>? progress)
    {
        if (sample.Count < FewestRows || own.Count == 0)
            return null;
        var units = Standardisation.Fit(sample);
        var spread = TargetSpread.Of(sample.Targets.Span, sample.TargetCount, target, sample.AtomWeights);
        var rows = SmoothingRows.Of(sample, units, target, spread);
        // Held-out rows choose how smooth the regression is; in a table of a few different rows all may be on one side.
        if (!spread.Varies || rows.Fitted == 0 || rows.Fitted == rows.Count)
            return null;
        var smoother = KernelSmoother.Fit(rows, _options, progress);
        double share = Math.Clamp(1 - FallOfShare * smoother.Alike, 0, MostShare);
        double[] points = new double[own.Count * kept.Dimension];
        for (int i = 0; i < own.Count; i++)
            units.Apply(kept.Atom(own[i]), points.AsSpan(i * kept.Dimension, kept.Dimension));
        double[] predicted = smoother.Predict(points);
        var shift = new CompensatedSum();
        var weight = new CompensatedSum();
        for (int i = 0; i < own.Count; i++)
        {
            double change = share * (spread.Value(predicted[i]) - kept.Targets.Span[own[i] * kept.TargetCount + target]);
            values[own[i] * kept.TargetCount + target] += change;
            shift.AddProduct(kept.AtomWeights[own[i]], change);
            weight.Add(kept.AtomWeights[own[i]]);
        }
        // The weighted mean stays that of the target.
        foreach (int row in own)
            values[row * kept.TargetCount + target] -= shift.Value / weight.Value;
        return (smoother.HeldError, share);
    }

    private static double Removed(Measure kept, double[] values, int target)
    {
        double before = TargetSpread.Of(kept.Targets.Span, kept.TargetCount, target, kept.AtomWeights).Deviation;
        double after = TargetSpread.Of(values, kept.TargetCount, target, kept.AtomWeights).Deviation;
        return before > 0 ? 1 - after / before * (after / before) : 0;
    }

    /// <summary>The atoms of positive weight by group. A group can have a level of its own, which a regression must not smooth.</summary>
    private static SortedDictionary<int, (List<int> Source, List<int> Kept)> Groups(Measure source, Measure kept)
    {
        var groups = new SortedDictionary<int, (List<int> Source, List<int> Kept)>();
        for (int i = 0; i < source.Count; i++)
        {
            if (source.HasWeight(i))
                Of(source, i).Source.Add(i);
        }
        for (int i = 0; i < kept.Count; i++)
            Of(kept, i).Kept.Add(i);
        return groups;

        (List<int> Source, List<int> Kept) Of(Measure measure, int atom)
        {
            int group = measure.Groups.IsEmpty ? 0 : measure.Groups.Span[atom];
            if (!groups.TryGetValue(group, out (List<int> Source, List<int> Kept) lists))
                groups.Add(group, lists = ([], []));
            return lists;
        }
    }
}
