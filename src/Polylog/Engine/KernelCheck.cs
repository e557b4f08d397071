namespace Polylog;

/// <summary>
/// Checks what a coreset of even weights promises beside its moments, from the two measures alone: that kernel functions match, and how
/// heavy the heaviest atom is. Measures are prepared as for a compression, group by group.
/// </summary>
internal static class KernelCheck
{
    /// <summary>Finds the kernel functions of all groups again, and compares their sums.</summary>
    /// <param name="full">The measure that was compressed.</param>
    /// <param name="kept">What was kept of it, with the same coordinates, targets and groups.</param>
    /// <param name="recipes">What the functions of each group are found from; null for a group without.</param>
    /// <param name="threads">Worker threads; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The residual is infinite where nothing is kept of a group, or where the recipes are not one for each group.</returns>
    public static KernelFinding Compare(
        Measure full, Measure kept, IReadOnlyList<KernelRecipe?> recipes, int threads, CancellationToken cancellation = default)
    {
        if (recipes.All(recipe => recipe is null))
            return default;
        int[] varying = full.VaryingCoordinates();
        Measure rows = full.InCoordinates(varying), keptRows = kept.InCoordinates(varying);
        // Where rows are equal, landmarks and their chances are those of the merged ones.
        Measure atoms = DistinctRows.Find(rows, threads, cancellation) is { } distinct
            ? rows.Subset(distinct.Indices, distinct.Weights) : rows;
        var workers = new Workers(threads, cancellation);
        IReadOnlyList<int[]> groups = GroupedCompression.Groups(atoms), keptGroups = GroupedCompression.Groups(keptRows);
        if (groups.Count < 2)
            return recipes is [{ } only] ? KernelAudit.Compare(atoms, keptRows, only, workers) : KernelFinding.Unfit;
        if (recipes.Count != groups.Count || keptGroups.Count != groups.Count)
            return KernelFinding.Unfit;
        KernelFinding all = default;
        for (int g = 0; g < groups.Count; g++)
        {
            if (recipes[g] is not { } recipe)
                continue;
            Measure part = Part(atoms, groups[g]);
            int[] own = part.VaryingCoordinates();
            all = all.With(KernelAudit.Compare(
                part.InCoordinates(own), Part(keptRows, keptGroups[g]).InCoordinates(own), recipe, workers));
        }
        return all;
    }

    /// <summary>The largest weight of an atom over the mean weight of its group, over all groups.</summary>
    /// <param name="kept">The atoms that were kept.</param>
    public static double LargestWeight(Measure kept)
    {
        IReadOnlyList<int[]> groups = GroupedCompression.Groups(kept);
        if (groups.Count == 0)
            groups = [[.. Enumerable.Range(0, kept.Count).Where(kept.HasWeight)]];
        return groups.Max(group => Largest(Array.ConvertAll(group, atom => kept.AtomWeights[atom])));
    }

    // The heaviest is 1 first, so that no sum is too large.
    private static double Largest(double[] weights)
    {
        double heaviest = weights.Max();
        return 1 / weights.Average(weight => weight / heaviest);
    }

    private static Measure Part(Measure measure, int[] atoms) =>
        measure.Subset(atoms, Array.ConvertAll(atoms, atom => measure.AtomWeights[atom]));
}
