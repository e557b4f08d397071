namespace Polylog.Tests;

public class AuditTests
{
    [Fact]
    public void A_measure_agrees_with_itself()
    {
        Measure measure = UniformCube.Draw(40000, 2, seed: 1);
        MomentAudit audit = MomentAudit.Compare(measure, measure, 6);
        Assert.Equal(0, audit.WorstResidual);
        Assert.Equal(28, audit.Moments);
    }

    [Fact]
    public void A_changed_weight_is_seen()
    {
        Measure measure = UniformCube.Draw(1000, 2, seed: 1);
        double[] weights = new double[1000];
        Array.Fill(weights, 1);
        weights[500] += 1e-6;
        MomentAudit audit = MomentAudit.Compare(measure, new Measure(measure.Atoms, 2, weights), 2);
        Assert.InRange(audit.WorstResidual, 5e-10, 1e-8);
    }

    [Fact]
    public void A_constant_that_is_another_is_seen()
    {
        double[] atoms = [1, 5, 2, 5, 3, 5], other = [1, 5, 2, 5, 3, 6];
        Measure full = new(atoms, 2), changed = new(other, 2);
        MomentAudit audit = MomentAudit.Compare(full, changed, 3);
        Assert.Equal(double.PositiveInfinity, audit.WorstResidual);
        Assert.Equal([0, 1], audit.WorstExponents);
        Assert.Equal(0, MomentAudit.Compare(full, full, 3).WorstResidual);
        // What differs by rounding is the same.
        Assert.Equal(0, MomentAudit.Compare(full, new Measure((double[])[1, 5, 2, Math.BitIncrement(5), 3, 5], 2), 3).WorstResidual);
    }

    [Fact]
    public void The_worst_monomial_is_named()
    {
        // Mirrored in the second column: only moments odd in it change.
        double[] atoms = UniformCube.Draw(1000, 2, seed: 1).Atoms.ToArray();
        for (int i = 1; i < atoms.Length; i += 2)
            atoms[i] = Math.Abs(atoms[i]) < 0.5 ? atoms[i] : atoms[i] * atoms[i] * Math.Sign(atoms[i]);
        double[] mirrored = (double[])atoms.Clone();
        mirrored[1] += 1e-3;
        MomentAudit audit = MomentAudit.Compare(new Measure(atoms, 2), new Measure(mirrored, 2), 3);
        Assert.True(audit.WorstExponents[1] > 0);
        Assert.Equal(2, audit.WorstExponents.Count);
    }

    [Fact]
    public void More_moments_than_can_be_compared_are_refused_at_once()
    {
        var measure = new Measure(Enumerable.Range(0, 300).Select(i => Math.Sin(i)).ToArray(), 3);
        foreach (int order in (int[])[200, int.MaxValue])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => MomentAudit.Compare(measure, measure, order));
            Assert.Contains($"order {order} in 3 dimensions has ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_comparison_can_be_stopped()
    {
        // One chunk of rows, so the end has to come from within it; whole, it would take minutes.
        var measure = new Measure(Enumerable.Range(0, 30_000).Select(i => Math.Sin(i)).ToArray(), 3);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Run(() => MomentAudit.Compare(measure, measure, 100, cancellation: stop.Token), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Columns_as_wide_as_numbers_go_are_standardised_like_any()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => Math.Sin(i))];
        var plain = new Measure(values, 2);
        var wide = new Measure(Array.ConvertAll(values, value => value * Math.ScaleB(1.99, 1023)), 2);
        Evidence expected = Evidence.Between(plain, RandomSubset.Draw(plain, 20, 1), 1);
        Evidence found = Evidence.Between(wide, RandomSubset.Draw(wide, 20, 1), 1);
        Assert.Equal(expected.Discrepancy, found.Discrepancy, expected.Discrepancy * 1e-9);
        Assert.Equal(expected.Coreset.Median, found.Coreset.Median, expected.Coreset.Median * 1e-9);
        Assert.Equal(expected.Coreset.Worst, found.Coreset.Worst, expected.Coreset.Worst * 1e-9);
    }

    [Fact]
    public void A_random_subset_keeps_the_weight_and_is_a_subset()
    {
        Measure measure = HardMeasures.Make("weights over 12 orders");
        Measure subset = RandomSubset.Draw(measure, 100, seed: 9);
        Assert.Equal(100, subset.Count);
        Assert.Equal(measure.TotalWeight, subset.TotalWeight, 1e-9);
        Assert.Equal(subset.Atoms.ToArray(), RandomSubset.Draw(measure, 100, seed: 9).Atoms.ToArray());
        var rows = Enumerable.Range(0, measure.Count).Select(i => measure.Atom(i)[0]).ToHashSet();
        Assert.All(Enumerable.Range(0, 100), i => Assert.Contains(subset.Atom(i)[0], rows));
    }

    [Fact]
    public void A_random_subset_is_drawn_by_weight()
    {
        const int Count = 400, Size = 40, Draws = 4000;
        double[] weights = [.. Enumerable.Range(0, Count).Select(i => i < 4 ? 1000 : 1 + i % 10)];
        double[] times = new double[Count], sums = new double[Count];
        for (int draw = 0; draw < Draws; draw++)
        {
            (int[] drawn, double[] own) = RandomSubset.Draw(weights, Count, Size, (ulong)draw);
            Assert.Equal(Size, drawn.Distinct().Count());
            Assert.Equal(weights.Sum(), own.Sum(), 1e-9);
            foreach ((int place, int row) in drawn.Index())
            {
                times[row]++;
                sums[row] += own[place];
            }
        }
        // A row that is heavier than its share is always there, and every row has its weight on average.
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(Draws, times[row]));
        for (int residue = 0; residue < 10; residue++)
        {
            int[] alike = [.. Enumerable.Range(4, Count - 4).Where(i => i % 10 == residue)];
            Assert.Equal(1 + residue, alike.Average(row => sums[row] / Draws), 0.04 * (1 + residue));
        }
    }

    [Fact]
    public void Rows_without_weight_are_never_drawn()
    {
        double[] weights = [0, 3, 0, 1, 0, 2];
        (int[] drawn, double[] own) = RandomSubset.Draw(weights, weights.Length, 5, seed: 1);
        Assert.Equal([1, 3, 5], drawn);
        Assert.Equal([3.0, 1, 2], own);
    }

    [Fact]
    public void The_panel_sees_a_shift_and_is_blind_to_units()
    {
        Measure measure = UniformCube.Draw(2000, 3, seed: 2);
        double[] scaled = [.. measure.Atoms.ToArray().Select((x, i) => x * (i % 3 + 1) + 5)];
        double[] shifted = [.. measure.Atoms.ToArray().Select(x => x + 0.01)];
        var panel = new RidgePanel(3);
        Measure half = RandomSubset.Draw(measure, 1000, seed: 3), scaledHalf = RandomSubset.Draw(new Measure(scaled, 3), 1000, seed: 3);
        double[] errors = panel.Errors(measure, half), scaledErrors = panel.Errors(new Measure(scaled, 3), scaledHalf);
        for (int f = 0; f < panel.Count; f++)
            Assert.Equal(errors[f], scaledErrors[f], 1e-12);
        Assert.All(panel.Errors(measure, measure), error => Assert.Equal(0, error));
        Assert.True(panel.Errors(measure, new Measure(shifted, 3)).Max() > 1e-3);
    }
}
