namespace Polylog.Tests;

/// <summary>Several leaves of even weights, each with kernel functions of its own.</summary>
public class EvenLeafTests
{
    private static readonly CompressionOptions s_options = new()
    {
        Size = 2000,
        Effort = Effort.Fast,
        Functions = FunctionFamily.Kernel,
    };

    public static TheoryData<string> Measures => ["plain", "weighted", "target", "groups"];

    private static Measure Make(string name)
    {
        Measure plain = WideTables.Draw(9000, 6, 11);
        return name switch
        {
            "weighted" => WideTables.Weighted(9000, 6, 20, 11),
            "target" => plain.WithTargets(Products(plain), Loss.Squared),
            "groups" => plain.WithGroups(Enumerable.Range(0, plain.Count).Select(i => i % 9 == 0 ? 1 : 0).ToArray()),
            _ => plain,
        };
    }

    private static double[] Products(Measure measure) =>
        [.. Enumerable.Range(0, measure.Count).Select(i => measure.Atom(i)[0] * measure.Atom(i)[1])];

    [Theory]
    [MemberData(nameof(Measures))]
    public void The_functions_of_every_leaf_match(string name)
    {
        Measure measure = Make(name);
        Coreset coreset = MomentCompressor.Compress(measure, s_options);
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.True(coreset.Kernels.Max(recipe => recipe!.Value.Leaves) > 1);
        Assert.InRange(coreset.MomentResidual, 0, 1e-14);
        Assert.InRange(WideTables.EffectiveShare(coreset), 0.75, 1);
        KernelFinding found = KernelCheck.Compare(measure, coreset.Points, coreset.Kernels, threads: 2);
        Assert.InRange(found.Residual, 0, 1e-13);
        Assert.InRange(found.Matched, 100, coreset.Count);

        double[] wrong = coreset.Weights.ToArray();
        (wrong[3], wrong[40]) = (wrong[3] + 0.01 * wrong[40], 0.99 * wrong[40]);
        Measure changed = measure.Subset(coreset.Indices.Span, wrong);
        Assert.InRange(KernelCheck.Compare(measure, changed, coreset.Kernels, threads: 1).Residual, 1e-8, double.PositiveInfinity);
    }

    [Fact]
    public void The_same_rows_for_any_order_and_the_same_bits_for_any_number_of_threads()
    {
        Measure measure = Make("plain");
        Coreset one = MomentCompressor.Compress(measure, s_options with { Threads = 1 });
        Coreset four = MomentCompressor.Compress(measure, s_options with { Threads = 4 });
        Assert.Equal(one.Indices.ToArray(), four.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), four.Weights.ToArray());
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new SplitMix64(9).Shuffle(order.AsSpan());
        Coreset shuffled = MomentCompressor.Compress(
            new Measure(order.SelectMany(i => measure.Atom(i).ToArray()).ToArray(), measure.Dimension), s_options);
        Assert.Equal(one.Indices.ToArray(), shuffled.Indices.ToArray().Select(i => order[i]).Order());
    }

    /// <summary>Several leaves can have one largest weight where their means are alike; equal weights take one leaf.</summary>
    [Theory]
    [InlineData("plain", 2, true)]
    [InlineData("plain", 1.5, true)]
    [InlineData("plain", 1, false)]
    [InlineData("weighted", 20, false)]
    public void A_largest_weight_holds_over_all_rows(string name, double limit, bool hasLeaves)
    {
        Coreset coreset = MomentCompressor.Compress(Make(name), s_options with { MaxWeight = limit });
        Assert.Equal(hasLeaves, Assert.Single(coreset.Kernels)!.Value.Leaves > 1);
        double mean = coreset.TotalWeight / coreset.Count;
        Assert.InRange(coreset.Weights.ToArray().Max(), 0, limit * mean * (1 + 1e-9));
    }

    /// <summary>The last column on the others, from a twentieth of the rows.</summary>
    [Theory]
    [InlineData(10, 10_000)]
    [InlineData(30, 22_000)]
    public void Least_squares_is_exact(int dimension, int count)
    {
        Measure measure = WideTables.Draw(count, dimension, 12);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = count / 20, Effort = Effort.Fast });
        double[] all = LeastSquares(measure), kept = LeastSquares(coreset.Points);
        double largest = all.Max(Math.Abs);
        Assert.All(all.Zip(kept), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-9 * largest));
    }

    /// <summary>The same where the target is one and a model is linear in the columns.</summary>
    [Fact]
    public void Least_squares_on_a_target_is_exact()
    {
        Measure plain = WideTables.Draw(12_000, 12, 12);
        Measure measure = plain.WithTargets(Products(plain), Loss.Squared);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 600, Effort = Effort.Fast });
        double[] all = LeastSquares(Joined(measure)), kept = LeastSquares(Joined(coreset.Points));
        Assert.All(all.Zip(kept), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-9 * all.Max(Math.Abs)));
    }

    private static Measure Joined(Measure measure) => new(
        Enumerable.Range(0, measure.Count).SelectMany(i => (double[])[.. measure.Atom(i), measure.Targets.Span[i]]).ToArray(),
        measure.Dimension + 1, measure.Weights);

    /// <summary>Coefficients of a constant and of all columns but the last, the target.</summary>
    private static double[] LeastSquares(Measure measure)
    {
        int terms = measure.Dimension;
        double[,] system = new double[terms, terms + 1];
        for (int i = 0; i < measure.Count; i++)
        {
            double[] row = [1, .. measure.Atom(i)];
            double weight = measure.AtomWeights[i];
            for (int a = 0; a < terms; a++)
            {
                for (int b = 0; b < terms; b++)
                    system[a, b] += weight * row[a] * row[b];
                system[a, terms] += weight * row[a] * row[terms];
            }
        }
        for (int pivot = 0; pivot < terms; pivot++)
        {
            for (int a = 0; a < terms; a++)
            {
                double factor = a == pivot ? 0 : system[a, pivot] / system[pivot, pivot];
                for (int b = pivot; factor != 0 && b <= terms; b++)
                    system[a, b] -= factor * system[pivot, b];
            }
        }
        return [.. Enumerable.Range(0, terms).Select(a => system[a, terms] / system[a, a])];
    }
}
