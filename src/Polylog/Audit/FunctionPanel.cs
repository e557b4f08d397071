namespace Polylog;

/// <summary>Functions of standardised rows whose sums are compared. The sums of parts of a measure merge into those of the whole.</summary>
/// <param name="frame">Standardises the rows.</param>
/// <param name="functions">The functions.</param>
/// <param name="models">Replaces values of the first functions by losses; null without a target.</param>
internal sealed class FunctionPanel(Standardisation frame, RidgeFunction[] functions, RandomModels? models)
{
    private const int ChunkRows = 1 << 13;

    /// <summary>Number of functions.</summary>
    public int Count => functions.Length;

    /// <summary>What standardises the rows.</summary>
    public Standardisation Frame => frame;

    /// <summary>The functions.</summary>
    public IReadOnlyList<RidgeFunction> Functions => functions;

    /// <summary>What replaces values of the first functions by losses; null without a target.</summary>
    public RandomModels? Models => models;

    /// <summary>Sums over a measure: O(functions x count x dimension).</summary>
    /// <param name="measure">The measure, with targets where there are models.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="threads">Threads to use; 0 for one per processor.</param>
    public FunctionSums Sum(Measure measure, IProgress<double>? progress, CancellationToken cancellation, int threads = 0) =>
        FunctionSums.Over(
            measure, functions.Length, ChunkRows, (sums, from, to) => AddRows(sums, measure, from, to), progress, cancellation, threads);

    /// <summary>For each function the difference of two sums relative to the sum of absolute values.</summary>
    /// <param name="sums">Sums over the coreset.</param>
    /// <param name="all">Sums over the measure that it stands for.</param>
    public static double[] Errors(FunctionSums sums, FunctionSums all)
    {
        double[] values = sums.Values, expected = all.Values, errors = new double[values.Length];
        for (int f = 0; f < errors.Length; f++)
            errors[f] = all.Magnitudes[f] == 0 ? 0 : Math.Abs(values[f] - expected[f]) / all.Magnitudes[f];
        return errors;
    }

    private void AddRows(FunctionSums sums, Measure measure, int from, int to)
    {
        int dimension = measure.Dimension;
        double[] points = new double[FunctionSums.BlockRows * dimension];
        double[] row = new double[dimension];
        double[] values = new double[FunctionSums.BlockRows];
        for (int start = from; start < to; start += FunctionSums.BlockRows)
        {
            int count = Math.Min(FunctionSums.BlockRows, to - start);
            for (int i = 0; i < count; i++)
            {
                frame.Apply(measure.Atom(start + i), row);
                for (int axis = 0; axis < dimension; axis++)
                    points[axis * FunctionSums.BlockRows + i] = row[axis];
            }
            for (int f = 0; f < functions.Length; f++)
            {
                functions[f].Evaluate(points, FunctionSums.BlockRows, values);
                models?.Losses(f, measure, start, values.AsSpan(0, count));
                sums.Add(f, values.AsSpan(0, count), measure.AtomWeights, start);
            }
        }
    }
}
