namespace Polylog;

/// <summary>Finds the kernel functions of a measure, on a sample of its rows.</summary>
internal static class KernelSample
{
    /// <summary>Finds the functions: the same for any order of the rows and any number of threads.</summary>
    /// <param name="rows">The rows, their first columns the coordinates.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="recipe">What they are found from.</param>
    /// <param name="workers">Threads.</param>
    public static KernelFunctions Find(Measure rows, int dimension, KernelRecipe recipe, Workers workers)
    {
        Measure sample = HashedSample.Draw(rows, recipe.Plan.Sample);
        int count = sample.Count, width = sample.Dimension, stride = Kernels.Pad(count);
        int[] all = [.. Enumerable.Range(0, count)], order = new int[count];
        double[] given = [.. all.Select(i => sample.AtomWeights[i])];
        double heaviest = given.Max();
        new CanonicalOrder().Fill(sample.Atoms.Span, width, given, all, order);
        double[] coordinates = new double[count * dimension];
        for (int i = 0; i < count; i++)
            sample.Atom(order[i])[..dimension].CopyTo(coordinates.AsSpan(i * dimension));

        var basis = new FunctionBasis(new MatchedColumns(dimension), recipe.Order);
        var polynomials = new LeafFeatures(basis, workers);
        polynomials.Fit(coordinates);
        double[] values = new double[basis.Count * stride];
        polynomials.Single(coordinates, all, basis.Count, stride, values);
        return new KernelSearch(workers).Run(
            coordinates, dimension, Array.ConvertAll(order, i => given[i] / heaviest), Frame(rows, dimension), values, recipe.Plan.Count,
                recipe.Plan.Landmarks);
    }

    /// <summary>Means and reciprocal deviations of the coordinates over all rows.</summary>
    private static double[] Frame(Measure rows, int dimension)
    {
        var standard = Standardisation.Fit(rows);
        double[] frame = new double[2 * dimension];
        standard.Means[..dimension].CopyTo(frame);
        for (int column = 0; column < dimension; column++)
            frame[dimension + column] = 1 / standard.Deviations[column];
        return frame;
    }
}
