namespace Polylog.Tests;

/// <summary>Equal rows are one atom, and no leaf is left with moments that do not match.</summary>
public class EqualRowTests
{
    [Fact]
    public void Distinct_rows_are_found_with_their_weights()
    {
        Gen.Select(Gen.Int[1, 30_000], Gen.Int[1, 3], Gen.Int[1, 60], Gen.Bool, Gen.Int[0, 1000000]).Sample(
            (count, dimension, distinct, weighted, seed) =>
        {
            var random = new Random(seed);
            double[] rows = [.. Enumerable.Range(0, count * dimension).Select(_ => (double)random.Next(distinct) - distinct / 2)];
            double[] weights = weighted ? [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1.0 : random.Next(4))] : [];
            int[] groups = [.. Enumerable.Range(0, count).Select(_ => random.Next(2))];
            Measure measure = new Measure(rows, dimension, weights).WithGroups(groups);
            var expected = Enumerable.Range(0, count).Where(measure.HasWeight)
                .GroupBy(i => $"{groups[i]} {string.Join(' ', measure.Atom(i).ToArray())}").OrderBy(group => group.First()).ToList();

            (int[] Indices, double[] Weights)? found = DistinctRows.Find(measure, threads: 2);

            if (expected.Count == measure.WeightedCount)
            {
                Assert.Null(found);
                return;
            }
            Assert.Equal(expected.Select(group => group.First()), found!.Value.Indices);
            Assert.Equal(expected.Select(group => group.Sum(i => measure.AtomWeights[i])), found.Value.Weights);
        }, iter: 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(null)]
    public void No_row_is_kept_twice_also_where_not_all_different_ones_fit(int? order)
    {
        var random = new Random(1);
        double[] rows = [.. Enumerable.Range(0, 3000).SelectMany(i =>
            i % 3 > 0 ? new[] { 0.5, 0.25 } : [random.NextDouble(), Math.Round(random.NextDouble(), 1)])];
        Coreset coreset = MomentCompressor.Compress(new Measure(rows, 2), new CompressionOptions { Size = 60, Order = order });
        Assert.InRange(coreset.Count, 1, 60);
        Assert.Equal(coreset.Count,
            Enumerable.Range(0, coreset.Count).Select(i => string.Join(' ', coreset.Points.Atom(i).ToArray())).Distinct().Count());
        // The kept row is the first of its kind.
        Assert.All(coreset.Indices.ToArray(), row => Assert.True(row is 1 || row % 3 == 0));
        Assert.Equal(3000, coreset.TotalWeight, 1e-9);
    }

    [Fact]
    public void Repeated_rows_give_the_rows_that_weights_give()
    {
        Measure few = UniformCube.Draw(900, 2, seed: 3);
        int[] times = [.. Enumerable.Range(0, 900).Select(i => 1 + i % 4)];
        int[] places = [.. Enumerable.Range(0, 900).SelectMany(i => Enumerable.Repeat(i, times[i]))];
        var weighted = new Measure(few.Atoms, 2, Array.ConvertAll(times, time => (double)time));
        var repeated = new Measure(places.SelectMany(i => few.Atom(i).ToArray()).ToArray(), 2);
        foreach (int? order in new int?[] { 2, 4, null })
        {
            var options = new CompressionOptions { Size = 100, Order = order };
            Coreset one = MomentCompressor.Compress(weighted, options), other = MomentCompressor.Compress(repeated, options);
            Assert.Equal(one.Indices.ToArray(), other.Indices.ToArray().Select(row => places[row]));
            Assert.Equal(one.Weights.ToArray(), other.Weights.ToArray());
        }
    }

    /// <summary>Tables of whole numbers, of repeats, and of points near a line: every leaf's moments match to rounding.</summary>
    [Fact]
    public void Moments_match_to_rounding_in_every_leaf_of_any_table()
    {
        Gen.Select(Gen.Int[20, 3000], Gen.Int[1, 5], Gen.Int[0, 5], Gen.Int[0, 12], Gen.Int[0, 1000000]).Sample(MomentsMatch, iter: 300);
    }

    /// <summary>Five columns that nearly are one: a leaf's total is lost to 1.4e-6 before its weights are corrected.</summary>
    [Fact]
    public void Moments_match_where_columns_nearly_repeat() => MomentsMatch(1570, 5, kind: 4, order: 4, seed: 196041);

    private static void MomentsMatch(int count, int dimension, int kind, int order, int seed)
    {
        Measure measure = AwkwardTable(count, dimension, kind, new Random(seed));
        if (Moments.Count(dimension, Math.Max(1, order)) > count / 4)
            return;
        var options = new CompressionOptions { Fraction = 0.25, Order = order == 0 ? null : order };
        Coreset coreset = MomentCompressor.Compress(measure, options);
        Assert.True(coreset.MomentResidual <= CompressionPolicy.LeafResidual, $"residual {coreset.MomentResidual}");
        Assert.InRange(coreset.Count, 1, Math.Max(1, count / 4));
        var audit = MomentAudit.Compare(measure, coreset.Points, Math.Min(coreset.Order, 6));
        Assert.True(audit.WorstResidual <= 1e-12, $"moments {audit.WorstResidual}");
    }

    private static Measure AwkwardTable(int count, int dimension, int kind, Random random)
    {
        double[] rows = new double[count * dimension];
        for (int i = 0; i < count; i++)
        {
            double along = random.NextDouble();
            for (int axis = 0; axis < dimension; axis++)
            {
                double value = random.NextDouble();
                rows[i * dimension + axis] = kind switch
                {
                    0 => Math.Floor(256 * value), // whole numbers
                    1 => Math.Floor(3 * value), // few levels
                    2 => along + 1e-9 * value, // points near a line
                    3 => axis == 0 ? Math.Floor(10 * value) : value, // one column of levels
                    4 => 1e6 + Math.Floor(50 * along) + axis * Math.Floor(2 * value), // far from zero
                    _ => value < 0.9 ? 0 : 1 / (value - 0.9 + 1e-6), // mostly zero, with outliers
                };
            }
        }
        double[] weights = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => Math.Pow(10, 4 * random.NextDouble()))];
        return new Measure(rows, dimension, weights);
    }
}
