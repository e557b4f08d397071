namespace Polylog;

/// <summary>
/// Corrects the weights of the kept points against the leaf's original moments: iterative refinement.
/// </summary>
/// <remarks>
/// The residual is summed in twice the working precision, so one to three corrections bring it to rounding level whatever the
/// eliminations lost. A correction that would make a weight negative, or that does not lower the residual, is not taken.
/// </remarks>
internal sealed class Polish
{
    private const int MaxCorrections = 3;

    /// <summary>Functions whose residual is summed in one go.</summary>
    private const int Part = 16;

    private readonly Workers _workers;
    private readonly Tableau _tableau;
    private readonly Action<int> _residualsOfPart;
    private readonly AlignedBuffer _buffer = new();
    private double[] _trial = [];
    private double[] _moments = [];
    private int _count;
    private int _functions;

    public Polish(Workers workers)
    {
        _workers = workers;
        _tableau = new Tableau(workers);
        _residualsOfPart = ResidualsOfPart;
    }

    /// <summary>Corrects the weights.</summary>
    /// <param name="features">The leaf's features.</param>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, the kept points.</param>
    /// <param name="weights">IN/OUT, their weights.</param>
    /// <param name="moments">IN, the leaf's moments in the local basis; the first is its weight.</param>
    /// <param name="tolerance">Size below which a function counts as dependent on others.</param>
    /// <param name="limit">No weight is to pass it: a correction that would is not made.</param>
    /// <returns>The largest remaining residual relative to the leaf's weight.</returns>
    public double Run(IPointFunctions features, ReadOnlySpan<double> rows, ReadOnlySpan<int> points, Span<double> weights,
        ReadOnlySpan<double> moments, double tolerance, double limit = double.PositiveInfinity)
    {
        int count = points.Length;
        int stride = Kernels.Pad(count + 1);
        Span<double> matrix = _buffer.Take(moments.Length * stride);
        features.Single(rows, points, moments.Length, stride, matrix);
        if (_trial.Length < count)
            _trial = new double[count];
        if (_moments.Length < moments.Length)
            _moments = new double[moments.Length];
        _count = count;
        _functions = moments.Length;
        moments.CopyTo(_moments);
        Span<double> trial = _trial.AsSpan(0, count);
        weights.CopyTo(trial);
        double residual = Residual(matrix, stride);
        for (int correction = 0; correction < MaxCorrections && residual > 0; correction++)
        {
            _tableau.Factorise(matrix, stride, count, moments.Length, 0, tolerance);
            weights.CopyTo(trial);
            bool holds = true;
            for (int b = 0; b < _tableau.Rank; b++)
            {
                int column = _tableau.Columns[b];
                trial[column] += _tableau.Solution(b, 0);
                holds &= trial[column] > 0 && trial[column] <= limit;
            }
            double corrected = holds ? Residual(matrix, stride) : double.PositiveInfinity;
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

    /// <summary>
    /// Writes moments minus the trial weights' sums into the column after the points; returns the largest magnitude relative to the leaf's
    /// weight.
    /// </summary>
    private double Residual(ReadOnlySpan<double> matrix, int stride)
    {
        _workers.Run((_functions + Part - 1) / Part, (long)_functions * _count, _residualsOfPart);
        double largest = 0;
        for (int f = 0; f < _functions; f++)
            largest = Math.Max(largest, Math.Abs(matrix[f * stride + _count]));
        return largest / _moments[0];
    }

    private void ResidualsOfPart(int part)
    {
        int stride = Kernels.Pad(_count + 1);
        Span<double> matrix = _buffer.Take(_functions * stride);
        ReadOnlySpan<double> weights = _trial.AsSpan(0, _count);
        for (int f = part * Part; f < Math.Min(_functions, (part + 1) * Part); f++)
        {
            Span<double> row = matrix.Slice(f * stride, stride);
            var sum = new CompensatedSum();
            sum.Add(_moments[f]);
            for (int i = 0; i < weights.Length; i++)
                sum.AddProduct(-weights[i], row[i]);
            row[_count] = sum.Value;
        }
    }
}
