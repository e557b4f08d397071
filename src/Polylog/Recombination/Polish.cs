namespace Polylog;

/// <summary>
/// Solves once more for the weights of the points that stay, against the leaf's original moments: iterative refinement.
/// </summary>
/// <remarks>
/// The residual is summed in twice the working precision, so one or two corrections bring it to rounding level whatever the
/// eliminations lost. A correction that would make a weight negative, or that does not lower the residual, is not taken.
/// </remarks>
internal sealed class Polish(Workers workers)
{
    private const int MaxCorrections = 3;

    private readonly Tableau _tableau = new(workers);
    private readonly AlignedBuffer _buffer = new();
    private double[] _trial = [];

    /// <summary>Corrects the weights.</summary>
    /// <param name="features">The leaf's features.</param>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, the points that stay.</param>
    /// <param name="weights">IN/OUT, their weights.</param>
    /// <param name="moments">IN, the leaf's moments in the local basis; the first is its weight.</param>
    /// <param name="tolerance">Size below which a function counts as dependent on others.</param>
    /// <returns>The largest remaining residual relative to the leaf's weight.</returns>
    public double Run(LeafFeatures features, ReadOnlySpan<double> rows, ReadOnlySpan<int> points, Span<double> weights, ReadOnlySpan<double> moments, double tolerance)
    {
        int count = points.Length;
        int stride = Kernels.Pad(count + 1);
        Span<double> matrix = _buffer.Take(moments.Length * stride);
        features.Single(rows, points, moments.Length, stride, matrix);
        if (_trial.Length < count)
            _trial = new double[count];
        Span<double> trial = _trial.AsSpan(0, count);
        double mass = moments[0];
        double residual = Residual(matrix, stride, weights, moments) / mass;
        for (int correction = 0; correction < MaxCorrections && residual > 0; correction++)
        {
            _tableau.Factor(matrix, stride, count, moments.Length, 0, tolerance);
            weights.CopyTo(trial);
            bool positive = true;
            for (int b = 0; b < _tableau.Rank; b++)
            {
                int column = _tableau.Columns[b];
                trial[column] += _tableau.Solution(b, 0);
                positive &= trial[column] > 0;
            }
            double corrected = positive ? Residual(matrix, stride, trial, moments) / mass : double.PositiveInfinity;
            if (!(corrected < residual))
                break;
            bool settled = corrected > residual / 4;
            trial.CopyTo(weights);
            residual = corrected;
            if (settled || residual < 1e-15)
                break;
        }
        return residual;
    }

    /// <summary>Writes moments minus the weighted sums into the column after the points; returns the largest magnitude.</summary>
    private static double Residual(Span<double> matrix, int stride, ReadOnlySpan<double> weights, ReadOnlySpan<double> moments)
    {
        double largest = 0;
        for (int f = 0; f < moments.Length; f++)
        {
            Span<double> row = matrix.Slice(f * stride, stride);
            var sum = new CompensatedSum();
            sum.Add(moments[f]);
            for (int i = 0; i < weights.Length; i++)
                sum.AddProduct(-weights[i], row[i]);
            row[weights.Length] = sum.Value;
            largest = Math.Max(largest, Math.Abs(sum.Value));
        }
        return largest;
    }
}
