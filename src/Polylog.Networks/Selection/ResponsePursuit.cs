using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Forward selection of columns from their second moments: a Cholesky factorisation that grows by the column whose part orthogonal to the
/// columns already taken explains most of the targets.
/// </summary>
/// <remarks>
/// With G = R^T R of the columns and C = R^T Y of the targets, step t adds row t of the factor, l_i = (G_ti - sum_s l_si l_st) / l_tt, for
/// all columns i at once; it lowers the remaining square of each column by l_i^2 and its correlation with the remaining targets by l_i z_t,
/// z_t = C_t / l_tt. Cost of a step: columns x (steps + targets). Columns of one unit, such as the numbers of a head, are a block and are
/// taken together; their gain needs the remaining second moments of the block.
/// </remarks>
internal sealed class ResponsePursuit
{
    /// <summary>A column counts as dependent once its remaining square is below this multiple of the ridge.</summary>
    public const double Independence = 1000;

    private const int Piece = 2048;

    private readonly double[] _gram;
    private readonly int _stride;
    private readonly int _columns;
    private readonly double[] _correlations;
    private readonly int _targets;
    private readonly int _block;
    private readonly double[] _within;
    private readonly double[] _squares;
    private readonly double[] _floors;
    private readonly List<int> _taken = [];
    private readonly List<double[]> _factor = [];
    private readonly List<double[]> _solved = [];

    /// <param name="moments">IN, second moments of the columns to choose from and of a constant behind them; not changed.</param>
    /// <param name="correlations">IN/OUT, (columns + 1) x targets.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="ridge">Share of each square that is added to it.</param>
    /// <param name="block">Columns of a unit.</param>
    public ResponsePursuit(GramMatrix moments, double[] correlations, int targets, double ridge, int block = 1)
    {
        (double[] gram, int stride, int columns) = moments;
        (_gram, _stride, _columns, _correlations, _targets) = (gram, stride, columns, correlations, targets);
        _block = block;
        _within = block == 1 ? [] : new double[columns * block];
        for (int i = 0; i < _within.Length; i++)
            _within[i] = gram[((i / block) * stride) + (i / block / block * block) + (i % block)];
        _squares = [.. Enumerable.Range(0, columns + 1).Select(i => gram[i * stride + i] * (1 + ridge))];
        _floors = [.. _squares.Select(square => Independence * ridge * square)];
    }

    /// <summary>Sum of squares of the targets that the columns taken explain.</summary>
    public double Explained { get; private set; }

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
        for (int i = 0; i < _within.Length; i++)
            _within[i] -= row[i / _block] * row[(i / _block / _block * _block) + (i % _block)];
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

    /// <summary>Takes the columns of a unit that do not depend on those taken.</summary>
    public void TakeUnit(int unit)
    {
        for (int column = unit * _block; column < (unit + 1) * _block; column++)
            TakeIfIndependent(column);
    }

    /// <summary>What each unit would explain of the squares of the targets that remain; 0 for one that depends on those taken.</summary>
    /// <param name="gains">OUT, one number a unit.</param>
    public void Gains(Span<double> gains)
    {
        for (int unit = 0; unit < gains.Length; unit++)
            gains[unit] = _block == 1 ? Gain(unit) : BlockGain(unit);
    }

    private double Gain(int column) => _squares[column] > _floors[column]
        ? TensorPrimitives.SumOfSquares(_correlations.AsSpan(column * _targets, _targets)) / _squares[column]
        : 0;

    // |L^-1 C|^2 with the Cholesky factor L of the block's remaining second moments, without columns that depend on others.
    private double BlockGain(int unit)
    {
        int first = unit * _block;
        double[] factor = new double[_block * _block], solved = new double[_targets];
        var rows = new List<(int Column, double[] Solved)>();
        double gain = 0;
        for (int i = 0; i < _block; i++)
        {
            double square = _squares[first + i];
            if (!(square > _floors[first + i]))
                continue;
            Span<double> own = factor.AsSpan(i * _block, _block);
            _correlations.AsSpan((first + i) * _targets, _targets).CopyTo(solved);
            foreach ((int j, double[] earlier) in rows)
            {
                double along = _within[((first + i) * _block) + j];
                foreach ((int k, _) in rows)
                {
                    if (k == j)
                        break;
                    along -= own[k] * factor[(j * _block) + k];
                }
                along /= factor[(j * _block) + j];
                own[j] = along;
                square -= along * along;
                TensorPrimitives.MultiplyAdd(earlier, -along, solved, solved);
            }
            if (!(square > _floors[first + i]))
                continue;
            own[i] = Math.Sqrt(square);
            double[] kept = new double[_targets];
            TensorPrimitives.Divide(solved, own[i], kept);
            gain += TensorPrimitives.SumOfSquares(kept);
            rows.Add((i, kept));
        }
        return gain;
    }
}
