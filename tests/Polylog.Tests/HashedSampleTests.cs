namespace Polylog.Tests;

public class HashedSampleTests
{
    [Fact]
    public void The_same_rows_for_any_order()
    {
        Measure measure = UniformCube.Draw(5000, 3, seed: 1);
        int[] order = [.. Enumerable.Range(0, measure.Count)];
        new Random(2).Shuffle(order);
        Measure shuffled = measure.Subset(order, default);

        HashSet<double> Rows(Measure drawn) => [.. Enumerable.Range(0, drawn.Count).Select(i => drawn.Atom(i)[0])];

        HashSet<double> rows = Rows(HashedSample.Draw(measure, 700));
        Assert.Equal(700, rows.Count);
        Assert.True(rows.SetEquals(Rows(HashedSample.Draw(shuffled, 700))));
    }

    [Fact]
    public void It_looks_like_the_data()
    {
        // Means of 2000 uniform numbers in [-1, 1] lie within 4 / sqrt(3 * 2000) = 0.052 of 0.
        Measure sample = HashedSample.Draw(UniformCube.Draw(100_000, 4, seed: 2), 2000);
        for (int axis = 0; axis < 4; axis++)
            Assert.InRange(Enumerable.Range(0, sample.Count).Average(i => sample.Atom(i)[axis]), -0.052, 0.052);
        Assert.Equal(100_000, sample.TotalWeight, 1e-6);
    }

    [Fact]
    public void Rows_without_weight_are_not_drawn()
    {
        double[] weights = [.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0 ? 0.0 : i)];
        var measure = new Measure(UniformCube.Draw(1000, 2, seed: 3).Atoms, 2, weights);
        Measure sample = HashedSample.Draw(measure, 300);
        Assert.Equal(300, sample.WeightedCount);
        Assert.Equal(measure.TotalWeight, sample.TotalWeight, 1e-6);
        Assert.Same(measure, HashedSample.Draw(measure, 900));
    }

    [Fact]
    public void Where_rows_are_few_and_many_times_there_each_has_its_share()
    {
        // By hash, all of a row or none of it would be drawn.
        double[] rows = [.. Enumerable.Range(0, 10_000).Select(i => (double)(i % 4))];
        Measure sample = HashedSample.Draw(new Measure(rows, 1), 2000);
        int[] counts =
            [.. Enumerable.Range(0, 4).Select(value => Enumerable.Range(0, sample.Count).Count(i => sample.Atom(i)[0] == value))];
        Assert.All(counts, count => Assert.InRange(count, 400, 600));
    }
}
