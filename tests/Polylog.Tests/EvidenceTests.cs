namespace Polylog.Tests;

/// <summary>What a certificate says of steps, high frequencies, tails and weights.</summary>
public class EvidenceTests
{
    [Fact]
    public void Quantiles_of_a_column_leave_their_share_on_the_outer_sides()
    {
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 1000000]).Sample((count, kind, weighted, seed) =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => kind switch
            {
                0 => random.NextDouble() - 0.5,
                1 => random.Next(5) - 2,
                2 => Math.Pow(10, 40 * random.NextDouble() - 20) * (random.Next(2) - 0.5),
                _ => 1e9 + random.Next(1000),
            })];
            double[] weights = weighted ? [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1.0 : random.Next(9))] : [];
            var measure = new Measure(values, 1, weights);
            (double lower, double upper) = ColumnQuantiles.Tails(measure, 0, 0.05);
            double[] sides = [Weight(value => value < lower), Weight(value => value > upper)];
            Assert.All(sides, side => Assert.True(side >= 0.05 * measure.TotalWeight - 1e-6, $"{side} of {measure.TotalWeight}"));
            // Not more than that: without the values next to the threshold less than the share is left.
            Assert.True(Weight(value => value < lower - 1e-4 * Math.Abs(lower) - 1e-300) <= 0.05 * measure.TotalWeight + 1
                || values.Any(value => value < lower && value > lower - 1e-4 * Math.Abs(lower)));

            double Weight(Func<double, bool> counts) =>
                Enumerable.Range(0, count).Where(i => counts(values[i])).Sum(i => measure.AtomWeights[i]);
        }, iter: 300);
    }

    [Fact]
    public void Effective_count_and_tails_are_what_a_plain_loop_finds()
    {
        Measure full = UniformCube.Draw(4000, 2, seed: 1);
        Measure coreset = MomentCompressor.Compress(full, new CompressionOptions { Size = 200, Order = 2 }).Points;
        var evidence = Evidence.Between(full, coreset, 2);
        double[] weights = coreset.Weights.ToArray();
        Assert.Equal(Math.Pow(weights.Sum(), 2) / weights.Sum(weight => weight * weight), evidence.EffectiveCount, 1e-9);
        Assert.Equal(weights.Min() / weights.Average(), evidence.SmallestWeight, 1e-12);
        Assert.Equal(weights.Max() / weights.Average(), evidence.LargestWeight, 1e-12);
        var errors = new List<double>();
        foreach (int column in new[] { 0, 1 })
        {
            double[] sorted = [.. Enumerable.Range(0, 4000).Select(i => full.Atom(i)[column]).Order()];
            errors.Add(Math.Abs(Weight(value => value <= sorted[199]) - 200) / 200);
            errors.Add(Math.Abs(Weight(value => value >= sorted[3800]) - 200) / 200);

            double Weight(Func<double, bool> counts) =>
                Enumerable.Range(0, coreset.Count).Where(i => counts(coreset.Atom(i)[column])).Sum(i => weights[i]);
        }
        Assert.Equal(4, evidence.TailFunctions);
        Assert.Equal(errors.Max(), evidence.Tails.Coreset.Worst, 2e-2);
    }

    [Fact]
    public void Weights_that_are_given_decide_which_random_rows_are_drawn()
    {
        // Nearly all of the weight is on one row in ten: rows drawn evenly would have the error of a tenth as many.
        double[] atoms = UniformCube.Draw(4000, 2, seed: 2).Atoms.ToArray();
        double[] weights = [.. Enumerable.Range(0, 4000).Select(i => i % 10 == 0 ? 1000.0 : 1)];
        var full = new Measure(atoms, 2, weights);
        Measure few = new Measure(atoms, 2).Subset([.. Enumerable.Range(0, 400).Select(i => 10 * i)], default);
        double weighted = Evidence.Between(full, full, 1).Random.Median, plain = Evidence.Between(few, few, 1).Random.Median;
        Assert.Equal(0, plain, 1e-12);
        var hundred = Evidence.Between(full, RandomSubset.Draw(full, 100, seed: 77), 1);
        Assert.InRange(hundred.Coreset.Median, hundred.Random.Median / 2, hundred.Random.Median * 2);
        Assert.InRange(weighted, 0, 1e-12);
    }

    /// <summary>What is claimed holds for functions, and random rows, that are drawn afterwards.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(5, 2)]
    public void Claims_hold_for_other_functions(int dimension, int order)
    {
        Measure full = UniformCube.Draw(8000, dimension, seed: 3);
        Measure coreset = MomentCompressor.Compress(full, new CompressionOptions { Fraction = 0.05, Order = order }).Points;
        Evidence[] all = [.. Enumerable.Range(1, 6).Select(seed =>
            Evidence.Between(full, coreset, order, Use.Any, (ulong)seed, progress: null, CancellationToken.None))];
        Func<Evidence, double>[] claims =
        [
            evidence => evidence.Coreset.Median, evidence => evidence.Coreset.Upper, evidence => evidence.Random.Median,
            evidence => evidence.Random.Upper, evidence => evidence.Steps.Coreset.Median, evidence => evidence.Steps.Random.Upper,
            evidence => evidence.HighFrequencies.Coreset.Upper, evidence => evidence.HighFrequencies.Random.Median,
            evidence => evidence.Tails.Random.Median, evidence => evidence.Discrepancy,
        ];
        Assert.All(claims, claim => Assert.InRange(PanelErrors.MedianOf(all.Skip(1).Select(claim)) / claim(all[0]), 1 / 3.0, 3));
    }
}
