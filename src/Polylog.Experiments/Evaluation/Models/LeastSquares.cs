namespace Polylog.Experiments;

/// <summary>
/// Weighted least squares by Householder reflections, some rows at a time: memory goes with the square of the columns, and no condition
/// number is squared.
/// </summary>
/// <param name="columns">Columns of the design, at least 1.</param>
internal sealed class LeastSquares(int columns)
{
    // A column counts as a combination of others if its independent part is below this share of the largest.
    private const double RankTolerance = 1e-11;

    // Row-major, the target in the last column; the first rows are the triangle of all rows so far.
    private readonly double[] _rows = new double[(3 * columns + 3) * (columns + 1)];
    private int _count;

    private int Width => columns + 1;

    /// <summary>Adds a row.</summary>
    /// <param name="terms">Its design, <c>columns</c> values.</param>
    /// <param name="target">Its target.</param>
    /// <param name="weight">Its weight, at least 0.</param>
    public void Add(ReadOnlySpan<double> terms, double target, double weight)
    {
        if ((_count + 1) * Width > _rows.Length)
            Triangulate();
        Span<double> row = _rows.AsSpan(_count++ * Width, Width);
        double root = Math.Sqrt(weight);
        for (int i = 0; i < columns; i++)
            row[i] = root * terms[i];
        row[columns] = root * target;
    }

    /// <summary>The coefficients; 0 for columns that are combinations of others.</summary>
    public double[] Solve()
    {
        Triangulate();
        int[] order = [.. Enumerable.Range(0, columns)];
        int rank = 0;
        double first = 0;
        while (rank < Math.Min(columns, _count))
        {
            int largest = Enumerable.Range(rank, columns - rank).MaxBy(place => Norm(order[place], rank));
            (order[rank], order[largest]) = (order[largest], order[rank]);
            double norm = Norm(order[rank], rank);
            first = Math.Max(first, norm);
            if (norm <= RankTolerance * first)
                break;
            Reflect(order[rank], rank, [.. order.AsSpan(rank), columns]);
            rank++;
        }
        double[] solution = new double[columns];
        for (int k = rank - 1; k >= 0; k--)
        {
            double value = At(k, columns);
            for (int j = k + 1; j < rank; j++)
                value -= At(k, order[j]) * solution[order[j]];
            solution[order[k]] = value / At(k, order[k]);
        }
        return solution;
    }

    private void Triangulate()
    {
        int[] all = [.. Enumerable.Range(0, Width)];
        for (int k = 0; k < Math.Min(Width, _count); k++)
            Reflect(k, k, all.AsSpan(k));
        _count = Math.Min(Width, _count);
    }

    // Clears a column below a row, changing the columns given, its own among them.
    private void Reflect(int column, int top, ReadOnlySpan<int> changed)
    {
        double norm = Norm(column, top);
        if (norm == 0)
            return;
        double[] mirror = new double[_count - top];
        for (int i = 0; i < mirror.Length; i++)
            mirror[i] = At(top + i, column);
        mirror[0] += mirror[0] >= 0 ? norm : -norm;
        double square = 0;
        foreach (double value in mirror)
            square += value * value;
        double[] products = new double[changed.Length];
        for (int i = 0; i < mirror.Length; i++)
        {
            for (int j = 0; j < changed.Length; j++)
                products[j] += mirror[i] * At(top + i, changed[j]);
        }
        for (int i = 0; i < mirror.Length; i++)
        {
            for (int j = 0; j < changed.Length; j++)
                At(top + i, changed[j]) -= 2 / square * products[j] * mirror[i];
        }
    }

    private double Norm(int column, int top)
    {
        double sum = 0;
        for (int i = top; i < _count; i++)
            sum += At(i, column) * At(i, column);
        return Math.Sqrt(sum);
    }

    private ref double At(int row, int column) => ref _rows[row * Width + column];
}
