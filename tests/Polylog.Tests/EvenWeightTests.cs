namespace Polylog.Tests;

/// <summary>Weights that end at 0 or at a bound, but for as many as there are functions.</summary>
public class EvenWeightTests
{
    private static double[] Errors(Measure full, Measure kept, int order)
    {
        var basis = new FunctionBasis(new MatchedColumns(full.Dimension), order);
        var features = new LeafFeatures(basis, new Workers());
        features.Fit(full.Atoms.Span);
        return [.. Sums(full).Zip(Sums(kept), (all, own) => Math.Abs(all - own) / full.TotalWeight)];

        double[] Sums(Measure measure)
        {
            int stride = Kernels.Pad(measure.Count);
            double[] values = new double[basis.Count * stride], sums = new double[basis.Count];
            features.Single(measure.Atoms.Span, Enumerable.Range(0, measure.Count).ToArray(), basis.Count, stride, values);
            for (int f = 0; f < sums.Length; f++)
            {
                for (int i = 0; i < measure.Count; i++)
                    sums[f] += measure.AtomWeights[i] * values[f * stride + i];
            }
            return sums;
        }
    }

    [Theory]
    [InlineData(4, 2000, 200)]
    [InlineData(9, 3000, 300)]
    [InlineData(20, 3000, 150)]
    [InlineData(60, 1000, 200)]
    public void Moments_match_and_weights_are_even_by_default(int dimension, int count, int size)
    {
        Measure measure = WideTables.Draw(count, dimension, 3);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = size });
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.InRange(coreset.MomentResidual, 0, 1e-14);
        Assert.InRange(Errors(measure, coreset.Points, coreset.Order).Max(), 0, 1e-13);
        Assert.Equal(size, coreset.Count);
        Assert.InRange(WideTables.EffectiveShare(coreset), 0.75, 1);
    }

    /// <summary>Every matched kernel function, found again from the measure, has the sum it should have.</summary>
    [Fact]
    public void Kernel_functions_match_and_can_be_found_again()
    {
        Measure measure = WideTables.Draw(3000, 10, 4);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 300 });
        KernelRecipe recipe = Assert.Single(coreset.Kernels)!.Value;
        Assert.InRange(coreset.KernelFunctions, 50, 150);
        Assert.InRange(KernelAudit.Compare(measure, coreset.Points, recipe, new Workers()).Residual, 0, 1e-13);
        double[] wrong = coreset.Weights.ToArray();
        (wrong[3], wrong[40]) = (wrong[3] + 0.01 * wrong[40], 0.99 * wrong[40]);
        var changed = new Measure(coreset.Points.Atoms, measure.Dimension, wrong);
        Assert.InRange(KernelAudit.Compare(measure, changed, recipe, new Workers()).Residual, 1e-7, 1);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads_and_the_same_rows_for_any_order()
    {
        Measure measure = WideTables.Draw(6000, 7, 5);
        var options = new CompressionOptions { Size = 120 };
        Coreset one = MomentCompressor.Compress(measure, options with { Threads = 1 });
        Coreset four = MomentCompressor.Compress(measure, options with { Threads = 4 });
        Assert.Equal(one.Indices.ToArray(), four.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), four.Weights.ToArray());
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new SplitMix64(9).Shuffle(order.AsSpan());
        Coreset shuffled = MomentCompressor.Compress(
            new Measure(order.SelectMany(i => measure.Atom(i).ToArray()).ToArray(), measure.Dimension), options);
        Assert.Equal(one.Indices.ToArray(), shuffled.Indices.ToArray().Select(i => order[i]).Order());
    }

    /// <summary>Many more rows than are kept: bins of them are halved before they pass through windows.</summary>
    [Fact]
    public void Many_rows_are_halved_first()
    {
        Measure measure = WideTables.Draw(40_000, 5, 6);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 100 });
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.InRange(Errors(measure, coreset.Points, coreset.Order).Max(), 0, 1e-13);
        Assert.InRange(WideTables.EffectiveShare(coreset), 0.75, 1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1e12)]
    public void Atoms_that_are_heavier_than_the_bound_keep_their_weight(double largest)
    {
        Measure measure = WideTables.Weighted(2000, 5, largest, 7);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 200 });
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.InRange(Errors(measure, coreset.Points, coreset.Order).Max(), 0, 1e-13);
        double bound = coreset.TotalWeight / 100;
        int[] heavy = [.. Enumerable.Range(0, measure.Count).Where(i => measure.Weights.Span[i] > bound)];
        Assert.Equal(largest > 1000, heavy.Length > 0);
        foreach (int atom in heavy)
        {
            int place = coreset.Indices.Span.IndexOf(atom);
            Assert.Equal(measure.Weights.Span[atom], coreset.Weights.Span[place], measure.Weights.Span[atom] * 1e-9);
        }
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(1.6)]
    [InlineData(3)]
    public void No_weight_is_above_the_largest_that_was_asked_for(double most)
    {
        Measure measure = WideTables.Draw(2000, 6, 8);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 160, MaxWeight = most });
        double mean = coreset.TotalWeight / coreset.Count;
        Assert.InRange(coreset.Weights.ToArray().Max(), 0, most * mean * (1 + 1e-9));
        Assert.InRange(coreset.Count, 150, 160);
        Assert.InRange(Errors(measure, coreset.Points, Math.Max(1, coreset.Order)).Max(), 0, coreset.Order == 0 ? 0.05 : 1e-12);
    }

    /// <summary>A limit that is not in the way changes nothing of what is matched.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_loose_limit_leaves_all_functions_matched(double most)
    {
        Measure measure = WideTables.Draw(3000, 9, 18);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 300, MaxWeight = most });
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.InRange(KernelAudit.Compare(measure, coreset.Points, coreset.Kernels[0]!.Value, new Workers()).Residual, 0, 1e-13);
        Assert.Equal(300, coreset.Count);
    }

    [Fact]
    public void Equal_weights_are_equal_and_the_message_says_how_near_the_moments_are()
    {
        Measure measure = WideTables.Draw(2000, 6, 9);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 200, MaxWeight = 1 });
        Assert.Equal(200, coreset.Count);
        Assert.All(coreset.Weights.ToArray(), weight => Assert.Equal(10, weight, 1e-9));
        Assert.Equal(CompressionStatus.NearlyMatched, coreset.Status);
        Assert.Equal(0, coreset.Order);
        double[] errors = Errors(measure, coreset.Points, 2);
        Assert.Contains($"{coreset.Nearness:0.0e0}", coreset.StatusMessage, StringComparison.Ordinal);
        Assert.InRange(errors.Max(), 0, coreset.Nearness * 1.0001);
        Assert.InRange(coreset.Nearness, 1e-9, 0.03);
        // Random rows of equal weight are off by far more.
        Coreset random = MomentCompressor.Compress(measure, new CompressionOptions { Size = 200, MaxWeight = 1, Draw = 3 });
        Assert.Equal(200, random.Count);
    }

    /// <summary>Moments of a draw match, and every weight is on average what it was: 10 000 draws of 12 of 40 atoms.</summary>
    [Fact]
    public void Draws_are_unbiased()
    {
        const int Draws = 10_000;
        Measure measure = WideTables.Weighted(40, 2, 3, 10);
        double[] sums = new double[measure.Count], squares = new double[measure.Count];
        for (int seed = 0; seed < Draws; seed++)
        {
            Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions
            {
                Size = 12,
                Order = 1,
                Functions = FunctionFamily.Polynomial,
                Draw = (ulong)seed,
                Threads = 1,
            });
            Assert.InRange(coreset.MomentResidual, 0, 1e-13);
            for (int i = 0; i < coreset.Count; i++)
            {
                int atom = coreset.Indices.Span[i];
                sums[atom] += coreset.Weights.Span[i];
                squares[atom] += coreset.Weights.Span[i] * coreset.Weights.Span[i];
            }
        }
        for (int atom = 0; atom < measure.Count; atom++)
        {
            double mean = sums[atom] / Draws, deviation = Math.Sqrt((squares[atom] / Draws - mean * mean) / Draws);
            // Forty means: one in 400 000 such tests would fail by chance.
            Assert.InRange(mean, measure.Weights.Span[atom] - 5 * deviation, measure.Weights.Span[atom] + 5 * deviation);
        }
    }

    [Fact]
    public void Groups_get_even_weights_each()
    {
        int[] groups = [.. Enumerable.Range(0, 3000).Select(i => i % 3)];
        Measure measure = WideTables.Draw(3000, 5, 11).WithGroups(groups);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 300, MaxWeight = 1.5 });
        foreach (IGrouping<int, double> group in coreset.Weights.ToArray().Zip(coreset.Points.Groups.ToArray()).GroupBy(
            pair => pair.Second, pair => pair.First))
        {
            Assert.Equal(1000, group.Sum(), 1e-9);
            Assert.InRange(group.Max(), 0, 1.5 * group.Average() * (1 + 1e-9));
        }
    }

    [Theory]
    [InlineData(0.9, "MaxWeight is 0.9: the largest weight is a multiple of the mean, at least 1; 1 makes all weights equal.")]
    [InlineData(double.NaN, "MaxWeight is NaN: the largest weight is a multiple of the mean, at least 1; 1 makes all weights equal.")]
    public void A_largest_weight_below_the_mean_is_an_error(double most, string message)
    {
        Measure measure = WideTables.Draw(100, 5, 12);
        ArgumentOutOfRangeException fault = Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Compress(measure, new CompressionOptions { Size = 30, MaxWeight = most }));
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_that_cannot_hold_is_told_with_the_least_that_can()
    {
        double[] weights = new double[500];
        Array.Fill(weights, 1.0);
        weights[7] = 100;
        var measure = new Measure(WideTables.Draw(500, 5, 13).Atoms, 5, weights);
        ArgumentOutOfRangeException fault = Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Compress(measure, new CompressionOptions { Size = 50, MaxWeight = 2 }));
        Assert.Contains("an atom's own weight is 8.348 times the mean of 50 kept ones; give 8.348 or more", fault.Message,
            StringComparison.Ordinal);
        Assert.Equal(50, MomentCompressor.Compress(measure, new CompressionOptions { Size = 50, MaxWeight = 8.35 }).Count, 3.0);
    }

    /// <summary>Copied and constant columns, whole numbers, few distinct rows: nothing breaks, and moments match.</summary>
    [Theory]
    [InlineData(FunctionFamily.Auto)]
    [InlineData(FunctionFamily.Kernel)]
    [InlineData(FunctionFamily.Polynomial)]
    public void Degenerate_tables_are_compressed(FunctionFamily functions)
    {
        var random = new SplitMix64(14);
        double[] atoms = new double[900 * 6];
        for (int i = 0; i < 900; i++)
        {
            double[] row = [random.Below(3), random.Below(2), 7, random.Normal(), 0, random.Below(30)];
            row[4] = row[3];
            row.CopyTo(atoms, i * 6);
        }
        var measure = new Measure(atoms, 6);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 90, Functions = functions });
        Assert.InRange(coreset.Count, 1, 90);
        Assert.InRange(Errors(measure, coreset.Points, coreset.Order).Max(), 0, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kernel_functions_can_be_asked_for_in_few_dimensions(int dimension)
    {
        Measure measure = UniformCube.Draw(1000, dimension, 15);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 100, Functions = FunctionFamily.Kernel });
        Assert.Equal(100, coreset.Count);
        Assert.True(coreset.KernelFunctions > 0);
        Assert.InRange(Errors(measure, coreset.Points, coreset.Order).Max(), 0, 1e-13);
    }
}
