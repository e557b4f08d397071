namespace Polylog;

/// <summary>
/// The number of basis functions that are linearly independent on a measure. It is smaller than their number when columns are constant,
/// binary or copies of others, or when the points lie on a curve. A leaf then needs fewer points, and the size allows more leaves.
/// </summary>
internal static class FeatureRank
{
    /// <summary>Rank of the first <paramref name="functions"/> functions on the measure's atoms of positive weight.</summary>
    /// <remarks>
    /// A sample of full rank settles it; only otherwise all atoms are looked at, as sums over bins, whose rank is
    /// that of all atoms unless the binning is unlucky.
    /// </remarks>
    /// <returns>1 .. functions: the constant always counts.</returns>
    public static int Count(Measure measure, FunctionBasis basis, int functions, Workers workers)
    {
        int bins = Kernels.Pad(2 * functions);
        int sample = Math.Min(bins, measure.Count);
        int[] points = new int[sample];
        for (int i = 0; i < sample; i++)
            points[i] = (int)((long)i * measure.Count / sample);
        int rank = Rank(measure, basis, functions, points, bins, workers);
        if (rank == functions || sample == measure.Count)
            return rank;
        int[] all = new int[measure.Count];
        for (int i = 0; i < all.Length; i++)
            all[i] = i;
        return Rank(measure, basis, functions, all, bins, workers);
    }

    private static int Rank(Measure measure, FunctionBasis basis, int functions, ReadOnlyMemory<int> points, int bins, Workers workers)
    {
        var evaluation = new LeafFeatures(basis, workers);
        evaluation.Fit(measure.Atoms.Span);
        double[] ones = new double[points.Length];
        Array.Fill(ones, 1);
        var buffer = new AlignedBuffer();
        evaluation.BinSums(measure.Atoms, points, ones, bins, functions, buffer);
        Span<double> sums = buffer.Take(functions * bins);
        int used = Math.Min(bins, points.Length);
        for (int f = functions - 1; f >= 0; f--)
        {
            for (int bin = 0; bin < used; bin++)
                sums[f * bins + bin] /= sums[bin];
        }
        var tableau = new Tableau(workers);
        tableau.Factorise(sums, bins, used, functions, 0, evaluation.DataTolerance, combine: false);
        return tableau.Rank;
    }
}
