namespace Polylog.Tests;

/// <summary>Degenerate data need only as many points a leaf as their functions have rank.</summary>
public class RankTests
{
    [Theory]
    [InlineData("line in R^5", 3, 4)] // polynomials of degree 3 in one variable
    [InlineData("circle", 3, 7)] // trigonometric polynomials of degree 3
    [InlineData("all rows equal", 3, 1)]
    [InlineData("duplicated rows", 8, 40)]
    [InlineData("constant column", 3, 10)] // C(2 + 3, 3)
    [InlineData("copied column", 3, 10)]
    [InlineData("uniform cube", 3, 20)]
    public void Counts_the_independent_functions(string name, int order, int rank)
    {
        Measure measure = HardMeasures.Make(name);
        var basis = new FunctionBasis(new MatchedColumns(measure.Dimension), order);
        Assert.Equal(rank, FeatureRank.Count(measure, basis, basis.Count, new Workers()));
    }

    [Theory]
    [InlineData("line in R^5", 3, 4, 56)]
    [InlineData("constant column", 3, 10, 200)]
    [InlineData("copied column", 3, 10, 200)]
    public void Keeps_rank_many_points_a_leaf(string name, int order, int rank, int size)
    {
        Measure measure = HardMeasures.Make(name);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size, Effort = Effort.Fast });
        Assert.Equal(size / rank, coreset.Leaves);
        Assert.InRange(coreset.Count, 1, size);
        Assert.InRange(coreset.MomentResidual, 0, 1e-14);
    }

    [Theory]
    [InlineData(null, 4, false)]
    [InlineData(null, 500, false)]
    [InlineData(2, 30, false)]
    [InlineData(null, 9, true)]
    public void Rows_that_are_equal_are_kept_once_where_the_size_has_room_for_all_that_differ(int? order, int size, bool weighted)
    {
        // The two zeros are one number.
        double[] values = [0, 0, 1, 2, 3, 1, -0.0, 5, 0, 5];
        double[] atoms = [.. Enumerable.Range(0, 4000).SelectMany(i => values[(2 * (i % 5))..(2 * (i % 5) + 2)])];
        double[] weights = weighted ? [.. Enumerable.Range(0, 4000).Select(i => i % 3 == 0 ? 0.0 : 0.1 * i)] : [];
        var measure = new Measure(atoms, 2, weights);
        int different = Enumerable.Range(0, 4000).Select(i => (measure.Atom(i)[0], measure.Atom(i)[1])).Distinct().Count();

        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size });

        Assert.True(coreset.IsExact);
        Assert.Equal(different, coreset.Count);
        foreach ((int index, double weight) in coreset.Indices.ToArray().Zip(coreset.Weights.ToArray()))
        {
            double[] atom = measure.Atom(index).ToArray();
            double expected = Enumerable.Range(0, 4000).Where(i => measure.Atom(i).SequenceEqual(atom)).Sum(i => weighted ? weights[i] : 1);
            Assert.Equal(expected, weight, 1e-9 * expected);
        }
        Assert.Equal(0, coreset.MomentResidual);
        Assert.False(MomentCompressor.Compress(measure, new CompressionOptions { Order = 1, Size = 3 }).IsExact);
    }

    [Fact]
    public void Rows_that_differ_in_the_target_or_the_group_alone_are_not_equal()
    {
        double[] atoms = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 3))];
        double[] targets = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 2))];
        Measure measure = new Measure(atoms, 1).WithTargets(targets, Loss.Squared);
        Assert.Equal(6, MomentCompressor.Compress(measure, new CompressionOptions { Size = 100 }).Count);
        int[] groups = [.. Enumerable.Range(0, 1000).Select(i => i % 5)];
        Assert.Equal(30, MomentCompressor.Compress(measure.WithGroups(groups), new CompressionOptions { Size = 100 }).Count);
    }

    [Fact]
    public void A_rare_value_is_not_overlooked()
    {
        // One row of 100 000 makes the second column more than a constant; a sample of rows would miss it.
        var random = new Random(3);
        double[] atoms = new double[200000];
        for (int i = 0; i < 100000; i++)
            atoms[2 * i] = random.NextDouble();
        atoms[2 * 54321 + 1] = 1;
        var measure = new Measure(atoms, 2);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 3, Size = 1000 });
        Assert.InRange(coreset.Count, 4, 1000);
        Assert.InRange(MomentAudit.Compare(measure, coreset.Points, 3).WorstResidual, 0, 1e-12);
    }
}
