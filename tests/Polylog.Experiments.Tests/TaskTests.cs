namespace Polylog.Experiments.Tests;

/// <summary>The data that networks are trained on.</summary>
public class TaskTests
{
    [Fact]
    public void The_harmonic_solves_the_wave_equation_and_turns_with_its_angle()
    {
        const double H = 1e-3, K = 20;
        foreach ((double x, double y) in new[] { (0.3, 0.4), (-0.7, 0.2), (0.5, -0.9) })
        {
            double middle = CylindricalHarmonic.Value(x, y);
            double laplacian = (
                CylindricalHarmonic.Value(x + H, y) + CylindricalHarmonic.Value(x - H, y) + CylindricalHarmonic.Value(x, y + H)
                + CylindricalHarmonic.Value(x, y - H) - 4 * middle) / (H * H);
            Assert.Equal(-K * K * middle, laplacian, 0.1);
            double turn = Math.PI / 3;
            Assert.Equal(
                middle, CylindricalHarmonic.Value(Math.Cos(turn) * x - Math.Sin(turn) * y, Math.Sin(turn) * x + Math.Cos(turn) * y), 1e-13);
        }
        Assert.Equal(0, CylindricalHarmonic.Value(0, 0));
    }

    [Fact]
    public void Noise_has_the_spread_that_was_asked_for()
    {
        TrainingSet clean = CylindricalHarmonic.Draw(20_000, 0, seed: 1), noisy = CylindricalHarmonic.Draw(
            20_000, CylindricalHarmonic.Noise, seed: 1);
        double mean = 0;
        for (int i = 0; i < noisy.Count; i++)
        {
            mean += Math.Pow(
                noisy.Targets.Column(0)[i] - CylindricalHarmonic.Value(noisy.Inputs.Column(0)[i], noisy.Inputs.Column(1)[i]),
                2) / noisy.Count;
        }
        Assert.Equal(0.04, mean, 0.002);
        Assert.Equal(CylindricalHarmonic.Value(clean.Inputs.Column(0)[7], clean.Inputs.Column(1)[7]), clean.Targets.Column(0)[7], 1e-5);
    }

    [Fact]
    public void Functions_of_episodes_are_continuous_and_have_their_slopes()
    {
        double[] slopes = [1, -2, 0.5, 3];
        Assert.Equal(0.7, PiecewiseLinearEpisodes.Value(0.7, slopes, 0), 12);
        Assert.Equal(0.7 + 0.25, PiecewiseLinearEpisodes.Value(0.7, slopes, 0.25), 12);
        Assert.Equal(0.7 + 0.25 - 2 * 0.1, PiecewiseLinearEpisodes.Value(0.7, slopes, 0.35), 12);
        Assert.Equal(0.7 + slopes.Sum() / 4, PiecewiseLinearEpisodes.Value(0.7, slopes, 1), 12);
    }

    [Fact]
    public void Episodes_depend_on_the_seed_alone_and_have_the_variances_of_their_parts()
    {
        TrainingSet one = new PiecewiseLinearEpisodes(5).Draw(20_000), same = new PiecewiseLinearEpisodes(5).Draw(20_000);
        Assert.Equal(one.Targets.Column(0), same.Targets.Column(0));
        Assert.NotEqual(one.Targets.Column(0)[0], new PiecewiseLinearEpisodes(6).Draw(1).Targets.Column(0)[0]);
        // Of f(x): 0.25, and for whole segments before x 1/16 of x on average, 1/32 in all (less a little inside a segment); of a value in
        // the context 0.09 more.
        Assert.Equal(0.28, Variance(one.Targets.Column(0)), 0.01);
        Assert.Equal(0.37, Variance(one.Inputs.Column(1)), 0.015);
        foreach (float x in one.Inputs.Column(16))
            Assert.InRange(x, 0, 1);

        static double Variance(ReadOnlySpan<float> values)
        {
            double mean = 0, square = 0;
            foreach (float value in values)
            {
                mean += value / (double)values.Length;
                square += value * (double)value / values.Length;
            }
            return square - mean * mean;
        }
    }
}
