namespace Polylog.Networks;

/// <summary>
/// Keeps the responses of a few units of a leaf and lets them send on what the others sent: such that for every function that is matched the sum of what is sent on x the function's
/// value is the same as before.
/// </summary>
/// <remarks>
/// The units are picked by pivoted orthogonalisation of their columns of function values, which keeps what they send on small (P. Businger, G. Golub, Linear least squares solutions by Householder
/// transformations, 1965). Signs are free here, so errors beyond the matched functions do not add up as they do for positive weights. More units than functions in a leaf gain nothing: measured,
/// smaller leaves are the better use of them.
/// </remarks>
internal static class LeafInterpolation
{
    /// <summary>Size, relative to its own, below which what is left of a column or a row counts as rounding.</summary>
    private const double RankTolerance = 1e-11;

    /// <summary>Picks units: as many as there are independent functions, where there are so many.</summary>
    /// <param name="columns">IN, function values, functions x <paramref name="stride"/>; columns of zeros are never picked.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="units">Number of columns.</param>
    /// <param name="functions">Number of rows.</param>
    /// <param name="target">Units to pick at most.</param>
    public static int[] Pick(ReadOnlySpan<double> columns, int stride, int units, int functions, int target)
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

    /// <summary>What the picked units send on.</summary>
    /// <param name="columns">IN, function values, functions x <paramref name="stride"/>.</param>
    /// <param name="stride">Row length.</param>
    /// <param name="functions">Number of rows.</param>
    /// <param name="picked">IN, the units.</param>
    /// <param name="sums">IN/OUT, functions x <paramref name="outputs"/>: what has to be kept; used up.</param>
    /// <param name="outputs">Numbers a unit sends on.</param>
    /// <returns>Picked x outputs.</returns>
    public static double[] Solve(ReadOnlySpan<double> columns, int stride, int functions, ReadOnlySpan<int> picked, Span<double> sums, int outputs)
    {
        int count = picked.Length;
        double[] rows = new double[functions * count];
        double[] sent = new double[count * outputs];
        int rank = 0;
        for (int f = 0; f < functions && rank < count; f++)
        {
            Span<double> row = rows.AsSpan(rank * count, count);
            double before = 0;
            for (int j = 0; j < count; j++)
            {
                row[j] = columns[f * stride + picked[j]];
                before += row[j] * row[j];
            }
            Span<double> wanted = sums.Slice(f * outputs, outputs);
            // Twice is enough (Kahan and Parlett): the second pass removes what rounding left in the first.
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
            // Kept in the place of the rank-th row: the coefficients of the solution.
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
