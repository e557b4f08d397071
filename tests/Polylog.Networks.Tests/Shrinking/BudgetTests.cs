namespace Polylog.Networks.Tests;

/// <summary>A budget is kept, and spread so that units go where they are missed least.</summary>
public sealed class BudgetTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("params=50%", ShrinkCost.Parameters, 0.5, true)]
    [InlineData("macs=2.5M", ShrinkCost.MultiplyAdds, 2.5e6, false)]
    [InlineData("bytes=10MB", ShrinkCost.Bytes, 1e7, false)]
    [InlineData("bytes=512", ShrinkCost.Bytes, 512, false)]
    [InlineData("latency=5ms", ShrinkCost.Latency, 0.005, false)]
    [InlineData("latency=25%", ShrinkCost.Latency, 0.25, true)]
    public void Budgets_are_read(string text, ShrinkCost cost, double amount, bool isShare)
    {
        ShrinkBudget budget = ShrinkBudget.Parse(text)!;
        Assert.Equal((cost, isShare), (budget.Cost, budget.IsShare));
        Assert.Equal(amount, budget.Amount, 1e-12 * amount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("params")]
    [InlineData("params=")]
    [InlineData("params=0%")]
    [InlineData("params=-5")]
    [InlineData("params=101%")]
    [InlineData("params=NaN")]
    [InlineData("latency=5")]
    [InlineData("latency=5MB")]
    [InlineData("flops=50%")]
    [InlineData("params=1=2")]
    public void Other_texts_are_none(string text) => Assert.Null(ShrinkBudget.Parse(text));

    [Theory]
    [InlineData("params=60%")]
    [InlineData("macs=40%")]
    [InlineData("bytes=60%")]
    public void A_budget_is_kept(string text)
    {
        string path = Two().Save(_scratch.Path);
        ShrinkBudget budget = ShrinkBudget.Parse(text)!;
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Budget = budget });
        IReadOnlyList<LayerChange> changes = shrinker.Run();
        // All that is not of the layers is ten numbers of biases; what is written beside the numbers is the same in both files.
        double share = budget.Cost == ShrinkCost.MultiplyAdds
            ? MultiplyAdds(changes[0].Units, changes[1].Units) / MultiplyAdds(24, 40)
            : shrinker.ParametersNow / (double)shrinker.Parameters;
        Assert.InRange(share, budget.Amount * 0.75, budget.Amount);
    }

    // Half of the units of the first layer hardly matter.
    private static OnnxBuilder Two()
    {
        var builder = new OnnxBuilder();
        double[] half = builder.Numbers(24, 40);
        half.AsSpan(12 * 40).Clear();
        for (int i = 12 * 40; i < half.Length; i++)
            half[i] = i % 7 / 4096.0;
        return builder.Input("x", -1, 9, 5).Output("y", -1, 9, 3).Weights("w1", 5, 24).Weights("w3", 40, 3).Weights("b3", 3)
            .Tensor("w2", [24, 40], half).Node("MatMul", ["x", "w1"], "z1", "one").Node("Tanh", ["z1"], "a1")
            .Node("MatMul", ["a1", "w2"], "z2", "two").Node("Tanh", ["z2"], "a2").Node("MatMul", ["a2", "w3"], "z3")
            .Node("Add", ["z3", "b3"], "y");
    }

    private static double MultiplyAdds(int one, int two) => 9.0 * ((5 * one) + (one * two) + (two * 3));

    [Fact]
    public void Units_that_hardly_matter_go_first()
    {
        string path = Two().Save(_scratch.Path);
        using ModelShrinker spread = ModelShrinker.Open(path, new ShrinkOptions { Budget = ShrinkBudget.Parse("params=60%") });
        IReadOnlyList<LayerChange> changes = spread.Run();
        Assert.InRange(changes[0].Units, 10, 16);
        double error = spread.Difference().RelativeRms;
        // The same cost with the same share of both layers.
        using ModelShrinker even = ModelShrinker.Open(path, new ShrinkOptions { Fraction = 0.75 });
        even.Run();
        Assert.InRange(spread.ParametersNow, 0, even.ParametersNow);
        Assert.True(error < even.Difference().RelativeRms);
    }

    [Fact]
    public void Widths_are_multiples()
    {
        string path = Two().Save(_scratch.Path);
        foreach (ShrinkOptions options in (ShrinkOptions[])
        [
            new() { Fraction = 0.6 }, new() { Budget = ShrinkBudget.Parse("params=50%") }, new() { Tolerance = 0.2 }, new() { Width = 13 },
        ])
        {
            using ModelShrinker shrinker = ModelShrinker.Open(path, options with { MultipleOf = 8 });
            Assert.All(shrinker.Run(), change => Assert.Equal(0, change.Units % 8));
        }
    }

    [Fact]
    public void Heads_count_as_the_numbers_they_have()
    {
        UnitGroup group = OnnxModel.Open(GroupModels.Of("heads").Save(_scratch.Path)).ReadLayer(SampleModels.Layer).Group;
        Assert.Equal(2, new ShrinkOptions { MultipleOf = 4 }.MultipleFor(group));
        Assert.Equal(1, new ShrinkOptions { MultipleOf = 2 }.MultipleFor(group));
    }

    [Theory]
    [InlineData("params=50%")]
    [InlineData("params=0.0001%")]
    [InlineData("macs=200000000")]
    [InlineData("latency=0.0002ms")]
    [InlineData("latency=20000ms")]
    public void A_budget_is_written_as_it_was_given(string text) => Assert.Equal(text, ShrinkBudget.Parse(text)!.ToString());

    [Fact]
    public void The_least_budget_that_is_told_is_possible()
    {
        // 11 numbers of 803 are 1.37%, which rounds up.
        string path = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 100).Weights("w2", 100, 3).Weights("b2", 3)
            .Node("Gemm", ["x", "w1"], "z", "fc1").Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y", "fc2").Save(_scratch.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Budget = ShrinkBudget.Parse("params=5") });
        string message = Assert.Throws<ModelFileException>(() => shrinker.Run()).Message;
        Assert.EndsWith("it takes 11; give at least params=1.4%, or more layers", message, StringComparison.Ordinal);
        using ModelShrinker again = ModelShrinker.Open(path, new ShrinkOptions { Budget = ShrinkBudget.Parse("params=1.4%") });
        Assert.Equal(1, Assert.Single(again.Run()).Units);
    }

    [Fact]
    public void A_budget_below_what_is_possible_is_told()
    {
        string path = Two().Save(_scratch.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Budget = ShrinkBudget.Parse("params=5") });
        // One unit in each layer: 5 + 1 + 3 weights and 3 biases.
        Assert.Equal(
            $"'{path}': the budget is params=5, but with the fewest units in these layers it takes 12; give at least "
                + "params=1%, or more layers",
            Assert.Throws<ModelFileException>(() => shrinker.Run()).Message);
    }
}
