using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Least squares from second moments by the sweep operator: columns can be taken and given back in any order, and for each column it is
/// known what it would gain or is worth.
/// </summary>
/// <remarks>
/// Of a column taken the matrix holds minus the inverse of the moments of those taken, and the targets its coefficients; of another the
/// moments and correlations that remain (K. Lange, Numerical Analysis for Statisticians, 2010, section 7.4). Cost of a sweep: columns x
/// (columns + targets).
/// </remarks>
internal sealed class SweptMoments
{
    private readonly double[] _gram;
    private readonly double[] _targets;
    private readonly double[] _floors;
    private readonly bool[] _taken;
    private readonly int _columns;
    private readonly int _outputs;
    private readonly int _block;

    /// <param name="moments">IN, second moments of the columns and of a constant behind them.</param>
    /// <param name="targets">IN, correlations, (columns + 1) x outputs; taken over.</param>
    /// <param name="outputs">Targets of a sample.</param>
    /// <param name="hasBias">Whether the constant is taken, and stays.</param>
    /// <param name="block">Columns of a unit.</param>
    public SweptMoments(GramMatrix moments, double[] targets, int outputs, bool hasBias, int block)
    {
        (_columns, _targets, _outputs, _block) = (moments.Columns + 1, targets, outputs, block);
        _gram = new double[_columns * _columns];
        _floors = new double[_columns];
        _taken = new bool[_columns];
        for (int i = 0; i < _columns; i++)
        {
            moments.Row(i).CopyTo(_gram.AsSpan(i * _columns));
            _gram[(i * _columns) + i] *= 1 + ResponseMatching.Rounding;
            // A column that depends on those taken up to rounding is not taken.
            _floors[i] = ResponsePursuit.Independence * ResponseMatching.Rounding * _gram[(i * _columns) + i];
        }
        if (hasBias)
            Sweep(_columns - 1);
    }

    /// <summary>Multiply-adds of one sweep.</summary>
    public long Cost => (long)_columns * (_columns + _outputs);

    /// <summary>Takes the columns of a unit that do not depend on those taken, or gives them back.</summary>
    public void Turn(int unit, bool take)
    {
        for (int column = unit * _block; column < (unit + 1) * _block; column++)
        {
            if (take ? !_taken[column] && _gram[(column * _columns) + column] > _floors[column] : _taken[column])
                Sweep(column);
        }
    }

    /// <summary>What a unit is worth: by how much the squared error grows without it, or falls with it.</summary>
    public double Worth(int unit)
    {
        int first = unit * _block;
        int[] own = [.. Enumerable.Range(first, _block).Where(IsOpen)];
        if (own.Length == 0)
            return 0;
        // |L^-1 C|^2 with the Cholesky factor L of the block, which is negative definite for columns taken.
        double sign = _taken[own[0]] ? -1 : 1, worth = 0;
        var rows = new List<(double[] Factor, double[] Solved)>();
        foreach (int column in own)
        {
            double[] factor = new double[own.Length], solved = _targets[(column * _outputs)..((column + 1) * _outputs)];
            double square = sign * _gram[(column * _columns) + column];
            for (int j = 0; j < rows.Count; j++)
            {
                double along = sign * _gram[(column * _columns) + own[j]];
                for (int k = 0; k < j; k++)
                    along -= factor[k] * rows[j].Factor[k];
                along /= rows[j].Factor[j];
                factor[j] = along;
                square -= along * along;
                TensorPrimitives.MultiplyAdd(rows[j].Solved, -along, solved, solved);
            }
            factor[rows.Count] = Math.Sqrt(Math.Max(square, double.Epsilon));
            TensorPrimitives.Divide(solved, factor[rows.Count], solved);
            worth += TensorPrimitives.SumOfSquares(solved);
            rows.Add((factor, solved));
        }
        return double.IsFinite(worth) ? worth : 0;

        bool IsOpen(int column) => _taken[column] || (!_taken[first] && _gram[(column * _columns) + column] > _floors[column]);
    }

    private void Sweep(int pivot)
    {
        double d = _gram[(pivot * _columns) + pivot], sign = _taken[pivot] ? -1 : 1;
        _taken[pivot] = !_taken[pivot];
        double[] row = _gram[(pivot * _columns)..((pivot + 1) * _columns)], target = _targets[(pivot * _outputs)..((pivot + 1) * _outputs)];
        Parallel.For(0, _columns, i =>
        {
            Span<double> own = _gram.AsSpan(i * _columns, _columns), sent = _targets.AsSpan(i * _outputs, _outputs);
            if (i == pivot)
            {
                TensorPrimitives.Multiply(own, sign / d, own);
                TensorPrimitives.Multiply(sent, sign / d, sent);
                own[i] = -1 / d;
                return;
            }
            double along = row[i] / d;
            if (along == 0)
                return;
            TensorPrimitives.MultiplyAdd(row, -along, own, own);
            own[pivot] = sign * along;
            TensorPrimitives.MultiplyAdd(target, -along, sent, sent);
        });
    }
}
