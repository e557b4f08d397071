namespace Polylog.Cli.Tests;

/// <summary>
/// Weighted least squares with an intercept, by Householder's QR on shifted and scaled columns: so precise that only the data,
/// not the solver, can make two fits differ in the tenth digit.
/// </summary>
internal static class LeastSquares
{
    /// <summary>Coefficients of the shifted and scaled columns, the intercept first.</summary>
    /// <param name="rows">Rows of regressors, and the target last.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="shift">Value to subtract from each column.</param>
    /// <param name="scale">Value to divide each column by.</param>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<double> weights, double[] shift, double[] scale)
    {
        int columns = shift.Length; // the intercept takes the place of the target
        double[][] q = [.. Enumerable.Range(0, columns + 1).Select(_ => new double[rows.Count])];
        for (int i = 0; i < rows.Count; i++)
        {
            double root = Math.Sqrt(weights[i]);
            q[0][i] = root;
            for (int column = 0; column < columns; column++)
                q[column + 1][i] = root * (rows[i][column] - shift[column]) / scale[column];
        }
        for (int step = 0; step < columns; step++)
            Reflect(q, step);
        double[] solution = new double[columns];
        for (int row = columns - 1; row >= 0; row--)
        {
            double rest = q[columns][row];
            for (int column = row + 1; column < columns; column++)
                rest -= q[column][row] * solution[column];
            solution[row] = rest / q[row][row];
        }
        return solution;
    }

    private static void Reflect(double[][] columns, int step)
    {
        double[] v = columns[step][step..];
        double norm = Math.Sqrt(v.Sum(value => value * value));
        double head = v[0] > 0 ? -norm : norm;
        v[0] -= head;
        double length = v.Sum(value => value * value);
        for (int column = step; column < columns.Length; column++)
        {
            double product = 0;
            for (int i = 0; i < v.Length; i++)
                product += v[i] * columns[column][step + i];
            double factor = 2 * product / length;
            for (int i = 0; i < v.Length; i++)
                columns[column][step + i] -= factor * v[i];
        }
    }
}
