namespace Polylog;

/// <summary>
/// How many of the basis functions are linearly independent on a measure: fewer than all of them when columns are constant, binary, copies of
/// others, or the points lie on a curve. So many points are enough for a leaf, and the budget buys more leaves.
/// </summary>
internal static class FeatureRank
{
    /// <summary>Rank of the first <paramref name="functions"/> functions on the measure's atoms of positive weight.</summary>
    /// <remarks>
    /// A sample of full rank settles it; only otherwise all atoms are looked at, as sums over groups, whose rank is
    /// that of all atoms unless the grouping is unlucky.
    /// </remarks>
    /// <returns>1 .. functions: the constant always counts.</returns>
    public static int Of(Measure measure, FunctionBasis basis, int functions, Workers workers)
    {
        int groups = Kernels.Pad(2 * functions);
        int sample = Math.Min(groups, measure.Count);
        int[] points = new int[sample];
        for (int i = 0; i < sample; i++)
            points[i] = (int)((long)i * measure.Count / sample);
        int rank = Rank(measure, basis, functions, points, groups, workers);
        if (rank == functions || sample == measure.Count)
            return rank;
        int[] all = new int[measure.Count];
        for (int i = 0; i < all.Length; i++)
            all[i] = i;
        return Rank(measure, basis, functions, all, groups, workers);
    }

    private static int Rank(Measure measure, FunctionBasis basis, int functions, ReadOnlyMemory<int> points, int groups, Workers workers)
    {
        var evaluation = new LeafFeatures(basis, workers);
        evaluation.Fit(measure.Atoms.Span);
        double[] ones = new double[points.Length];
        Array.Fill(ones, 1);
        var buffer = new AlignedBuffer();
        evaluation.GroupSums(measure.Atoms, points, ones, groups, functions, buffer);
        Span<double> sums = buffer.Take(functions * groups);
        int used = Math.Min(groups, points.Length);
        for (int f = functions - 1; f >= 0; f--)
        {
            for (int g = 0; g < used; g++)
                sums[f * groups + g] /= sums[g];
        }
        var tableau = new Tableau(workers);
        tableau.Factorise(sums, groups, used, functions, 0, evaluation.DataTolerance, combine: false);
        return tableau.Rank;
    }
}
