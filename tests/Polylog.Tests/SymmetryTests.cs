using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Tests;

/// <summary>The result depends on the points as a set, and on nothing else.</summary>
public class SymmetryTests
{
    public static TheoryData<string> Distinct => ["uniform cube", "one dimension", "six dimensions", "heavy tails", "log-normal columns", "circle", "binary columns"];

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
        Measure left = MomentCompressor.Compress(a, options).ToMeasure(), right = MomentCompressor.Compress(b, options).ToMeasure();
        var joined = new Measure(
            (double[])[.. left.Atoms.Span, .. right.Atoms.Span], 2,
            (double[])[.. left.Weights.Span, .. right.Weights.Span]);
        var full = new Measure((double[])[.. a.Atoms.Span, .. b.Atoms.Span], 2);

        Coreset twice = MomentCompressor.Compress(joined, options with { Size = 200 });

        Assert.InRange(twice.Count, 15, 200);
        Assert.InRange(MomentAudit.Compare(full, twice.ToMeasure(), 4).WorstResidual, 0, 1e-13);
    }
}
