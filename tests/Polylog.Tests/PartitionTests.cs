namespace Polylog.Tests;

public class PartitionTests
{
    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Leaves_cover_every_point_once_and_share_it_fairly(string name)
    {
        Measure measure = HardMeasures.Make(name);
        foreach (int leaves in new[] { 1, 2, 7, 16 }.Where(n => n <= measure.WeightedCount))
        {
            int size = Math.Max(leaves, measure.WeightedCount / 2);
            int[] shares = Bisection.EvenShares(size, leaves);
            Bisection parts = Split(measure, leaves);

            Assert.Equal(
                Enumerable.Range(0, measure.Count).Where(i => measure.Weights.IsEmpty || measure.Weights.Span[i] > 0), parts.Index.Order());
            Assert.Equal(leaves, parts.Leaves.Count);
            Assert.Equal(size, shares.Sum());
            int next = 0;
            foreach ((Leaf leaf, int share) in parts.Leaves.Zip(shares))
            {
                Assert.Equal(next, leaf.Start);
                Assert.InRange(leaf.Count, parts.Index.Length / leaves - 5, parts.Index.Length / leaves + 5);
                Assert.InRange(share, 1, leaf.Count);
                next += leaf.Count;
            }
            for (int i = 0; i < parts.Index.Length; i++)
            {
                Assert.True(measure.Atom(parts.Index[i]).SequenceEqual(parts.Rows.AsSpan(i * measure.Dimension, measure.Dimension)));
                Assert.Equal(measure.AtomWeights[parts.Index[i]], new AtomWeights(parts.Weights)[i]);
            }
        }
    }

    [Fact]
    public void Selection_splits_any_run_at_any_place()
    {
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 3], Gen.Int[1, 50], Gen.Int[0, 1000000]).Sample((count, dimension, distinct, seed) =>
        {
            var random = new Random(seed);
            double[] rows = new double[count * dimension];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = distinct == 50 ? random.NextDouble() : random.Next(distinct);
            int left = random.Next(count + 1), axis = random.Next(dimension);
            int[] expected = [.. Enumerable.Range(0, count).Order(Comparer<int>.Create((p, q) =>
            {
                for (int turn = 0; turn < dimension; turn++)
                {
                    int order = rows[p * dimension + (axis + turn) % dimension].CompareTo(rows[q * dimension + (axis + turn) % dimension]);
                    if (order != 0)
                        return order;
                }
                return p.CompareTo(q);
            })).Take(left).Order()];
            int[] index = [.. Enumerable.Range(0, count)];
            double[] copy = (double[])rows.Clone();

            new Selection(copy, index, dimension).Split(0, count, left, axis);

            Assert.Equal(expected, index.Take(left).Order());
            for (int i = 0; i < count; i++)
                Assert.True(rows.AsSpan(index[i] * dimension, dimension).SequenceEqual(copy.AsSpan(i * dimension, dimension)));
        }, iter: 200);
    }

    [Fact]
    public void The_longest_side_is_measured_in_the_columns_own_units()
    {
        // The second column is long in numbers, the first in standard deviations of its bulk.
        double[] atoms = new double[2000];
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
            (atoms[2 * i], atoms[2 * i + 1]) = (i == 0 ? 100 : random.NextDouble(), 1000 * random.NextDouble());
        var measure = new Measure(atoms, 2);
        Assert.True(SplitsFirstColumn(ColumnScale.StandardDeviation));
        Assert.False(SplitsFirstColumn(ColumnScale.None));

        bool SplitsFirstColumn(ColumnScale scale)
        {
            Bisection parts =
                Bisection.Split(measure, 2, measure.Dimension, AxisUnits.Measured(measure, scale, 1), 1, CancellationToken.None);
            return Enumerable.Range(0, 500).Max(i => parts.Rows[2 * i]) <= Enumerable.Range(500, 500).Min(i => parts.Rows[2 * i]);
        }
    }

    private static Bisection Split(Measure measure, int leaves) =>
        Bisection.Split(
            measure, leaves, measure.Dimension, AxisUnits.Measured(measure, ColumnScale.StandardDeviation, 1), 2, CancellationToken.None);
}
