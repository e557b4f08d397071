namespace Polylog;

/// <summary>Finds the kernel functions of a problem, on a sample of its rows.</summary>
internal static class KernelChoice
{
    /// <summary>The functions of a leaf that holds all rows.</summary>
    /// <param name="problem">What is to be compressed.</param>
    public static FunctionPlan Find(CompressionProblem problem)
    {
        int order = problem.Policy.OrderOfWindow;
        KernelPlan plan = problem.Policy.KernelFunctions(problem.Rows.WeightedCount);
        Measure sample = HashedSample.Draw(problem.Rows, plan.Sample);
        int count = sample.Count, width = sample.Dimension, dimension = problem.Matched.Dimension;
        int[] inOrder = new int[count];
        double[] given = new double[count];
        for (int i = 0; i < count; i++)
            given[i] = sample.AtomWeights[i];
        new CanonicalOrder().Fill(sample.Atoms.Span, width, given, Enumerable.Range(0, count).ToArray(), inOrder);
        double[] rows = new double[count * width], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            sample.Atom(inOrder[i]).CopyTo(rows.AsSpan(i * width));
            weights[i] = given[inOrder[i]];
        }
        Workers workers = problem.WorkersFor(1);
        int stride = Kernels.Pad(count), polynomials = (int)Moments.Count(dimension, order);
        double[] values = new double[polynomials * stride];
        var plain = new LeafFeatures(new FunctionBasis(new MatchedColumns(dimension), order), workers);
        double[] coordinates = new double[count * dimension];
        for (int i = 0; i < count; i++)
            rows.AsSpan(i * width, dimension).CopyTo(coordinates.AsSpan(i * dimension));
        plain.Fit(coordinates);
        plain.Single(coordinates, Enumerable.Range(0, count).ToArray(), polynomials, stride, values);
        KernelFunctions functions = new KernelSearch(workers).Run(
            rows, width, weights, Frame(problem), values, plan.Count, plan.Landmarks);
        int matched = Math.Min(plan.Matched, functions.Count);
        return FunctionPlan.Matching(problem.Matched, order) with
        {
            Window = new WindowPlan(functions, matched, Math.Min(plan.Watched, functions.Count - matched))
            {
                MaxWeight = problem.Options.MaxWeight,
                Draw = problem.Options.Draw,
            },
        };
    }

    private static double[] Frame(CompressionProblem problem)
    {
        int dimension = problem.Matched.Dimension;
        var standard = Standardisation.Fit(problem.Source);
        double[] frame = new double[2 * dimension];
        standard.Means.CopyTo(frame);
        for (int column = 0; column < dimension; column++)
            frame[dimension + column] = 1 / standard.Deviations[column];
        return frame;
    }
}
