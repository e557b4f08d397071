namespace Polylog.Networks.Tests;

/// <summary>Heads and inner dimensions as units: few of them compute what many did.</summary>
public class AttentionUnitTests
{
    [Fact]
    public void Twenty_heads_compute_what_thousands_did_on_tokens_of_one_number()
    {
        AttentionLayer layer = Heads(new AttentionShape(Tokens: 17, TokenSize: 1, HeadSize: 2, OutputSize: 1, LastOnly: true), 4000);

        (AttentionLayer shrunk, _) = FunctionPreserving.Best(new AttentionUnits(layer), 20, Outputs);

        Assert.InRange(shrunk.Heads, 1, 20);
        Assert.True(Difference(layer, shrunk) < 1e-3, $"{Difference(layer, shrunk)}");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public void Heads_of_larger_tokens_are_interpolated_too(int tokenSize, int outputs)
    {
        AttentionLayer layer = Heads(new AttentionShape(Tokens: 5, tokenSize, HeadSize: 2, outputs), 1000);

        (AttentionLayer shrunk, _) = FunctionPreserving.Best(new AttentionUnits(layer), 150, Outputs);

        Assert.InRange(shrunk.Heads, 1, 150);
        Assert.True(Difference(layer, shrunk) < 0.01, $"{Difference(layer, shrunk)}");
    }

    [Fact]
    public void Heads_too_small_for_any_matrix_are_refused()
    {
        var units = new AttentionUnits(Heads(new AttentionShape(Tokens: 3, TokenSize: 3, HeadSize: 2, OutputSize: 4), 10));

        Assert.Throws<InvalidOperationException>(() => units.Replace([0], new double[12]));
    }

    [Fact]
    public void A_head_needs_no_more_inner_dimensions_than_a_token_has_numbers()
    {
        var random = new Random(1);
        double[] queries = [.. Enumerable.Range(0, 64 * 5).Select(_ => random.NextDouble() - 0.5)];
        double[] keys = [.. Enumerable.Range(0, 64 * 5).Select(_ => random.NextDouble() - 0.5)];
        var units = new QueryKeyUnits(new QueryKeyProduct(queries, keys, 5));

        UnitSelection kept = FunctionPreserving.Select(units, 5, order: 0);
        QueryKeyProduct shrunk = units.Replace(kept.Kept, kept.Outgoing);

        Assert.Equal(5, kept.Kept.Length);
        for (int a = 0; a < 5; a++)
        {
            for (int b = 0; b < 5; b++)
                Assert.Equal(Product(queries, keys, a, b), Product(shrunk.Queries, shrunk.Keys, a, b), 1e-10);
        }

        static double Product(double[] queries, double[] keys, int a, int b) => Enumerable.Range(0, queries.Length / 5).Sum(i => queries[5 * i + a] * keys[5 * i + b]);
    }

    [Fact]
    public void A_coreset_of_inner_dimensions_keeps_the_product_with_positive_masses()
    {
        var random = new Random(2);
        double[] numbers = [.. Enumerable.Range(0, 2 * 300 * 2).Select(_ => random.NextDouble() - 0.5)];
        var product = new QueryKeyProduct(numbers[..600], numbers[600..], 2);
        var units = new QueryKeyUnits(product);

        Coreset coreset = MomentCompressor.Compress(units.Objects, new CompressionOptions { Order = 2, Size = 40 });
        QueryKeyProduct shrunk = units.Keep(coreset.Indices.Span, coreset.Weights.Span);

        Assert.Equal(40, shrunk.Queries.Length / 2);
        Assert.Equal(product.Queries.Zip(product.Keys).Sum(pair => pair.First * pair.Second), shrunk.Queries.Zip(shrunk.Keys).Sum(pair => pair.First * pair.Second), 1e-10);
    }

    private static AttentionLayer Heads(AttentionShape shape, int heads)
    {
        var layer = new AttentionLayer(shape, heads);
        layer.Initialise(seed: 3);
        return layer;
    }

    private static double[] Outputs(AttentionLayer layer)
    {
        var random = new Random(4);
        var inputs = new SampleColumns(layer.InputCount);
        inputs.Resize(100);
        for (int column = 0; column < layer.InputCount; column++)
        {
            foreach (ref float value in inputs.Column(column))
                value = (float)(2 * random.NextDouble() - 1);
        }
        var outputs = new SampleColumns(layer.OutputCount);
        layer.Forward(inputs, outputs);
        return [.. Enumerable.Range(0, layer.OutputCount).SelectMany(o => outputs.Column(o).ToArray().Select(value => (double)value))];
    }

    private static double Difference(AttentionLayer one, AttentionLayer other)
    {
        double[] a = Outputs(one), b = Outputs(other);
        return Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) / a.Sum(value => value * value));
    }
}
