namespace Polylog.Tests;

public class BasisTests
{
    [Theory]
    [InlineData(1, 5, 6)]
    [InlineData(3, 5, 56)]
    [InlineData(5, 5, 252)]
    [InlineData(8, 3, 165)]
    [InlineData(4, 0, 1)]
    [InlineData(30, 30, 118264581564861424)]
    [InlineData(300, 300, long.MaxValue)]
    public void Moments_are_counted(int dimension, int order, long count) => Assert.Equal(count, Moments.Count(dimension, order));

    [Fact]
    public void Counting_refuses_nonsense()
    {
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => Moments.Count(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("order", () => Moments.Count(1, -1));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 5)]
    [InlineData(3, 4)]
    [InlineData(5, 2)]
    [InlineData(4, 1)]
    public void Functions_are_all_products_of_Chebyshev_polynomials_by_degree(int dimension, int order)
    {
        var basis = new PolynomialBasis(dimension, order);
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, dimension).Select(_ => 2 * random.NextDouble() - 1)];
        double[] local = new double[dimension * 8], features = new double[basis.Count * 8], weights = new double[8];
        for (int axis = 0; axis < dimension; axis++)
            local[axis * 8 + 3] = x[axis];
        weights[3] = 2.5;
        basis.Evaluate(local, weights, 8, basis.Count, new double[basis.ScratchLength(8)], features);

        // As a multiset, degree by degree, they are what the definition gives: cos(j arccos x).
        int at = 0;
        for (int degree = 0; degree <= order; degree++)
        {
            double[] expected = [.. Exponents(dimension, degree)
                .Select(a => 2.5 * a.Select((j, i) => Math.Cos(j * Math.Acos(x[i]))).Aggregate(1.0, (p, q) => p * q)).Order()];
            double[] actual = [.. Enumerable.Range(at, expected.Length).Select(f => features[f * 8 + 3]).Order()];
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-12);
            at += expected.Length;
        }
        Assert.Equal(basis.Count, at);
    }

    [Theory]
    [InlineData(1, 20, 21)]
    [InlineData(2, 9, 55)]
    [InlineData(2, 9, 28)]
    [InlineData(3, 5, 56)]
    [InlineData(4, 1, 5)]
    [InlineData(6, 2, 1)]
    public void Sums_over_blocks_have_the_bits_of_evaluating_and_adding(int dimension, int order, int functions)
    {
        const int Stride = 16, Blocks = 3;
        var basis = new PolynomialBasis(dimension, order);
        var random = new Random(2);
        double[] local = Row(Blocks * dimension * Stride), weights = Row(Blocks * Stride), sums = Row(functions * Stride);
        double[] expected = (double[])sums.Clone();
        double[] features = new double[functions * Stride];
        for (int block = 0; block < Blocks; block++)
        {
            basis.Evaluate(local.AsSpan(block * dimension * Stride), weights.AsSpan(block * Stride), Stride, functions,
                new double[basis.ScratchLength(Stride)], features);
            for (int i = 0; i < expected.Length; i++)
                expected[i] += features[i];
        }

        basis.AddTo(Blocks, local, weights, Stride, functions, new double[Blocks * basis.SumScratchLength(Stride)], sums);

        Assert.Equal(expected, sums);

        double[] Row(int length) => [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static IEnumerable<int[]> Exponents(int dimension, int degree)
    {
        if (dimension == 1)
            return [[degree]];
        return Enumerable.Range(0, degree + 1)
            .SelectMany(own => Exponents(dimension - 1, degree - own).Select(rest => (int[])[own, .. rest]));
    }
}
