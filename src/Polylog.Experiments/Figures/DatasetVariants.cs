namespace Polylog.Experiments;

/// <summary>The training sets of students: all rows, or fewer rows in their place.</summary>
internal sealed class DatasetVariants(double[] rows)
{
    private const int Columns = TeacherStudent.Columns;
    private const int Inputs = Columns - 1;

    private readonly Measure _rows = new(rows, Columns);

    /// <summary>All rows.</summary>
    public TrainingSet Full => Samples(_rows);

    /// <summary>The paper's way: a row (x, y) is a point of space, its columns as they are.</summary>
    public TrainingSet Compressed(int order, int size, CancellationToken cancellation) =>
        Samples(
            MomentCompressor.Compress(
                _rows, new CompressionOptions { Order = order, Size = size, Scale = ColumnScale.None }, cancellation).Points);

    /// <summary>
    /// Compressed for least squares: fine in x only, because y enters the gradient of the squared loss through its first power times a
    /// function of x.
    /// </summary>
    /// <param name="size">Rows to keep.</param>
    /// <param name="order">Order, or null for the library's choice.</param>
    /// <param name="effort">How hard to try.</param>
    /// <param name="cancellation">Ends the compression.</param>
    public TrainingSet LossAware(int size, int? order, Effort effort, CancellationToken cancellation)
    {
        double[] x = new double[_rows.Count * Inputs], y = new double[_rows.Count];
        for (int i = 0; i < y.Length; i++)
        {
            _rows.Atom(i)[..Inputs].CopyTo(x.AsSpan(i * Inputs));
            y[i] = _rows.Atom(i)[Inputs];
        }
        Measure measure = new Measure(x, Inputs).WithTargets(y, Loss.LeastSquares);
        Coreset coreset = MomentCompressor.Compress(
            measure,
            new CompressionOptions { Size = size, Scale = ColumnScale.None, Use = Use.Kinked, Order = order, Effort = effort },
            cancellation);
        return Samples(Chosen(coreset));
    }

    /// <summary>Rows drawn without replacement, all of one weight.</summary>
    public TrainingSet Random(int size, ulong seed) => Samples(RandomSubset.Draw(_rows, size, seed));

    /// <summary>Rows that are chosen again and again for the student that learns from them.</summary>
    /// <param name="student">The student.</param>
    /// <param name="size">Rows to keep.</param>
    /// <param name="recipe">The training.</param>
    /// <param name="epochs">Epochs at whose start rows are chosen, then the last.</param>
    /// <param name="draws">Seed of batches.</param>
    public AdaptiveBatches Following(TwoLayerNetwork student, int size, StudentRecipe recipe, int[] epochs, ulong draws) =>
        new(rows, student, size, recipe.StepsPerEpoch, epochs, (set, choice) => recipe.Batches(set, ExperimentSeed.ForPart(draws, choice)));

    private Measure Chosen(Coreset coreset)
    {
        double[] chosen = new double[coreset.Count * Columns];
        for (int i = 0; i < coreset.Count; i++)
            _rows.Atom(coreset.Indices.Span[i]).CopyTo(chosen.AsSpan(i * Columns));
        return new Measure(chosen, Columns, coreset.Weights);
    }

    /// <summary>Rows (x, y) with weights, as a network reads them.</summary>
    public static TrainingSet Samples(Measure rows)
    {
        double[] x = new double[rows.Count * Inputs], y = new double[rows.Count];
        for (int i = 0; i < y.Length; i++)
        {
            rows.Atom(i)[..Inputs].CopyTo(x.AsSpan(i * Inputs));
            y[i] = rows.Atom(i)[Inputs];
        }
        return new TrainingSet(x, Inputs, y, 1, rows.Weights.Span);
    }
}
