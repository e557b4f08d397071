namespace Polylog.Networks;

/// <summary>
/// Keeps a few units of a leaf and gives them new outgoing weights, such that for every matched function the sum over units of outgoing
/// weights x function value is preserved.
/// </summary>
/// <remarks>
/// Units are picked by pivoted orthogonalisation of their columns of function values, which keeps the new weights small (P. Businger, G.
/// Golub, Linear least squares solutions by Householder transformations, 1965). Weights may be negative, so errors of other functions do
/// not add up as they do for positive weights. More units than functions in a leaf gain nothing; measurements showed that smaller leaves
/// are the better use of them.
/// </remarks>
internal static class LeafInterpolation
{
    /// <summary>The remainder of a column or row counts as rounding below this share of its size.</summary>
    private const double RankTolerance = 1e-11;

    /// <summary>Picks at most as many units as there are independent functions.</summary>
    /// <param name="columns">IN, function values, functions x <paramref name="stride"/>; columns of zeros are never picked.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="units">Number of columns.</param>
    /// <param name="functions">Number of rows.</param>
    /// <param name="target">Units to pick at most.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static int[] Pick(
        ReadOnlySpan<double> columns, int stride, int units, int functions, int target, CancellationToken cancellation)
    {
        var picked = new List<int>();
        double[] left = new double[functions * units];
        double[] squares = new double[units], full = new double[units];
        double[] direction = new double[functions];
        for (int f = 0; f < functions; f++)
            columns.Slice(f * stride, units).CopyTo(left.AsSpan(f * units));
        for (int i = 0; i < units; i++)
            full[i] = squares[i] = Square(left, units, functions, i);
        while (picked.Count < Math.Min(target, functions))
        {
            cancellation.ThrowIfCancellationRequested();
            int best = -1;
            for (int i = 0; i < units; i++)
            {
                if (squares[i] > RankTolerance * RankTolerance * full[i] && (best < 0 || squares[i] > squares[best]))
                    best = i;
            }
            if (best < 0)
                break;
            double size = Math.Sqrt(squares[best]);
            picked.Add(best);
            squares[best] = -1;
            for (int f = 0; f < functions; f++)
                direction[f] = left[f * units + best] / size;
            Remove(left, units, direction, squares);
        }
        picked.Sort();
        return [.. picked];
    }

    /// <summary>Solves for the outgoing weights of the picked units.</summary>
    /// <param name="columns">IN, function values, functions x <paramref name="stride"/>.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="functions">Number of rows.</param>
    /// <param name="picked">IN, the units.</param>
    /// <param name="sums">IN/OUT, functions x <paramref name="outputs"/>: the sums to preserve; overwritten.</param>
    /// <param name="outputs">Outgoing weights of a unit.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Picked x outputs.</returns>
    public static double[] Solve(
        ReadOnlySpan<double> columns,
        int stride,
        int functions,
        ReadOnlySpan<int> picked,
        Span<double> sums,
        int outputs,
        CancellationToken cancellation)
    {
        int count = picked.Length;
        double[] rows = new double[functions * count];
        double[] sent = new double[count * outputs];
        int rank = 0;
        for (int f = 0; f < functions && rank < count; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = rows.AsSpan(rank * count, count);
            double before = 0;
            for (int j = 0; j < count; j++)
            {
                row[j] = columns[f * stride + picked[j]];
                before += row[j] * row[j];
            }
            Span<double> wanted = sums.Slice(f * outputs, outputs);
            // Twice is enough (Kahan and Parlett): the second pass removes the rounding errors of the first.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int q = 0; q < rank; q++)
                {
                    ReadOnlySpan<double> direction = rows.AsSpan(q * count, count);
                    double along = Dot(direction, row);
                    for (int j = 0; j < count; j++)
                        row[j] -= along * direction[j];
                    for (int o = 0; o < outputs; o++)
                        wanted[o] -= along * sums[q * outputs + o];
                }
            }
            double after = Dot(row, row);
            if (!(after > RankTolerance * RankTolerance * before))
                continue;
            double reciprocal = 1 / Math.Sqrt(after);
            for (int j = 0; j < count; j++)
                row[j] *= reciprocal;
            // The coefficients of the solution are stored in the rank-th row.
            for (int o = 0; o < outputs; o++)
            {
                double coefficient = wanted[o] * reciprocal;
                sums[rank * outputs + o] = coefficient;
                for (int j = 0; j < count; j++)
                    sent[j * outputs + o] += coefficient * row[j];
            }
            rank++;
        }
        return sent;
    }

    private static double Square(double[] matrix, int stride, int rows, int column)
    {
        double sum = 0;
        for (int f = 0; f < rows; f++)
            sum += matrix[f * stride + column] * matrix[f * stride + column];
        return sum;
    }

    private static void Remove(double[] left, int units, double[] direction, double[] squares)
    {
        double[] along = new double[units];
        for (int f = 0; f < direction.Length; f++)
        {
            ReadOnlySpan<double> row = left.AsSpan(f * units, units);
            for (int i = 0; i < units; i++)
                along[i] += direction[f] * row[i];
        }
        for (int f = 0; f < direction.Length; f++)
        {
            Span<double> row = left.AsSpan(f * units, units);
            for (int i = 0; i < units; i++)
                row[i] -= direction[f] * along[i];
        }
        Array.Clear(along);
        for (int f = 0; f < direction.Length; f++)
        {
            ReadOnlySpan<double> row = left.AsSpan(f * units, units);
            for (int i = 0; i < units; i++)
                along[i] += row[i] * row[i];
        }
        for (int i = 0; i < units; i++)
        {
            if (squares[i] >= 0)
                squares[i] = along[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
