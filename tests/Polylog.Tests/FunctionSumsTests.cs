namespace Polylog.Tests;

public class FunctionSumsTests
{
    /// <summary>Sums of parts merge into the sums of the whole, however the whole is cut into chunks.</summary>
    [Fact]
    public void Parts_merge_into_the_whole()
    {
        Gen.Select(Gen.Int[1, 700], Gen.Int[1, 300], Gen.Int[0, 1000000]).Sample((count, chunk, seed) =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];
            double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
            var measure = new Measure(values, 1, weights);
            FunctionSums sums = FunctionSums.Over(measure, 2, chunk, (part, from, to) =>
            {
                part.Add(0, values.AsSpan(from, to - from), measure.AtomWeights, from);
                part.Add(1, [.. values[from..to].Select(value => value * value)], measure.AtomWeights, from);
            }, progress: null, CancellationToken.None);
            // A decimal keeps 15 digits of a double.
            decimal exact = values.Zip(weights, (value, weight) => (decimal)value * (decimal)weight).Sum();
            Assert.Equal((double)exact, sums.Values[0], 2e-15 * count);
            Assert.Equal(values.Zip(weights, (value, weight) => Math.Abs(value) * weight).Sum(), sums.Magnitudes[0], 1e-12 * count);
            Assert.Equal(sums.Values[1], sums.Magnitudes[1], 1e-12 * count);
        }, iter: 100);
    }
}
