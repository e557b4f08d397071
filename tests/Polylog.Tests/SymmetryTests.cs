using System.Globalization;

namespace Polylog.Tests;

/// <summary>The result depends on the points as a set, and on nothing else.</summary>
public class SymmetryTests
{
    public static TheoryData<string> Distinct =>
        ["uniform cube", "one dimension", "six dimensions", "heavy tails", "log-normal columns", "circle", "binary columns"];

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Same_bits_for_any_number_of_threads(string name)
    {
        Measure measure = HardMeasures.Make(name);
        var options = new CompressionOptions { Order = 4, Fraction = 0.3 };
        Coreset one = MomentCompressor.Compress(measure, options with { Threads = 1 });
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Coreset many = MomentCompressor.Compress(measure, options with { Threads = threads });
            Assert.Equal(one.Indices.ToArray(), many.Indices.ToArray());
            Assert.Equal(one.Weights.ToArray(), many.Weights.ToArray());
            Assert.Equal(one.MomentResidual, many.MomentResidual);
        }
    }

    [Theory]
    [MemberData(nameof(Distinct))]
    public void Same_rows_for_any_order_of_the_rows(string name)
    {
        Measure measure = HardMeasures.Make(name);
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new Random(7).Shuffle(order);
        double[] shuffled = new double[measure.Atoms.Length];
        for (int i = 0; i < order.Length; i++)
            measure.Atom(order[i]).CopyTo(shuffled.AsSpan(i * measure.Dimension));
        var options = new CompressionOptions { Order = 3, Fraction = 0.1 };

        Coreset original = MomentCompressor.Compress(measure, options);
        Coreset permuted = MomentCompressor.Compress(new Measure(shuffled, measure.Dimension), options);

        int[] mapped = [.. permuted.Indices.ToArray().Select(i => order[i]).Order()];
        Assert.Equal(original.Indices.ToArray(), mapped);
    }

    [Theory]
    [InlineData(Use.Kinked)]
    [InlineData(Use.Smooth)]
    public void Chosen_orders_of_data_that_are_sampled_do_not_depend_on_the_order_of_the_rows(Use use)
    {
        Measure measure = UniformCube.Draw(450_000, 2, seed: 3);
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new Random(7).Shuffle(order);
        Measure shuffled = measure.Subset(order, default);
        var options = new CompressionOptions { Size = 200, Use = use };

        Coreset original = MomentCompressor.Compress(measure, options);
        Coreset permuted = MomentCompressor.Compress(shuffled, options);

        Assert.Equal(original.Indices.ToArray(), permuted.Indices.ToArray().Select(i => order[i]).Order());
    }

    [Fact]
    public void Same_rows_for_any_order_of_a_grid_whose_sides_tie()
    {
        var random = new Random(1);
        double[][] grid = [.. Enumerable.Range(0, 3600).Select(i => new[] { i % 60 * 0.1, i / 60 * 0.1 })];
        var options = new CompressionOptions { Order = 3, Size = 200 };
        HashSet<string> kept = [];
        for (int shuffle = 0; shuffle < 8; shuffle++)
        {
            random.Shuffle(grid);
            Coreset coreset = MomentCompressor.Compress(new Measure(grid.SelectMany(row => row).ToArray(), 2), options);
            kept.Add(string.Join(' ', coreset.Indices.ToArray().Select(i => (grid[i][0], grid[i][1])).Order()));
        }
        Assert.Single(kept);
    }

    [Theory]
    [InlineData(ColumnScale.StandardDeviation)]
    [InlineData(ColumnScale.Range)]
    public void Same_rows_after_shifting_and_rescaling_columns(ColumnScale scale)
    {
        Measure measure = UniformCube.Draw(4000, 3, seed: 3);
        double[] factors = [1000, 0.001, 3], shifts = [5, -0.25, 100];
        double[] moved = measure.Atoms.ToArray();
        for (int i = 0; i < moved.Length; i++)
            moved[i] = moved[i] * factors[i % 3] + shifts[i % 3];
        var options = new CompressionOptions { Order = 3, Size = 400, Scale = scale };

        Coreset original = MomentCompressor.Compress(measure, options);
        Coreset transformed = MomentCompressor.Compress(new Measure(moved, 3), options);

        Assert.Equal(original.Indices.ToArray(), transformed.Indices.ToArray());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(3, false)]
    [InlineData(null, true)]
    public void Coordinates_that_never_change_change_nothing(int? order, bool targets)
    {
        Measure plain = UniformCube.Draw(3000, 2, seed: 5);
        double[] weights = [.. Enumerable.Range(0, plain.Count).Select(i => i % 7 == 0 ? 0 : 1 + i % 3)];
        double[] wide = new double[plain.Count * 4];
        for (int i = 0; i < plain.Count; i++)
        {
            // A point without weight may differ: it carries nothing.
            wide[i * 4] = i % 7 == 0 ? i : i % 2 == 0 ? 1e6 : Math.BitIncrement(1e6);
            wide[i * 4 + 1] = plain.Atom(i)[0];
            wide[i * 4 + 2] = -0.1;
            wide[i * 4 + 3] = plain.Atom(i)[1];
        }
        Measure narrow = new(plain.Atoms, 2, weights), constant = new(wide, 4, weights);
        if (targets)
        {
            double[] y = [.. Enumerable.Range(0, plain.Count).Select(i => Math.Sin(9 * plain.Atom(i)[0]) + plain.Atom(i)[1])];
            (narrow, constant) = (narrow.WithTargets(y, Loss.Squared), constant.WithTargets(y, Loss.Squared));
        }
        var options = new CompressionOptions { Size = 100, Order = order };

        Coreset expected = MomentCompressor.Compress(narrow, options), found = MomentCompressor.Compress(constant, options);

        Assert.Equal(expected.Indices.ToArray(), found.Indices.ToArray());
        Assert.Equal(expected.Weights.ToArray(), found.Weights.ToArray());
        Assert.Equal(expected.Order, found.Order);
        Assert.Equal(expected.Certify(narrow).Evidence, found.Certify(constant).Evidence);
        Assert.Equal(4, found.Points.Dimension);
        var audit = MomentAudit.Compare(constant, found.Points, found.Order);
        Assert.InRange(audit.WorstResidual, 0, 1e-13);
        Assert.Equal(4 + (targets ? 2 : 0), audit.WorstExponents.Count);
    }

    [Fact]
    public void A_coordinate_that_never_changes_in_a_group_changes_nothing_there()
    {
        Measure plain = UniformCube.Draw(2000, 2, seed: 5);
        double[] atoms = [.. Enumerable.Range(0, plain.Count).SelectMany(i => (double[])[.. plain.Atom(i), i % 2])];
        Measure grouped = new Measure(atoms, 3).WithGroups(Enumerable.Range(0, plain.Count).Select(i => i % 2).ToArray());
        var options = new CompressionOptions { Size = 100 };

        Coreset coreset = MomentCompressor.Compress(grouped, options with { Size = 200 });

        Coreset[] parts = [.. Enumerable.Range(0, 2).Select(group =>
            MomentCompressor.Compress(plain.Subset([.. Enumerable.Range(0, 1000).Select(i => 2 * i + group)], default), options))];
        Assert.Equal(
            parts.SelectMany((part, group) => part.Indices.ToArray().Select(i => 2 * i + group)).Order(), coreset.Indices.ToArray());
        Assert.InRange(MomentAudit.Compare(grouped, coreset.Points, coreset.Order).WorstResidual, 0, 1e-13);
    }

    [Fact]
    public void Points_that_are_all_the_same_become_one()
    {
        double[] atoms = [.. Enumerable.Range(0, 90).Select(i => (double)(i % 9))];
        Coreset coreset = MomentCompressor.Compress(new Measure(atoms, 9), new CompressionOptions { Size = 5 });
        Assert.Equal([10.0], coreset.Weights.ToArray());
        Assert.True(coreset.IsExact);
    }

    [Fact]
    public void Same_bits_in_any_culture()
    {
        Measure measure = UniformCube.Draw(2000, 2, seed: 1);
        Coreset here = MomentCompressor.Compress(measure);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Coreset there = MomentCompressor.Compress(measure);
            Assert.Equal(here.Weights.ToArray(), there.Weights.ToArray());
            var refusal = Assert.Throws<ArgumentException>(() => new Measure(new[] { 1.0 }, 1, new[] { -0.5 }));
            Assert.Contains("-0.5", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_coreset_of_coresets_is_a_coreset()
    {
        Measure a = UniformCube.Draw(5000, 2, seed: 1), b = UniformCube.Draw(3000, 2, seed: 2);
        var options = new CompressionOptions { Order = 4, Fraction = 0.1 };
        Measure left = MomentCompressor.Compress(a, options).Points, right = MomentCompressor.Compress(b, options).Points;
        var joined = new Measure(
            (double[])[.. left.Atoms.Span, .. right.Atoms.Span], 2,
            (double[])[.. left.Weights.Span, .. right.Weights.Span]);
        var full = new Measure((double[])[.. a.Atoms.Span, .. b.Atoms.Span], 2);

        Coreset twice = MomentCompressor.Compress(joined, options with { Size = 200 });

        Assert.InRange(twice.Count, 15, 200);
        Assert.InRange(MomentAudit.Compare(full, twice.Points, 4).WorstResidual, 0, 1e-13);
    }
}
