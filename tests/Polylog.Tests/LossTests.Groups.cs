namespace Polylog.Tests;

/// <content>Totals, groups and classes.</content>
public partial class LossTests
{
    [Fact]
    public void Totals_are_kept_exactly_and_take_a_point_a_leaf()
    {
        Measure plain = Rows(3000, 2, seed: 11, (x, _) => x[0]);
        Measure rows = new Measure(plain.Atoms, 2)
            .WithTotals((x, values) => (values[0], values[1]) = (Math.Exp(x[0]), x[1] > 0 ? 1 : 0), totalCount: 2);

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 8 }).Points;

        Assert.True(kept.Count <= 8);
        Close(Mean(rows, (x, _) => Math.Exp(x[0])), Mean(kept, (x, _) => Math.Exp(x[0])));
        Close(Mean(rows, (x, _) => x[1] > 0 ? 1 : 0), Mean(kept, (x, _) => x[1] > 0 ? 1 : 0));
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 7 }));
        Assert.StartsWith("Size is 7: order 2 in 2 dimensions has 8 functions, its 6 moments and 2 totals: keep at least that many points "
            + "or lower the order.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_are_added_to_those_there_are()
    {
        Measure plain = UniformCube.Draw(500, 1, seed: 3);
        Measure both = plain.WithTotals((x, values) => values[0] = Math.Exp(x[0]), 1)
            .WithTotals((x, values) => (values[0], values[1]) = (Math.Abs(x[0]), 1 / (2 + x[0])), 2);
        Measure once =
            plain.WithTotals((x, values) => (values[0], values[1], values[2]) = (Math.Exp(x[0]), Math.Abs(x[0]), 1 / (2 + x[0])), 3);
        Assert.Equal(3, both.TotalCount);
        Assert.Equal(once.Totals.ToArray(), both.Totals.ToArray());
    }

    [Fact]
    public void Every_group_keeps_its_moments_and_its_fair_part_and_small_ones_all_rows()
    {
        Measure plain = Rows(4000, 2, seed: 12, (x, _) => x[0]);
        int[] groups = [.. Enumerable.Range(0, 4000).Select(i => i < 5 ? 3 : i < 1005 ? -7 : 100)];
        Measure rows = new Measure(plain.Atoms, 2).WithGroups(groups);

        Coreset coreset = MomentCompressor.Compress(rows, new CompressionOptions { Order = 3, Size = 405 });

        Measure kept = coreset.Points;
        Assert.Equal(405, kept.Count);
        Assert.Equal(3, coreset.Order);
        foreach ((int group, int size) in new[] { (3, 5), (-7, 100), (100, 300) })
        {
            Measure all = Group(rows, group), few = Group(kept, group);
            Assert.InRange(few.Count, size - 1, size + 1);
            Assert.True(MomentAudit.Compare(all, few, 3).WorstResidual < Rounding);
        }
    }

    [Fact]
    public void Every_class_keeps_its_weight()
    {
        Measure rows = Rows(3000, 2, seed: 13, (x, random) => random.Next(3) == 0 ? 2 : x[0] > 0.3 ? 1 : 0, Loss.Classes);

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Size = 100 }).Points;

        for (int @class = 0; @class < 3; @class++)
            Close(Mean(rows, (_, y) => y[0] == @class ? 1 : 0), Mean(kept, (_, y) => y[0] == @class ? 1 : 0));
        Assert.Equal(100, kept.Count);
    }

    [Fact]
    public void A_size_below_what_the_groups_need_is_refused_with_the_least_that_works()
    {
        Measure plain = Rows(100, 2, seed: 14, (x, _) => x[0]);
        Measure rows = new Measure(plain.Atoms, 2).WithGroups(Enumerable.Range(0, 100).Select(i => i % 4).ToArray());

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 23 }));

        Assert.StartsWith("Size is 23: order 2 in 2 dimensions has 6 moments, and the 4 groups together need 24 points", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(24, MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 24 }).Count);
    }

    [Fact]
    public void A_group_without_weight_is_refused()
    {
        Measure plain = Rows(100, 2, seed: 15, (x, _) => x[0]);
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => i / 50)];
        Measure rows = new Measure(plain.Atoms, 2, Enumerable.Range(0, 100).Select(i => i < 50 ? 1.0 : 0).ToArray()).WithGroups(groups);

        var error = Assert.Throws<ArgumentException>(() => MomentCompressor.Compress(rows, new CompressionOptions { Size = 20 }));

        Assert.StartsWith("All weights of group 1 are zero", error.Message, StringComparison.Ordinal);
    }
}
