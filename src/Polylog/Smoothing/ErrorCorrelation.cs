namespace Polylog;

/// <summary>
/// Correlation of a regression's errors at neighbouring rows. Noise of one row says nothing about another's; what the regression misses is
/// much the same at both.
/// </summary>
internal static class ErrorCorrelation
{
    // A standard error of 0.02.
    private const int MostCompared = 2048;

    /// <summary>The correlation of the errors of held-out rows with those of the fitted rows nearest to them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="regression">The regression, with sums of the fitted rows alone.</param>
    /// <param name="solution">Its coefficients.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <remarks>O(2048 x count x dimension).</remarks>
    public static double Measure(SmoothingRows rows, KernelRegression regression, double[] solution, ParallelOptions options)
    {
        var fitted = new KernelCentres(rows.Points.AsSpan(0, rows.Fitted * rows.Dimension), rows.Dimension);
        int[] nearest = new int[Math.Min(MostCompared, rows.Count - rows.Fitted)];
        ParallelLoop.For(0, nearest.Length, options, () => new double[fitted.Width], (i, squares) =>
            nearest[i] = fitted.Nearest(rows.Row(rows.Fitted + i), squares));
        double[] pairs = new double[2 * nearest.Length * rows.Dimension];
        for (int i = 0; i < nearest.Length; i++)
        {
            rows.Row(rows.Fitted + i).CopyTo(pairs.AsSpan(2 * i * rows.Dimension));
            rows.Row(nearest[i]).CopyTo(pairs.AsSpan((2 * i + 1) * rows.Dimension));
        }
        double[] predicted = regression.Predict(pairs, solution);
        double products = 0, own = 0, other = 0;
        for (int i = 0; i < nearest.Length; i++)
        {
            int row = rows.Fitted + i;
            double here = rows.Targets[row] - predicted[2 * i], there = rows.Targets[nearest[i]] - predicted[2 * i + 1];
            products += rows.Weights[row] * here * there;
            own += rows.Weights[row] * here * here;
            other += rows.Weights[row] * there * there;
        }
        double square = own * other;
        return square > 0 ? products / Math.Sqrt(square) : 0;
    }
}
