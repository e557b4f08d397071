namespace Polylog.Tests;

/// <summary>Orders and sizes that nobody gave.</summary>
public class ChoiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_whole_budget_is_used(int dimension)
    {
        Measure measure = UniformCube.Draw(3000, dimension, seed: 8);
        foreach (int size in new[] { 30, 101, 257 })
            Assert.Equal(size, MomentCompressor.Compress(measure, new CompressionOptions { Size = size }).Count);
    }

    /// <summary>Bell-shaped points make leaves of all sizes, and groups of one point and of two in them.</summary>
    [Theory]
    [InlineData(Effort.Fast)]
    [InlineData(Effort.Balanced)]
    public void The_whole_budget_is_used_with_an_order_of_ones_own(Effort effort)
    {
        var random = new SplitMix64(1);
        double[] atoms = new double[10_000];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Normal();
        foreach (int order in new[] { 6, 8, 9, 12 })
            Assert.Equal(300, MomentCompressor.Compress(
                new Measure(atoms, 2), new CompressionOptions { Size = 300, Order = order, Effort = effort }).Count);
    }

    /// <summary>Without a point to spare the last steps still have a choice, and the next order is what they choose by.</summary>
    [Fact]
    public void The_fewest_points_there_can_be_are_as_good_as_with_order_1_given()
    {
        var random = new Random(4);
        double[] atoms = new double[4 * 3000];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.NextDouble();
        var measure = new Measure(atoms, 4).WithGroups(Enumerable.Range(0, 3000).Select(i => i % 60).ToArray());
        Coreset given = MomentCompressor.Compress(measure, new CompressionOptions { Size = 300, Order = 1 });
        Coreset chosen = MomentCompressor.Compress(measure, new CompressionOptions { Size = 300 });
        Assert.Equal(300, chosen.Count);
        Assert.True(chosen.Certify(measure).Evidence.Coreset.Median < 1.5 * given.Certify(measure).Evidence.Coreset.Median,
            $"{chosen.Certify(measure).Evidence.Coreset.Median} beside {given.Certify(measure).Evidence.Coreset.Median}");
    }

    /// <summary>On functions of the use that the choice was not tried on: no worse than twice the best of all fixed orders.</summary>
    [Theory]
    [InlineData(1, 100, Use.Smooth)]
    [InlineData(2, 200, Use.Smooth)]
    [InlineData(2, 1000, Use.Smooth)]
    [InlineData(3, 300, Use.Smooth)]
    [InlineData(5, 300, Use.Smooth)]
    [InlineData(1, 100, Use.Kinked)]
    [InlineData(2, 200, Use.Kinked)]
    [InlineData(2, 800, Use.Kinked)]
    [InlineData(3, 300, Use.Kinked)]
    [InlineData(4, 200, Use.Kinked)]
    [InlineData(3, 300, Use.Any)]
    public void Is_never_much_worse_than_the_best_fixed_order(int dimension, int size, Use use)
    {
        double chosen = 0;
        var fixedOrders = new Dictionary<int, double>();
        const int Seeds = 3;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            Measure measure = UniformCube.Draw(8 * size, dimension, seed + 50);
            var panel = new RidgePanel(dimension, 60, seed + 1000, use);
            chosen += Error(measure, panel, new CompressionOptions { Size = size, Use = use });
            for (int order = 1; Moments.Count(dimension, order) <= size && order <= 40; order += order < 8 ? 1 : 3)
                fixedOrders[order] = fixedOrders.GetValueOrDefault(order)
                    + Error(measure, panel, new CompressionOptions { Size = size, Order = order });
        }
        double ratio = Math.Exp((chosen - fixedOrders.Values.Min()) / Seeds);
        Assert.True(ratio <= 2, $"{ratio} times the error of order {fixedOrders.MinBy(pair => pair.Value).Key}");

        static double Error(Measure measure, RidgePanel panel, CompressionOptions options) =>
            panel.Errors(measure, MomentCompressor.Compress(measure, options).Points).Average(error => Math.Log(Math.Max(error, 1e-16)));
    }

    [Fact]
    public void Leaves_differ_in_order_where_the_data_ask_for_it()
    {
        // Two clouds of one size but a hundredfold width: the wide one needs more, or smaller, leaves.
        var random = new Random(3);
        double[] atoms = new double[8000];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = i < 4000 ? 0.01 * random.NextDouble() : 1 + random.NextDouble();
        Coreset coreset = MomentCompressor.Compress(new Measure(atoms, 2), new CompressionOptions { Size = 200, Use = Use.Kinked });
        int narrow = coreset.Indices.ToArray().Count(i => i < 2000);
        Assert.InRange(narrow, 1, 80);
        Assert.True(coreset.Shares.Count > 1);
    }

    /// <summary>
    /// Points as even as these leave nothing to plan for kinks, and two clouds do: one with fewer points that are as wide needs as many
    /// leaves.
    /// </summary>
    [Fact]
    public void Kinks_on_a_line_get_a_plan_only_where_the_points_are_uneven()
    {
        var options = new CompressionOptions { Size = 500, Use = Use.Kinked };
        OrderShare even = Assert.Single(MomentCompressor.Compress(UniformCube.Draw(5000, 1, seed: 4), options).Shares);
        Assert.Equal(1, even.Order);

        var random = new SplitMix64(4);
        double[] atoms = new double[5000];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = (i % 10 == 0 ? 5 : -1) + 0.3 * random.Normal();
        var measure = new Measure(atoms, 1);
        var panel = new RidgePanel(1, 60, 1000, Use.Kinked);
        double chosen = Median(options), lowest = Median(options with { Order = 1 });
        Assert.True(chosen < 0.2 * lowest, $"{chosen} beside {lowest}");

        double Median(CompressionOptions own) =>
            panel.Errors(measure, MomentCompressor.Compress(measure, own).Points).Order().ElementAt(30);
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    public void A_tolerance_is_met_by_a_size_that_could_not_be_half_as_large(double tolerance)
    {
        Measure measure = UniformCube.Draw(5000, 2, seed: 9);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Tolerance = tolerance });

        Assert.InRange(coreset.Certify(measure).Evidence.Coreset.Median, 0, tolerance);
        Assert.InRange(coreset.Count, 3, 500);
        Coreset half = MomentCompressor.Compress(measure, new CompressionOptions { Size = Math.Max(3, coreset.Count / 2) });
        Assert.True(half.Certify(measure).Evidence.Coreset.Median > tolerance, $"half of {coreset.Count} would do");
    }

    [Fact]
    public void A_tolerance_that_nothing_smaller_meets_keeps_everything()
    {
        Measure measure = UniformCube.Draw(60, 6, seed: 9);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Tolerance = 1e-12 });
        Assert.Equal(60, coreset.Count);
    }

    [Fact]
    public void A_tolerance_works_with_an_order_of_ones_own()
    {
        Measure measure = UniformCube.Draw(5000, 2, seed: 9);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 4, Tolerance = 1e-4 });
        Assert.Equal(4, coreset.Order);
        Assert.InRange(coreset.Certify(measure).Evidence.Coreset.Median, 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Same_bits_for_any_number_of_threads(string name)
    {
        Measure measure = HardMeasures.Make(name);
        var options = new CompressionOptions { Fraction = 0.1 };
        Coreset one = MomentCompressor.Compress(measure, options with { Threads = 1 });
        Coreset many = MomentCompressor.Compress(measure, options with { Threads = 3 });
        Assert.Equal(one.Indices.ToArray(), many.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), many.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(SymmetryTests.Distinct), MemberType = typeof(SymmetryTests))]
    public void Same_rows_for_any_order_of_the_rows(string name)
    {
        Measure measure = HardMeasures.Make(name);
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new Random(7).Shuffle(order);
        double[] shuffled = new double[measure.Atoms.Length];
        for (int i = 0; i < order.Length; i++)
            measure.Atom(order[i]).CopyTo(shuffled.AsSpan(i * measure.Dimension));
        var options = new CompressionOptions { Fraction = 0.1 };

        Coreset original = MomentCompressor.Compress(measure, options);
        Coreset permuted = MomentCompressor.Compress(new Measure(shuffled, measure.Dimension), options);

        int[] mapped = [.. permuted.Indices.ToArray().Select(i => order[i]).Order()];
        Assert.Equal(original.Indices.ToArray(), mapped);
    }
}
