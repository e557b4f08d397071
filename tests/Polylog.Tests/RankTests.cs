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
        var basis = new FunctionBasis(new MatchedFunctions(measure.Dimension), order);
        Assert.Equal(rank, FeatureRank.Of(measure, basis, basis.Count, new Workers()));
    }

    [Theory]
    [InlineData("line in R^5", 3, 4, 56)]
    [InlineData("all rows equal", 3, 1, 20)]
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
        Assert.InRange(MomentAudit.Compare(measure, coreset.ToMeasure(), 3).WorstResidual, 0, 1e-12);
    }
}
