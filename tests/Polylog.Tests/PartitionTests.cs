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
            Bisection parts = Split(measure, leaves, size);
            bool weighted = parts.Weights.Distinct().Count() > 1;

            Assert.Equal(
                Enumerable.Range(0, measure.Count).Where(i => measure.Weights.IsEmpty || measure.Weights.Span[i] > 0), parts.Index.Order());
            Assert.Equal(leaves, parts.Leaves.Count);
            Assert.Equal(size, shares.Sum());
            int next = 0;
            foreach ((Leaf leaf, int share) in parts.Leaves.Zip(shares))
            {
                Assert.Equal(next, leaf.Start);
                if (!weighted)
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
            int[] expected = [.. Enumerable.Range(0, count)
                .Order(Comparer<int>.Create((p, q) => Compare(rows, dimension, axis, p, q))).Take(left).Order()];
            int[] index = [.. Enumerable.Range(0, count)];
            double[] copy = (double[])rows.Clone();

            new Selection(copy, index, [], dimension).Split(0, count, left, axis);

            Assert.Equal(expected, index.Take(left).Order());
            for (int i = 0; i < count; i++)
                Assert.True(rows.AsSpan(index[i] * dimension, dimension).SequenceEqual(copy.AsSpan(i * dimension, dimension)));
        }, iter: 200);
    }

    [Fact]
    public void A_run_of_weighted_rows_is_split_at_the_first_place_behind_the_cut()
    {
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 3], Gen.Int[1, 50], Gen.Int[0, 1000000]).Sample((count, dimension, distinct, seed) =>
        {
            var random = new Random(seed);
            double[] rows = new double[count * dimension];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = distinct == 50 ? random.NextDouble() : random.Next(distinct);
            long[] masses = [.. Enumerable.Range(0, count).Select(_ => (long)Math.Pow(10, 12 * random.NextDouble()))];
            int axis = random.Next(dimension), least = random.Next(count / 2 + 1), most = count - random.Next(count / 2 + 1);
            int[] order = [.. Enumerable.Range(0, count).Order(Comparer<int>.Create((p, q) => Compare(rows, dimension, axis, p, q)))];
            var cut = new Cut(1 + random.Next(3), 1 + random.Next(3))
            {
                Low = rows[order[0] * dimension + axis],
                High = rows[order[^1] * dimension + axis],
                Mass = masses.Sum(),
                Count = count,
                Least = least,
                Most = most,
                HasLength = random.Next(2) == 0,
            };
            int left = 0;
            for (long before = 0; left < count && !cut.IsPassed(rows[order[left] * dimension + axis], before, left); left++)
                before += masses[order[left]];
            int[] index = [.. Enumerable.Range(0, count)];
            double[] copy = (double[])rows.Clone();
            long[] moved = (long[])masses.Clone();

            int found = new Selection(copy, index, moved, dimension).Split(0, count, axis, cut);

            Assert.Equal(left, found);
            Assert.InRange(found, least, most);
            Assert.Equal(order.Take(left).Order(), index.Take(left).Order());
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(masses[index[i]], moved[i]);
                Assert.True(rows.AsSpan(index[i] * dimension, dimension).SequenceEqual(copy.AsSpan(i * dimension, dimension)));
            }
        }, iter: 200);
    }

    [Fact]
    public void Weights_that_are_all_equal_are_cut_as_none()
    {
        Measure plain = UniformCube.Draw(3000, 2, seed: 5);
        var equal = new Measure(plain.Atoms, 2, Enumerable.Repeat(0.1, 3000).ToArray());
        Assert.Equal(Split(plain, 7, 700).Index, Split(equal, 7, 700).Index);
    }

    [Fact]
    public void Leaves_are_smaller_where_the_weight_is_and_do_not_depend_on_the_order_of_rows()
    {
        Measure plain = UniformCube.Draw(4000, 2, seed: 6);
        double[] weights = [.. Enumerable.Range(0, 4000).Select(i => Math.Pow(10, 3 * plain.Atom(i)[0]))];
        int[] turned = [.. Enumerable.Range(0, 4000).Reverse()];
        Bisection parts = Split(new Measure(plain.Atoms, 2, weights), 16, 400);
        double[] rows = [.. turned.SelectMany(i => plain.Atom(i).ToArray())], own = [.. turned.Select(i => weights[i])];
        Bisection other = Split(new Measure(rows, 2, own), 16, 400);
        Assert.Equal(parts.Leaves, other.Leaves);
        Assert.All(parts.Leaves, leaf => Assert.Equal(
            parts.Index.AsSpan(leaf.Start, leaf.Count).ToArray().Order(),
            other.Index.AsSpan(leaf.Start, leaf.Count).ToArray().Select(i => turned[i]).Order()));
        Leaf heavy = parts.Leaves.MinBy(leaf => Enumerable.Range(leaf.Start, leaf.Count).Min(i => -parts.Rows[2 * i]));
        Leaf light = parts.Leaves.MinBy(leaf => Enumerable.Range(leaf.Start, leaf.Count).Min(i => parts.Rows[2 * i]));
        Assert.True(2 * heavy.Count < light.Count, $"{heavy.Count} and {light.Count} points");
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
                Bisection.Split(measure, new PartitionPlan(2, 2, AxisUnits.Measured(measure, scale, 1), 2), 1, CancellationToken.None);
            return Enumerable.Range(0, 500).Max(i => parts.Rows[2 * i]) <= Enumerable.Range(500, 500).Min(i => parts.Rows[2 * i]);
        }
    }

    private static int Compare(double[] rows, int dimension, int axis, int one, int other)
    {
        for (int turn = 0; turn < dimension; turn++)
        {
            int current = (axis + turn) % dimension;
            int order = rows[one * dimension + current].CompareTo(rows[other * dimension + current]);
            if (order != 0)
                return order;
        }
        return one.CompareTo(other);
    }

    private static Bisection Split(Measure measure, int leaves, int keep) => Bisection.Split(
        measure,
        new PartitionPlan(leaves, measure.Dimension, AxisUnits.Measured(measure, ColumnScale.StandardDeviation, 1), keep),
        2,
        CancellationToken.None);
}
