using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Ridge regression on Gaussian functions about at most 1024 of the rows; width and penalty chosen on a fifth of them.</summary>
internal sealed class KernelRidge : IEvaluationModel
{
    public string Name => "kernel ridge";

    public string Description => "ridge regression on Gaussian functions";

    public bool Predicts(int classes) => classes == 0;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation)
    {
        Measure measure = new Measure(rows.Features, rows.Columns, rows.Weights).WithTargets(rows.Targets, Loss.Squared);
        var units = Standardisation.Fit(measure);
        var spread = TargetSpread.Of(rows.Targets, 1, 0, measure.AtomWeights);
        var smoother = KernelSmoother.Fit(
            SmoothingRows.Of(measure, units, 0, spread), new ParallelOptions { CancellationToken = cancellation }, null);
        return new Predictor(smoother, units, spread);
    }

    private sealed class Predictor(KernelSmoother smoother, Standardisation units, TargetSpread spread) : IPredictor
    {
        public double[] Predict(LearningRows rows) => Array.ConvertAll(smoother.Predict(Standard.Rows(rows, units)), spread.Value);
    }
}
