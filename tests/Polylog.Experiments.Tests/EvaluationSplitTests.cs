namespace Polylog.Experiments.Tests;

/// <summary>Several splits, and fits that fail.</summary>
public class EvaluationSplitTests
{
    private static readonly EvaluationSettings s_small = new() { Size = 60, Splits = 3, Draws = 3, Models = [Named("quadratic")] };

    private static IEvaluationModel Named(string name) => EvaluationModels.All.Single(model => model.Name == name);

    private static EvaluationResult Run(EvaluationSettings settings)
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(400);
        return new Evaluation(new EvaluationInput(features, 3, targets, "y"), settings).Run(
            cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Each_split_is_what_its_seed_gives_alone()
    {
        FitOutcome[] together = [.. Run(s_small with { Seed = 4 }).Fits];
        FitOutcome[] alone = [.. new ulong[] { 4, 5, 6 }.SelectMany(seed => Run(s_small with { Seed = seed, Splits = 1 }).Fits)];
        Assert.Equal(alone.Select(Comparable), together.Select(Comparable));
        Assert.Equal(3, together.Where(fit => fit.Rows == RowChoice.All).Select(fit => fit.Error).Distinct().Count());

        static object Comparable(FitOutcome fit) => (fit.Seed, fit.Rows, fit.Draw, fit.Error);
    }

    [Fact]
    public void The_standard_error_of_a_mean_is_that_of_the_textbook()
    {
        // Deviations from the mean 3 are -2, 0, 2: variance 8 / 2, of the mean 4 / 3.
        SplitEstimate estimate = SplitEstimate.Mean([1, 3, 5]);
        Assert.Equal(3, estimate.Value, 1e-12);
        Assert.Equal(Math.Sqrt(4 / 3.0), estimate.StandardError!.Value, 1e-12);
        Assert.False(estimate.IsNoise);
        Assert.True(SplitEstimate.Mean([-1, 0.5, 2]).IsNoise);
    }

    [Fact]
    public void A_ratio_that_is_the_same_in_every_split_has_no_standard_error()
    {
        SplitEstimate estimate = SplitEstimate.Ratio([(1, 4), (0.25, 1), (10, 40)]);
        Assert.Equal(0.25, estimate.Value, 1e-12);
        Assert.Equal(0, estimate.StandardError!.Value, 1e-12);
        Assert.Null(SplitEstimate.Ratio([(1, 4)]).StandardError);
        Assert.False(SplitEstimate.Ratio([(1, 4)]).IsNoise);
    }

    [Theory]
    [InlineData(99.9, false)]
    [InlineData(100.1, true)]
    [InlineData(double.NaN, true)]
    [InlineData(double.PositiveInfinity, true)]
    public void A_fit_fails_beyond_a_hundred_times_the_error_of_a_constant(double error, bool fails) =>
        Assert.Equal(fails, FitOutcome.Fails(error, 1));

    [Theory]
    [InlineData(1e12)]
    [InlineData(double.NaN)]
    public void A_failed_draw_is_counted_and_left_out_of_the_mean(double prediction)
    {
        // The warm-up, all rows, the coreset, the paper's way and one draw come before.
        EvaluationResult result = Run(s_small with { Splits = 1, Models = [new Moody(prediction, fit => fit == 6)] });
        ModelSummary model = Assert.Single(result.Models);
        FitOutcome failed = Assert.Single(model.FailedFits);
        Assert.Equal((RowChoice.Random, 1), (failed.Rows, failed.Draw));
        Assert.Equal(1, model.Random.Failed);
        Assert.Equal(model.Random.Fits.Where(fit => fit != failed).Average(fit => fit.Error), model.Random.Error!.Value, 1e-12);
        Assert.InRange(model.Random.Deviation!.Value, 0, model.Random.Error.Value);
    }

    [Fact]
    public void Splits_in_which_the_coreset_failed_do_not_decide_the_gap()
    {
        var model = new Moody(double.NaN, fit => fit == 3);
        ModelSummary summary = Assert.Single(Run(s_small with { Models = [model] }).Models);
        Assert.Equal(1, summary.Coreset.Failed);
        (double Part, double Whole)[] others =
        [
            .. new ulong[] { 2, 3 }.Select(seed => (
                summary.Random.ErrorOf(seed)!.Value - summary.Coreset.ErrorOf(seed)!.Value,
                summary.Random.ErrorOf(seed)!.Value - summary.All.ErrorOf(seed)!.Value)),
        ];
        Assert.Equal(others.Sum(split => split.Whole) > 0 ? SplitEstimate.Ratio(others) : null, summary.GapClosed);
    }

    [Fact]
    public void Where_every_fit_failed_there_is_no_error_and_no_gap()
    {
        ModelSummary model = Assert.Single(Run(s_small with { Models = [new Moody(1e12, fit => fit > 2)] }).Models);
        Assert.Null(model.Coreset.Error);
        Assert.Null(model.Random.Deviation);
        Assert.Null(model.GapClosed);
        Assert.False(model.IsGainNoise);
    }

    /// <summary>Predicts the mean of its rows, except for some of its fits.</summary>
    private sealed class Moody(double prediction, Func<int, bool> fails) : IEvaluationModel
    {
        private int _fits;

        public string Name => "moody";

        public string Description => "a model that fails now and then";

        public bool Predicts(int classes) => classes == 0;

        public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation) =>
            new Constant(fails(++_fits) ? prediction : rows.Targets.Average());
    }

    private sealed class Constant(double value) : IPredictor
    {
        public double[] Predict(LearningRows rows) => [.. Enumerable.Repeat(value, rows.Count)];
    }
}
