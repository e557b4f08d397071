namespace Polylog.Tests;

/// <summary>Errors that were asked for, judged on test functions that took no part in the search.</summary>
public class ToleranceTests
{
    private const int Panels = 20;
    private const double MostAbove = 0.2;

    [Fact]
    public void Errors_of_further_functions_are_above_a_tolerance_in_a_fifth_of_the_cases_at_most()
    {
        var ratios = new List<double>();
        foreach (int dimension in new[] { 2, 3, 5 })
        {
            Measure measure = UniformCube.Draw(1500, dimension, seed: 31);
            for (double tolerance = 1e-2; tolerance > 2e-4; tolerance /= 2)
            {
                Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Tolerance = tolerance });
                ratios.AddRange(Medians(measure, coreset, Use.Any).Select(median => median / tolerance));
            }
        }
        Assert.InRange(ratios.Count(ratio => ratio > 1), 0, MostAbove * ratios.Count);
        // And not because everything is kept.
        Assert.InRange(PanelErrors.MedianOf(ratios), 0.3, 1);
    }

    [Fact]
    public void Errors_of_further_functions_are_what_a_plan_promises()
    {
        Measure measure = UniformCube.Draw(2000, 3, seed: 32);
        ErrorModel model = ErrorModel.Calibrated(measure);
        var ratios = new List<double>();
        var promises = new List<double>();
        for (double error = 1e-2; error > 2e-4; error /= 2)
        {
            CompressionPlan plan = CompressionPlan.ForError(measure.Count, error, model, new CostModel(1e-9, 1e-9, 2)).Tried();
            Assert.True(plan.IsTried);
            Coreset coreset = MomentCompressor.Compress(measure,
                new CompressionOptions { Order = plan.Recommended.Order, Size = (int)plan.Recommended.Size, Use = Use.Smooth });
            double[] medians = Medians(measure, coreset, Use.Smooth);
            ratios.AddRange(medians.Select(median => median / error));
            promises.AddRange(medians.Select(median => median / plan.Recommended.SmoothError));
        }
        Assert.InRange(ratios.Count(ratio => ratio > 1), 0, MostAbove * ratios.Count);
        Assert.InRange(PanelErrors.MedianOf(promises), 0.75, 1.33);
    }

    /// <summary>Errors that differ by decades, as those of smooth functions do.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_median_of_another_panel_is_mostly_below_the_high_one(double deviation)
    {
        const int Trials = 400;
        var random = new SplitMix64(5);
        int below = 0, belowMedian = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            var errors = TrialErrors.FromErrors(Draw(192, ref random));
            double other = PanelErrors.MedianOf(Draw(48, ref random));
            below += other <= errors.High ? 1 : 0;
            belowMedian += other <= errors.Median ? 1 : 0;
        }
        Assert.InRange(below / (double)Trials, 0.8, 0.95);
        Assert.InRange(belowMedian / (double)Trials, 0.43, 0.57);

        double[] Draw(int count, ref SplitMix64 from)
        {
            double[] errors = new double[count];
            for (int i = 0; i < count; i++)
                errors[i] = Math.Exp(deviation * from.Normal());
            return errors;
        }
    }

    private static double[] Medians(Measure measure, Coreset coreset, Use use) =>
        [.. Enumerable.Range(0, Panels).Select(i => PanelErrors.MedianOf(
            new RidgePanel(measure.Dimension, seed: 7001 + (ulong)i, use: use).Errors(measure, coreset.Points)))];
}
