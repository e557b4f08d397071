namespace Polylog.ML.Tests;

/// <summary>Least squares with an intercept, by normal equations: what second moments decide.</summary>
internal static class WeightedFit
{
    /// <summary>Coefficients of label ~ 1 + features.</summary>
    public static double[] Of(IEnumerable<(float[] Features, float Label, double Weight)> rows)
    {
        (float[] Features, float Label, double Weight)[] all = [.. rows];
        int width = all[0].Features.Length + 1;
        double[,] system = new double[width, width + 1];
        foreach ((float[] features, float label, double weight) in all)
        {
            double[] row = [1, .. features.Select(value => (double)value), label];
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j <= width; j++)
                    system[i, j] += weight * row[i] * row[j];
            }
        }
        for (int k = 0; k < width; k++)
        {
            for (int i = 0; i < width; i++)
            {
                double factor = i == k ? 0 : system[i, k] / system[k, k];
                for (int j = k; factor != 0 && j <= width; j++)
                    system[i, j] -= factor * system[k, j];
            }
        }
        return [.. Enumerable.Range(0, width).Select(i => system[i, width] / system[i, i])];
    }
}
