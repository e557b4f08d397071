namespace Polylog.Tests;

/// <summary>A compression's plan can be read before anything is compressed.</summary>
public class PlanTests
{
    [Fact]
    public void A_given_order_is_planned_in_even_leaves()
    {
        string plan = MomentCompressor.Explain(
            UniformCube.Draw(3000, 2, seed: 1), new CompressionOptions { Order = 3, Size = 100, Effort = Effort.Fast });
        Assert.Equal(
            "order 3 throughout: 10 leaves, 3000 points, keeps 100\n  10 x 300 points: matches 10 functions of order 3, keeps 10", plan);
    }

    [Fact]
    public void Chosen_orders_are_planned_and_their_rivals_named()
    {
        string plan = MomentCompressor.Explain(UniformCube.Draw(3000, 2, seed: 1), new CompressionOptions { Size = 300 });
        Assert.StartsWith("tries these, and takes the one with the smallest errors on test functions:\n", plan, StringComparison.Ordinal);
        Assert.Contains("orders chosen leaf by leaf: ", plan, StringComparison.Ordinal);
        Assert.Contains(" throughout: ", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_planned_each_on_its_own()
    {
        Measure measure = UniformCube.Draw(900, 2, seed: 1).WithGroups(Enumerable.Range(0, 900).Select(i => 7 + i % 3).ToArray());
        string plan = MomentCompressor.Explain(measure, new CompressionOptions { Size = 90, Order = 2 });
        Assert.Equal(["group 7:", "group 8:", "group 9:"],
            plan.Split('\n').Where(line => line.StartsWith("group", StringComparison.Ordinal)).Select(line => line[..8]));
    }

    [Fact]
    public void Nothing_is_planned_where_every_row_is_kept()
    {
        Assert.StartsWith("Every atom that differs", MomentCompressor.Explain(
            HardMeasures.Make("duplicated rows"), new CompressionOptions { Size = 200 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Explain(UniformCube.Draw(50, 1, seed: 1), new CompressionOptions { Tolerance = 1e-3 }));
    }

    /// <summary>A compression without fallbacks does what its plan says.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 5)]
    public void A_compression_keeps_what_its_first_plan_says(int dimension, int order)
    {
        Measure measure = UniformCube.Draw(4000, dimension, seed: 2);
        var options = new CompressionOptions { Order = order, Size = 400 };
        var problem = CompressionProblem.For(measure, options, 400, threads: 2, CancellationToken.None);
        SweepPlan plan = new OrderTrials(problem).SweepsOf(new Candidate(order)).First().Plan;
        Assert.Equal(400, plan.Keep);
        Assert.Equal(4000, plan.Leaves.Sum(leaf => leaf.Leaf.Count));
        Assert.All(plan.Leaves, leaf => Assert.InRange(leaf.KeepAfterRounds, 1, leaf.Keep));
        Coreset coreset = MomentCompressor.Compress(measure, options);
        Assert.Equal(plan.Keep, coreset.Count);
        Assert.Equal(plan.Leaves[0].Rounds.IsAny ? 1 : plan.Leaves.Count, coreset.Leaves);
    }
}
