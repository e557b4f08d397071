namespace Polylog;

/// <summary>Checks that kernel functions match: finds them again from the measure, and compares their sums.</summary>
internal static class KernelAudit
{
    /// <summary>Points whose functions are evaluated together.</summary>
    private const int Block = 256;

    /// <summary>Finds the functions of every leaf, and compares their sums.</summary>
    /// <param name="full">The measure that was compressed, or one of its groups, without constant coordinates, equal atoms merged.</param>
    /// <param name="kept">What was kept of it, with the same coordinates.</param>
    /// <param name="recipe">What the functions are found from.</param>
    /// <param name="workers">Threads.</param>
    public static KernelFinding Compare(Measure full, Measure kept, KernelRecipe recipe, Workers workers)
    {
        if (recipe.Plan.Count == 0)
            return default;
        Measure rows = Weighted(full.WithMatchedColumns()), keptRows = kept.WithMatchedColumns();
        MatchedColumns columns = full.Matched;
        if (recipe.Leaves == 1)
            return OfLeaf(rows, keptRows, columns, recipe, workers);
        if (recipe.Leaves > rows.WeightedCount || recipe.Keep > rows.WeightedCount)
            return KernelFinding.Unfit;
        double[] units = AxisUnits.Measured(rows, recipe.Scale, workers.Count);
        (Bisection points, Leaf[] leaves) = WindowPartition.Split(
            rows, new PartitionPlan(recipe.Leaves, columns.Dimension, units, recipe.Keep), workers.Count, workers.Cancellation);
        var keptAt = new Dictionary<ulong, int>();
        for (int i = 0; i < keptRows.Count; i++)
            keptAt[RowHash.Mix(0, keptRows.Atom(i))] = i;
        KernelFinding all = default;
        foreach (Leaf leaf in leaves)
        {
            int[] own =
            [
                .. Enumerable.Range(leaf.Start, leaf.Count).Select(at => RowHash.Mix(0, points.Row(at)))
                    .Where(keptAt.ContainsKey).Select(hash => keptAt[hash]),
            ];
            if (own.Length == 0)
                return KernelFinding.Unfit;
            Measure part = keptRows.Subset(own, Array.ConvertAll(own, atom => keptRows.AtomWeights[atom]));
            all = all.With(OfLeaf(points.Measure(leaf), part, columns, recipe, workers));
        }
        return all;
    }

    /// <summary>The atoms of positive weight.</summary>
    private static Measure Weighted(Measure rows)
    {
        if (rows.WeightedCount == rows.Count)
            return rows;
        int[] atoms = [.. Enumerable.Range(0, rows.Count).Where(rows.HasWeight)];
        return rows.Subset(atoms, Array.ConvertAll(atoms, atom => rows.AtomWeights[atom]));
    }

    private static KernelFinding OfLeaf(
        Measure rows, Measure keptRows, MatchedColumns columns, KernelRecipe recipe, Workers workers)
    {
        KernelFunctions functions = KernelSample.Find(rows, columns.KernelDimension, recipe, workers);
        int matched = Math.Min(recipe.Plan.Matched, functions.Count);
        (CompensatedSum[] all, double[] largest) = Sums(functions, matched, columns, rows, workers);
        (CompensatedSum[] own, _) = Sums(functions, matched, columns, keptRows, workers);
        double residual = 0;
        for (int f = 0; f < all.Length; f++)
        {
            CompensatedSum difference = own[f];
            difference.Add(-all[f].Value);
            if (largest[f] > 0)
                residual = Math.Max(residual, Math.Abs(difference.Value) / (largest[f] * rows.TotalWeight));
        }
        return new KernelFinding(residual, matched, Math.Min(recipe.Plan.Watched, functions.Count - matched));
    }

    /// <summary>Sums of the functions, and their largest magnitudes.</summary>
    private static (CompensatedSum[] Sums, double[] Largest) Sums(
        KernelFunctions functions, int matched, MatchedColumns columns, Measure rows, Workers workers)
    {
        var sums = new CompensatedSum[matched];
        double[] largest = new double[matched];
        int blocks = (rows.Count + Block - 1) / Block;
        var parts = new (CompensatedSum[] Sums, double[] Largest)[blocks];
        workers.Run(blocks, (long)rows.Count * matched * functions.Landmarks, block =>
        {
            var own = new CompensatedSum[matched];
            double[] ownLargest = new double[matched];
            int[] places = [.. Enumerable.Range(block * Block, Math.Min(Block, rows.Count - block * Block))];
            double[] values = new double[Math.Max(1, matched) * Block];
            var scratch = new AlignedBuffer();
            for (int part = 0; part < KernelFunctions.Blocks(places.Length); part++)
                functions.Evaluate(part, rows.Atoms.Span, columns.Width, places, matched, Block, values, scratch);
            for (int f = 0; f < matched; f++)
            {
                for (int i = 0; i < places.Length; i++)
                {
                    own[f].AddProduct(rows.AtomWeights[places[i]], values[f * Block + i]);
                    ownLargest[f] = Math.Max(ownLargest[f], Math.Abs(values[f * Block + i]));
                }
            }
            parts[block] = (own, ownLargest);
        });
        foreach ((CompensatedSum[] own, double[] ownLargest) in parts)
        {
            for (int f = 0; f < sums.Length; f++)
            {
                sums[f].Add(own[f]);
                largest[f] = Math.Max(largest[f], ownLargest[f]);
            }
        }
        return (sums, largest);
    }
}
