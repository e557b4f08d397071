namespace Polylog;

/// <summary>
/// A smooth regression of one target on the coordinates. How smooth it is, is chosen on held-out rows: first the width of the functions,
/// with few of them, then the penalty.
/// </summary>
internal sealed class KernelSmoother
{
    private const int MostCentres = 1024;
    private const int FewCentres = 256;

    // More would hardly be told apart by their rows.
    private const int LeastRowsOfCentre = 4;

    private static readonly double[] s_widths = [0.5, 1, 2, 4];
    private static readonly double[] s_penalties = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];

    private readonly KernelRegression _regression;
    private readonly double[] _solution;

    private KernelSmoother(KernelRegression regression, double[] solution, double error)
    {
        _regression = regression;
        _solution = solution;
        HeldError = error;
    }

    /// <summary>Weighted mean square error on the held-out rows, before they were fitted too.</summary>
    public double HeldError { get; }

    /// <summary>Correlation of its errors at neighbouring rows: 0 where they are noise.</summary>
    public double Alike { get; private init; }

    /// <summary>Fits.</summary>
    /// <param name="rows">The rows, some of them held out.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <remarks>O(count x 1024^2), and four tries of O(count x 256^2).</remarks>
    public static KernelSmoother Fit(SmoothingRows rows, ParallelOptions options, IProgress<double>? progress)
    {
        int few = Math.Min(FewCentres, rows.Fitted), most = Math.Clamp(rows.Fitted / LeastRowsOfCentre, few, MostCentres);
        var choice = (Error: double.PositiveInfinity, Width: 1.0, Penalty: 0);
        double tries = s_widths.Length * (double)few * few, all = tries + (double)most * most;
        for (int i = 0; i < s_widths.Length; i++)
        {
            KernelRegression tried = Regression(rows, few, s_widths[i], options);
            tried.Add(0, rows.Fitted);
            (double error, int penalty) = Best(rows, tried, s_penalties);
            if (error < choice.Error)
                choice = (error, s_widths[i], penalty);
            progress?.Report((i + 1) * tries / all / s_widths.Length);
        }
        KernelRegression regression = Regression(rows, most, choice.Width, options);
        regression.Add(0, rows.Fitted, ScaledProgress.Part(progress, tries / all, 0.8 * (1 - tries / all)));
        double[] near = s_penalties[Math.Max(0, choice.Penalty - 1)..Math.Min(s_penalties.Length, choice.Penalty + 2)];
        (double heldError, int best) = Best(rows, regression, near);
        double alike = ErrorCorrelation.Measure(rows, regression, regression.Solve([near[best]])[0], options);
        regression.Add(rows.Fitted, rows.Count);
        double[] solution = regression.Solve([near[best]])[0];
        progress?.Report(1);
        return new KernelSmoother(regression, solution, heldError) { Alike = alike };
    }

    /// <summary>The regression at some points.</summary>
    /// <param name="points">IN, standardised, count x dimension.</param>
    public double[] Predict(ReadOnlyMemory<double> points) => _regression.Predict(points, _solution);

    // The rows are in the order of their hashes: the first are a random sample.
    private static KernelRegression Regression(SmoothingRows rows, int centres, double width, ParallelOptions options) =>
        new(rows, rows.Points.AsMemory(0, centres * rows.Dimension), width, options);

    /// <summary>The place of the penalty with the smallest error on the held-out rows.</summary>
    private static (double Error, int Penalty) Best(SmoothingRows rows, KernelRegression regression, double[] penalties)
    {
        double[][] solutions = regression.Solve(penalties);
        double[] predicted = regression.Predict(rows.Points.AsMemory(rows.Fitted * rows.Dimension), solutions);
        double[] errors = new double[penalties.Length];
        double weight = 0;
        for (int i = rows.Fitted; i < rows.Count; i++)
        {
            weight += rows.Weights[i];
            for (int set = 0; set < errors.Length; set++)
            {
                double off = predicted[(i - rows.Fitted) * errors.Length + set] - rows.Targets[i];
                errors[set] += rows.Weights[i] * off * off;
            }
        }
        int best = 0;
        for (int set = 1; set < errors.Length; set++)
            best = errors[set] < errors[best] ? set : best;
        return (errors[best] / weight, best);
    }
}
