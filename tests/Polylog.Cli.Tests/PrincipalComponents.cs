namespace Polylog.Cli.Tests;

/// <summary>Principal components of weighted rows: eigenvalues of the covariances, by Jacobi's rotations.</summary>
internal static class PrincipalComponents
{
    /// <summary>Eigenvalues of the covariances of shifted and scaled columns, largest first.</summary>
    public static double[] Variances(IReadOnlyList<double[]> rows, IReadOnlyList<double> weights, double[] shift, double[] scale)
    {
        int n = shift.Length;
        double total = weights.Sum();
        double[] mean = [.. Enumerable.Range(0, n)
            .Select(c => Enumerable.Range(0, rows.Count).Sum(i => weights[i] * (rows[i][c] - shift[c]) / scale[c]) / total)];
        double[,] a = new double[n, n];
        for (int i = 0; i < rows.Count; i++)
        {
            double[] z = [.. Enumerable.Range(0, n).Select(c => (rows[i][c] - shift[c]) / scale[c] - mean[c])];
            for (int r = 0; r < n; r++)
            {
                for (int c = 0; c < n; c++)
                    a[r, c] += weights[i] * z[r] * z[c] / total;
            }
        }
        for (int sweep = 0; sweep < 30; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                    Rotate(a, p, q);
            }
        }
        return [.. Enumerable.Range(0, n).Select(c => a[c, c]).OrderDescending()];
    }

    private static void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double cos = 1 / Math.Sqrt(t * t + 1), sin = t * cos;
        int n = a.GetLength(0);
        for (int k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (cos * a[k, p] - sin * a[k, q], sin * a[k, p] + cos * a[k, q]);
        for (int k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (cos * a[p, k] - sin * a[q, k], sin * a[p, k] + cos * a[q, k]);
    }
}
