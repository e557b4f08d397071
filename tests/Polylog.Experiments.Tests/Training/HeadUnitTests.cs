using Polylog.Networks;

namespace Polylog.Experiments.Tests;

/// <summary>Heads as units: few of them compute what many did.</summary>
public class HeadUnitTests
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
