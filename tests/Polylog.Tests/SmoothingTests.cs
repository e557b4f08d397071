namespace Polylog.Tests;

/// <summary>Targets estimated from all rows: less noise, the same mean, the same numbers however the rows come.</summary>
public class SmoothingTests
{
    private const double Noise = 0.5;

    private static double Smooth(ReadOnlySpan<double> row) => Math.Sin(2 * row[0]) * row[1] + row[2] * row[2];

    /// <summary>Rows of a smooth function with noise, in three coordinates.</summary>
    private static Measure Rows(int count, double noise = Noise, bool weighted = false)
    {
        var random = new SplitMix64(5);
        double[] atoms = new double[count * 3], targets = new double[count], weights = new double[weighted ? count : 0];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Uniform(-1, 1);
        for (int i = 0; i < count; i++)
            targets[i] = Smooth(atoms.AsSpan(3 * i, 3)) + noise * random.Normal();
        for (int i = 0; i < weights.Length; i++)
            weights[i] = random.Below(4);
        return new Measure(atoms, 3, weights).WithTargets(targets, Loss.Squared);
    }

    private static Coreset Compress(Measure measure, int size = 150) =>
        MomentCompressor.Compress(measure, new CompressionOptions { Size = size, Order = 2 });

    private static double MeanSquareOff(Coreset coreset, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < coreset.Count; i++)
            sum += Math.Pow(values[i] - Smooth(coreset.Points.Atom(i)), 2);
        return sum / coreset.Count;
    }

    [Fact]
    public void Estimates_are_nearer_to_the_function_without_noise()
    {
        Measure measure = Rows(3000);
        Coreset coreset = Compress(measure);
        ReadOnlyMemory<double> estimates = coreset.SmoothTargets(measure);
        // Three quarters of the noise go, so a sixteenth of its square stays.
        Assert.InRange(MeanSquareOff(coreset, estimates.Span), 0, 0.2 * MeanSquareOff(coreset, coreset.Points.Targets.Span));
    }

    [Fact]
    public void A_smooth_target_without_noise_hardly_changes()
    {
        Measure measure = Rows(3000, noise: 0);
        Coreset coreset = Compress(measure);
        Assert.InRange(MeanSquareOff(coreset, coreset.SmoothTargets(measure).Span), 0, 1e-4);
    }

    [Fact]
    public void A_jump_is_not_taken_for_noise()
    {
        Measure rows = Rows(3000);
        // Stripes, which no smooth function follows, without and with noise.
        double[] steps =
            [.. Enumerable.Range(0, rows.Count).Select(row => Math.Sin(9 * (rows.Atom(row)[0] + rows.Atom(row)[1])) > 0 ? 1.0 : -1)];
        double[] noise = [.. rows.Targets.ToArray().Select((target, row) => target - Smooth(rows.Atom(row)))];
        Measure jumps = rows.WithTargets(steps, Loss.Squared);
        Measure noisy = rows.WithTargets(steps.Zip(noise, (step, own) => step + 4 * own).ToArray(), Loss.Squared);
        double kept = Compress(jumps).Smooth(jumps, 1, null, default).Share[0];
        Assert.InRange(kept, 0, 0.5);
        Assert.InRange(Compress(noisy).Smooth(noisy, 1, null, default).Share[0], kept + 0.1, 0.75);
    }

    [Fact]
    public void The_targets_of_the_coreset_stay_as_they_are()
    {
        Measure measure = Rows(1000);
        Coreset coreset = Compress(measure);
        double[] before = coreset.Points.Targets.ToArray();
        coreset.SmoothTargets(measure);
        Assert.Equal(before, coreset.Points.Targets.ToArray());
        Assert.Equal(before, coreset.Indices.ToArray().Select(row => measure.Targets.Span[row]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Their_weighted_mean_is_that_of_the_targets(bool weighted)
    {
        Measure measure = Rows(2000, weighted: weighted);
        Coreset coreset = Compress(measure);
        ReadOnlySpan<double> estimates = coreset.SmoothTargets(measure).Span;
        double kept = 0, all = 0;
        for (int i = 0; i < coreset.Count; i++)
            kept += coreset.Weights.Span[i] * estimates[i];
        for (int i = 0; i < measure.Count; i++)
            all += measure.AtomWeights[i] * measure.Targets.Span[i];
        Assert.Equal(all / measure.TotalWeight, kept / measure.TotalWeight, 1e-12);
    }

    [Fact]
    public void A_group_keeps_its_own_level()
    {
        Measure rows = Rows(2000);
        int[] groups = [.. Enumerable.Range(0, rows.Count).Select(row => row % 2)];
        double[] targets = [.. rows.Targets.ToArray().Select((target, row) => target + 100 * groups[row])];
        Measure measure = new Measure(rows.Atoms, 3).WithTargets(targets, Loss.Squared).WithGroups(groups);
        Coreset coreset = Compress(measure, 300);
        double[] estimates = coreset.SmoothTargets(measure).ToArray();
        for (int i = 0; i < coreset.Count; i++)
            Assert.InRange(estimates[i] - 100 * coreset.Points.Groups.Span[i], -4, 4);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        Measure measure = Rows(1500);
        int[] order = [.. Enumerable.Range(0, measure.Count).Reverse()];
        Measure turned = measure.Subset(order, default(ReadOnlyMemory<double>));
        Coreset coreset = Compress(measure), other = Compress(turned);
        var expected = coreset.Indices.ToArray().Zip(coreset.SmoothTargets(measure).ToArray()).ToDictionary();
        double[] found = other.SmoothTargets(turned).ToArray();
        Assert.Equal(expected.Count, other.Count);
        for (int i = 0; i < other.Count; i++)
            Assert.Equal(expected[order[other.Indices.Span[i]]], found[i], 1e-12);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Measure measure = Rows(1500);
        Coreset coreset = Compress(measure);
        Assert.Equal(coreset.Smooth(measure, 1, null, default).Values, coreset.Smooth(measure, 3, null, default).Values);
    }

    [Fact]
    public void Rows_that_tell_nothing_keep_their_targets()
    {
        Measure few = Rows(30);
        Assert.Equal(Compress(few, 21).Points.Targets.ToArray(), Compress(few, 21).SmoothTargets(few).ToArray());
        Measure constant = new Measure(Rows(200).Atoms, 3).WithTargets(Enumerable.Repeat(7.0, 200).ToArray(), Loss.Squared);
        Assert.All(Compress(constant, 50).SmoothTargets(constant).ToArray(), value => Assert.Equal(7, value));
    }

    [Fact]
    public void Columns_of_extreme_values_do_no_harm()
    {
        Measure rows = Rows(500);
        double[] atoms = [.. rows.Atoms.ToArray().Select((value, place) => place % 3 == 0 ? value * 1e150 : place % 3 == 1 ? 3 : value)];
        Measure measure = new Measure(atoms, 3).WithTargets(
            rows.Targets.ToArray().Select(target => target * 1e140).ToArray(), Loss.LeastSquares);
        Coreset coreset = Compress(measure, 60);
        Assert.All(coreset.SmoothTargets(measure).ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Only_numbers_can_be_smoothed()
    {
        Measure measure = Rows(500);
        Coreset coreset = Compress(measure);
        var plain = new Measure(measure.Atoms, 3);
        Assert.Contains("no target", Assert.Throws<ArgumentException>(() => Compress(plain).SmoothTargets(plain)).Message,
            StringComparison.Ordinal);
        Measure classes = plain.WithTargets(measure.Targets.ToArray().Select(target => target > 0 ? 1.0 : 0).ToArray(), Loss.Classes);
        Assert.Contains("classes loss", Assert.Throws<ArgumentException>(() => Compress(classes).SmoothTargets(classes)).Message,
            StringComparison.Ordinal);
        Measure other = Rows(400);
        Assert.Contains("500 atoms", Assert.Throws<ArgumentException>(() => coreset.SmoothTargets(other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_at_1()
    {
        Measure measure = Rows(600);
        var told = new List<double>();
        var progress = new Told(told);
        Compress(measure).SmoothTargets(measure, progress);
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1], 1e-12);
    }

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
