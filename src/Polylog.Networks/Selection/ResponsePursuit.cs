namespace Polylog.Networks;

/// <summary>
/// Forward selection of columns from their second moments: a Cholesky factorisation that grows by the column whose part orthogonal to the
/// columns already taken explains most of the targets.
/// </summary>
/// <remarks>
/// With G = R^T R of the columns and C = R^T Y of the targets, step t adds row t of the factor, l_i = (G_ti - sum_s l_si l_st) / l_tt, for
/// all columns i at once; it lowers the remaining square of each column by l_i^2 and its correlation with the remaining targets by l_i z_t,
/// z_t = C_t / l_tt. Cost of a step: columns x (steps + targets).
/// </remarks>
internal sealed class ResponsePursuit
{
    /// <summary>A column counts as dependent once its remaining square is below this multiple of the ridge.</summary>
    private const double Independence = 1000;

    private const int Piece = 2048;

    private readonly double[] _gram;
    private readonly int _stride;
    private readonly int _columns;
    private readonly double[] _correlations;
    private readonly int _targets;
    private readonly double[] _squares;
    private readonly double[] _floors;
    private readonly List<int> _taken = [];
    private readonly List<double[]> _factor = [];
    private readonly List<double[]> _solved = [];

    /// <param name="gram">IN, second moments of the columns, (columns + 1) x stride; not changed.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="columns">Columns to choose from; one more, the constant, follows them.</param>
    /// <param name="correlations">IN/OUT, (columns + 1) x targets.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="ridge">Share of each square that is added to it.</param>
    public ResponsePursuit(double[] gram, int stride, int columns, double[] correlations, int targets, double ridge)
    {
        (_gram, _stride, _columns, _correlations, _targets) = (gram, stride, columns, correlations, targets);
        _squares = [.. Enumerable.Range(0, columns + 1).Select(i => gram[i * stride + i] * (1 + ridge))];
        _floors = [.. _squares.Select(square => Independence * ridge * square)];
    }

    /// <summary>Sum of squares of the targets that the columns taken explain.</summary>
    public double Explained { get; private set; }

    /// <summary>Takes columns, at most <paramref name="size"/>, until all others depend on those taken.</summary>
    public int[] Choose(int size, CancellationToken cancellation)
    {
        int before = _taken.Count;
        for (int step = 0; step < size; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int best = Best();
            if (best < 0)
                break;
            Take(best);
        }
        return [.. _taken.Skip(before)];
    }

    /// <summary>The columns in the order they were taken.</summary>
    public IReadOnlyList<int> Taken => _taken;

    /// <summary>Takes a column, unless it depends on those taken.</summary>
    public void TakeIfIndependent(int column)
    {
        if (_squares[column] > _floors[column])
            Take(column);
    }

    /// <summary>Takes a column.</summary>
    public void Take(int column)
    {
        double pivot = Math.Sqrt(_squares[column]);
        double[] row = _gram[(column * _stride)..((column + 1) * _stride)];
        // A piece of the row stays in the first-level cache while the earlier rows stream past.
        Parallel.For(0, (row.Length + Piece - 1) / Piece, piece =>
        {
            int start = piece * Piece;
            Span<double> own = row.AsSpan(start, Math.Min(Piece, row.Length - start));
            foreach (double[] earlier in _factor)
                Kernels.SubtractScaled(own, earlier[column], earlier.AsSpan(start, own.Length));
        });
        for (int i = 0; i < row.Length; i++)
            row[i] /= pivot;
        // The pivot includes the ridge.
        row[column] = pivot;
        double[] solved = new double[_targets];
        for (int t = 0; t < _targets; t++)
        {
            solved[t] = _correlations[column * _targets + t] / pivot;
            Explained += solved[t] * solved[t];
        }
        for (int i = 0; i <= _columns; i++)
        {
            _squares[i] -= row[i] * row[i];
            Span<double> correlation = _correlations.AsSpan(i * _targets, _targets);
            for (int t = 0; t < _targets; t++)
                correlation[t] -= row[i] * solved[t];
        }
        _squares[column] = 0;
        _taken.Add(column);
        _factor.Add(row);
        _solved.Add(solved);
    }

    /// <summary>Coefficients of the columns in the order they were taken: taken x targets.</summary>
    public double[] Solve(CancellationToken cancellation)
    {
        double[] solution = new double[_taken.Count * _targets];
        for (int j = _taken.Count - 1; j >= 0; j--)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> own = solution.AsSpan(j * _targets, _targets);
            _solved[j].CopyTo(own);
            for (int later = j + 1; later < _taken.Count; later++)
            {
                double along = _factor[j][_taken[later]];
                ReadOnlySpan<double> other = solution.AsSpan(later * _targets, _targets);
                for (int t = 0; t < own.Length; t++)
                    own[t] -= along * other[t];
            }
            for (int t = 0; t < own.Length; t++)
                own[t] /= _factor[j][_taken[j]];
        }
        return solution;
    }

    private int Best()
    {
        int best = -1;
        double most = 0;
        for (int i = 0; i < _columns; i++)
        {
            if (!(_squares[i] > _floors[i]))
                continue;
            double gain = 0;
            foreach (double correlation in _correlations.AsSpan(i * _targets, _targets))
                gain += correlation * correlation;
            gain /= _squares[i];
            if (gain > most)
                (best, most) = (i, gain);
        }
        return best;
    }
}
