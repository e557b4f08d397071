using System.Globalization;

namespace Polylog;

/// <summary>Compresses the groups of a measure, and the classes of its target, each on its own, and joins the points they keep.</summary>
/// <remarks>
/// Every group gets a part of the size in proportion to its atoms, but at least what its functions need; a group that has no more atoms
/// than that is kept whole.
/// </remarks>
/// <param name="measure">The measure.</param>
/// <param name="groups">The atoms of each group.</param>
/// <param name="options">Checked options.</param>
/// <param name="threads">Worker threads.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class GroupedCompression(
    Measure measure, IReadOnlyList<int[]> groups, CompressionOptions options, int threads, CancellationToken cancellation)
{
    /// <summary>The atoms of positive weight by group, each ascending, the groups by their numbers.</summary>
    /// <exception cref="ArgumentException">All weights of a group are zero.</exception>
    public static IReadOnlyList<int[]> Groups(Measure measure)
    {
        ReadOnlySpan<int> labels = measure.Groups.Span;
        bool splits = measure.Loss?.SplitsByTarget == true;
        if (labels.IsEmpty && !splits)
            return [];
        ReadOnlySpan<double> targets = measure.Targets.Span;
        var found = new SortedDictionary<(int Group, double Target), List<int>>();
        for (int i = 0; i < measure.Count; i++)
        {
            (int, double) key = (labels.IsEmpty ? 0 : labels[i], splits ? targets[i] : 0);
            if (!found.TryGetValue(key, out List<int>? atoms))
                found.Add(key, atoms = []);
            if (measure.HasWeight(i))
                atoms.Add(i);
        }
        foreach (((int group, double target), List<int> atoms) in found)
        {
            if (atoms.Count == 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"All weights of group "
                    + $"{(labels.IsEmpty ? target : group)} are zero: give one of them a weight, or leave the group out."),
                    nameof(measure));
        }
        return [.. found.Values.Select(atoms => atoms.ToArray())];
    }

    /// <summary>The fewest points that can match all functions in every group.</summary>
    public static long Least(Measure measure, int order)
    {
        IReadOnlyList<int[]> groups = Groups(measure);
        return groups.Count == 0
            ? measure.Matched.Count(order)
            : Needs(measure, groups, order).Zip(groups, (needed, group) => Math.Min(group.Length, needed)).Sum();
    }

    /// <summary>Number of functions of each group: coordinates that are constant in the group have none.</summary>
    private static IEnumerable<long> Needs(Measure measure, IReadOnlyList<int[]> groups, int order) =>
        groups.Select(group => (measure.Matched with { Dimension = measure.VaryingCoordinates(group).Length }).Count(order));

    /// <summary>Says why so many are needed, and what to do.</summary>
    public static string Describe(Measure measure, int order, long least)
    {
        int groups = Groups(measure).Count;
        string why = groups < 2
            ? measure.Matched.Describe(order)
            : string.Create(
                CultureInfo.InvariantCulture, $"{measure.Matched.Describe(order)}, and the {groups} groups together need {least} points");
        return $"{why}: keep at least that many "
            + $"points{(order > 1 ? " or lower the order" : groups < 2 ? " or use fewer columns" : " or make fewer groups")}";
    }

    /// <summary>Compresses to a size, at least <see cref="Least"/>.</summary>
    public Coreset Run(int size)
    {
        int[] sizes = Sizes(size);
        var kept = new Coreset[groups.Count];
        int outer = Math.Min(threads, groups.Count);
        int inner = Math.Max(1, threads / groups.Count);
        long done = 0, all = groups.Sum(group => (long)group.Length);
        ParallelLoop.For(0, groups.Count, new ParallelOptions { MaxDegreeOfParallelism = outer, CancellationToken = cancellation }, g =>
        {
            int[] group = groups[g];
            Measure part = measure.Subset(group, Weights(group));
            CompressionOptions own = options with { Size = sizes[g], Progress = null };
            kept[g] = sizes[g] == group.Length
                ? WholeMeasure.Keep(part, own)
                : new OrderTrials(CompressionProblem.For(part.WithoutConstantCoordinates(), own, sizes[g], inner, cancellation)).Run();
            options.Progress?.Report(Interlocked.Add(ref done, group.Length) / (double)all);
        });
        return Join(kept, size);
    }

    /// <summary>What a compression to a size would do in each group.</summary>
    public string Explain(int size)
    {
        int[] sizes = Sizes(size);
        return string.Join(
            "\n", groups.Select(
                (group, g) => string.Create(CultureInfo.InvariantCulture, $"{Label(group[0])}: {ExplainGroup(group, sizes[g])}")));
    }

    /// <summary>The group and the class of an atom, as messages call them.</summary>
    private string Label(int atom)
    {
        string group = measure.Groups.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $"group {measure.Groups.Span[atom]}");
        string value = measure.Loss?.SplitsByTarget == true
            ? string.Create(CultureInfo.InvariantCulture, $"class {measure.Targets.Span[atom]}") : "";
        return group.Length > 0 && value.Length > 0 ? $"{group}, {value}" : group + value;
    }

    private string ExplainGroup(int[] group, int size) => size == group.Length
        ? string.Create(CultureInfo.InvariantCulture, $"all {size} atoms are kept")
        : PlanText.ForProblem(CompressionProblem.For(
            measure.Subset(group, Weights(group)).WithoutConstantCoordinates(), options with { Size = size, Progress = null }, size,
                threads, cancellation));

    private double[] Weights(int[] group) => Array.ConvertAll(group, atom => measure.AtomWeights[atom]);

    /// <summary>
    /// Sizes in proportion to the atoms of the groups, but at least what a group needs and at most what it has. Groups whose share is
    /// outside these bounds get the bound; the others share the rest.
    /// </summary>
    private int[] Sizes(int size)
    {
        // Second moments first, so that means, covariances and least squares are exact in every group where the size allows it.
        int least = CompressionPolicy.LowestOrderOfGroups(options, () => Least(measure, 2) <= size);
        long[] needed = [.. Needs(measure, groups, least)];
        int[] sizes = [.. groups.Select((group, g) => (int)Math.Min(group.Length, needed[g]))];
        bool[] settled = [.. groups.Select((group, g) => group.Length <= needed[g])];
        while (true)
        {
            long left = size - Enumerable.Range(0, sizes.Length).Where(g => settled[g]).Sum(g => (long)sizes[g]);
            long atoms = Enumerable.Range(0, sizes.Length).Where(g => !settled[g]).Sum(g => (long)groups[g].Length);
            bool changed = false;
            for (int g = 0; g < sizes.Length; g++)
            {
                if (!settled[g] && (Int128)left * groups[g].Length < (Int128)needed[g] * atoms)
                {
                    settled[g] = true;
                    changed = true;
                }
            }
            if (changed)
                continue;
            for (int g = 0; g < sizes.Length; g++)
            {
                if (settled[g])
                    continue;
                sizes[g] = (int)Math.Min(groups[g].Length, (long)((Int128)left * groups[g].Length / atoms));
                left -= sizes[g];
                atoms -= groups[g].Length;
            }
            return sizes;
        }
    }

    private Coreset Join(Coreset[] kept, int size)
    {
        int[] indices = new int[kept.Sum(part => part.Count)];
        double[] weights = new double[indices.Length];
        int next = 0;
        for (int g = 0; g < kept.Length; g++)
        {
            ReadOnlySpan<int> own = kept[g].Indices.Span;
            kept[g].Weights.Span.CopyTo(weights.AsSpan(next));
            for (int i = 0; i < own.Length; i++)
                indices[next++] = groups[g][own[i]];
        }
        Array.Sort(indices, weights);
        // A group that is kept whole matches every order, the highest of the others too.
        int highest = kept.Where(part => part.Count < part.Source.Count).Max(part => part.Shares[^1].Order);
        OrderShare[] shares =
        [
            .. kept.SelectMany(part => part.Shares.Select(share => share with
                {
                    Order = part.Count == part.Source.Count ? highest : share.Order,
                    ErrorBoundShare = share.ErrorBoundShare * (part.Source.TotalWeight / measure.TotalWeight),
                }))
                .GroupBy(share => share.Order).OrderBy(group => group.Key)
                .Select(group => new OrderShare(group.Key, group.Sum(share => share.Leaves), group.Sum(share => share.Points),
                    group.Sum(share => share.ErrorBoundShare))),
        ];
        return new Coreset(measure, indices, weights, shares, kept.Max(part => part.MomentResidual))
        {
            IsRankDeficient = kept.Any(part => part.IsRankDeficient),
            Kernels = kept.Any(part => part.Kernels.Count > 0) ? [.. kept.Select(part => part.Kernels is [var own, ..] ? own : null)] : [],
            MaxWeight = options.MaxWeight,
            Nearness = kept.Max(part => part.Nearness),
            NearOrder = kept.Max(part => part.NearOrder),
            SizeAsked = size,
            OrderAsked = options.Order ?? 0,
            Use = options.Use,
        };
    }
}
