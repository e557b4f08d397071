namespace Polylog.Experiments.Tests;

/// <summary>Fits of power laws, and what figure 2 makes of them.</summary>
public class LogLogFitTests
{
    [Theory]
    [InlineData(-2.5, 3)]
    [InlineData(0, 1e-9)]
    [InlineData(1.28, 4e7)]
    public void A_power_law_is_found_exactly(double slope, double factor)
    {
        LogLogFit fit = LogLogFit.Fit(Law(slope, factor))!;
        Assert.Equal(slope, fit.Slope, 1e-12);
        Assert.Equal(1, fit.Factor / factor, 1e-10);
        Assert.Equal(0, fit.SlopeError, 1e-12);
        Assert.Equal(1, fit.At(5000) / (factor * Math.Pow(5000, slope)), 1e-10);
    }

    [Fact]
    public void The_exponent_s_error_is_the_scatter_of_fits_to_noisy_laws()
    {
        var random = new Random(1);
        IEnumerable<(double, double)> Noisy() => Law(2, 3).Select(point => (point.X, point.Y * Math.Exp(Noise())));
        LogLogFit[] fits = [.. Enumerable.Range(0, 2000).Select(_ => LogLogFit.Fit(Noisy())!)];
        double scatter = fits.Average(fit => (fit.Slope - 2) * (fit.Slope - 2));
        Assert.Equal(1, fits.Average(fit => fit.SlopeError * fit.SlopeError) / scatter, 0.15);

        // The sum of twelve uniform numbers is as good as normal.
        double Noise() => 0.1 * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6);
    }

    [Fact]
    public void Two_points_are_no_law() => Assert.Null(LogLogFit.Fit(Law(1, 1).Take(2)));

    [Fact]
    public void Summary_of_errors_that_follow_the_law()
    {
        // Ours: the law at orders 1 to 3, and auto twice as good as order 2. The authors': the law, four times ours.
        ErrorScalingPoint[] orders = [.. from count in Counts from order in (int[])[1, 2, 3] select Point(2, order, count, 1)];
        ErrorScalingPoint[] auto = [.. Counts.Select(count => Point(2, 2, count, 0.5) with { Order = null })];
        var summary = new ErrorScalingSummary(
            [.. orders, .. auto], [.. orders.Where(point => point.Order < 3).Select(point => point with { Error = 4 * point.Error })]);
        Assert.All(summary.Slopes, slope => Assert.Equal(slope.Theory, slope.Ours!.Slope, 1e-9));
        Assert.Equal([0.25, 0.25, null], summary.Slopes.Select(slope => slope.Ratio));
        Assert.Equal(new ErrorRatios(6, 6, 0.25), summary.EqualOrder);
        Assert.Equal(0.125, summary.AutoAgainstTheirBest.Median!.Value, 1e-12);
        Assert.Equal((3, 3), (summary.AutoAgainstTheirBest.Points, summary.AutoAgainstTheirBest.NotWorse));
        Assert.Equal((3, 0), (summary.AutoAgainstOurBest.Points, summary.AutoAgainstOurBest.NotWorse));
    }

    [Fact]
    public void Rounding_and_sizes_that_are_no_tenth_are_left_out_of_fits()
    {
        ErrorScalingPoint[] law = [.. Counts.Select(count => Point(2, 2, count, 1))];
        ErrorScalingPoint rounding = law[0] with { Count = 1_000_000, Size = 100_000, Error = 1e-16 };
        ErrorScalingPoint few = law[0] with { Count = 10, Size = 6 };
        Assert.Equal(ErrorScalingSummary.Fit(law, 1e-15), ErrorScalingSummary.Fit([few, .. law, rounding], 1e-15));
    }

    private static int[] Counts => [1000, 2000, 4000];

    private static IEnumerable<(double X, double Y)> Law(double slope, double factor) =>
        new[] { 1000.0, 3000, 8000, 100_000 }.Select(x => (x, factor * Math.Pow(x, slope)));

    private static ErrorScalingPoint Point(int dimension, int order, int count, double factor) =>
        new(dimension, order, count, count / 10, factor * Math.Pow(count, new ErrorSlope(dimension, order, null, null, null).Theory));
}
