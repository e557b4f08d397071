namespace Polylog.Experiments.Tests;

/// <summary>Attention layers: outputs against the formula, gradients against differences, threads, what is refused.</summary>
public sealed class AttentionTests
{
    private const double Rounding = 3e-5;

    // Tokens, token size, head size, outputs, last only; heads; sequences: on both sides of every block's end.
    public static TheoryData<AttentionShape, int, int> Shapes => new()
    {
        { new AttentionShape(17, 1, 2, 1, LastOnly: true), 20, 40 },
        { new AttentionShape(5, 3, 2, 2), 16, 17 },
        { new AttentionShape(4, 2, 3, 1), 33, 66 },
        { new AttentionShape(1, 1, 1, 1), 1, 1 },
        { new AttentionShape(6, 2, 1, 3, LastOnly: true), 5, 129 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_are_those_of_the_formula(AttentionShape shape, int heads, int sequences)
    {
        (AttentionLayer layer, Problem problem) = Make(shape, heads, sequences);
        var plain = PlainAttention.Of(layer);
        var outputs = new SampleColumns(shape.OutputCount);
        layer.Forward(problem.Set.Inputs, outputs);
        for (int i = 0; i < sequences; i++)
        {
            double[] exact = plain.Outputs(problem.X[i]);
            for (int o = 0; o < exact.Length; o++)
                Assert.Equal(exact[o], outputs.Column(o)[i], Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_the_limits_of_differences(AttentionShape shape, int heads, int sequences)
    {
        const double H = 1e-5;
        (AttentionLayer layer, Problem problem) = Make(shape, heads, sequences);
        var plain = PlainAttention.Of(layer);
        var outputs = new SampleColumns(shape.OutputCount);
        var slopes = new SampleColumns(shape.OutputCount);
        layer.Forward(problem.Set.Inputs, outputs);
        new MeanSquaredError().Evaluate(outputs, problem.Set.Targets, [.. problem.Shares.Select(q => (float)q)], slopes);
        layer.Backward(problem.Set.Inputs, slopes);
        // The last head has the last place of a vector or the first of the next.
        foreach (int h in new[] { 0, heads / 2, heads - 1 }.Distinct())
        {
            double[] gradients = [.. layer.Parameters.SelectMany(block => Rows(block, h))];
            for (int p = 0; p < shape.HeadParameters; p++)
            {
                double value = plain.Heads[h][p];
                double difference = (Loss(value + H) - Loss(value - H)) / (2 * H);
                plain.Heads[h][p] = value;
                Assert.Equal(difference, gradients[p], Rounding * Math.Max(1, Math.Abs(difference)));

                double Loss(double changed)
                {
                    plain.Heads[h][p] = changed;
                    return plain.Loss(problem);
                }
            }
        }

        IEnumerable<double> Rows(ParameterBlock block, int head)
        {
            float[] all = block.Gradients.ToArray();
            return Enumerable.Range(0, all.Length / heads).Select(row => (double)all[row * heads + head]);
        }
    }

    [Fact]
    public void Scores_of_any_size_do_no_harm()
    {
        var shape = new AttentionShape(3, 1, 1, 1, LastOnly: true);
        var layer = new AttentionLayer(shape, 1);
        layer.SetHead(0, [1000, 1000, 1, 1]);
        var inputs = new SampleColumns(3, 2);
        // The largest score takes all.
        (inputs.Column(0)[0], inputs.Column(1)[0], inputs.Column(2)[0]) = (5, 3, 2);
        (inputs.Column(0)[1], inputs.Column(1)[1], inputs.Column(2)[1]) = (5, 3, -2);
        var outputs = new SampleColumns(1);
        layer.Forward(inputs, outputs);
        Assert.Equal([5f, -2f], outputs.Column(0));
        inputs.Column(1)[0] = float.NaN;
        layer.Forward(inputs, outputs);
        Assert.True(float.IsNaN(outputs.Column(0)[0]));
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        var problem = new Problem(200, 17, 1, seed: 1, weighted: true);
        float[][] results = [.. new[] { 1, 2, 5 }.Select(Train)];
        Assert.All(results, result => Assert.Equal(results[0], result));

        float[] Train(int threads)
        {
            var layer = new AttentionLayer(new AttentionShape(17, 1, 2, 1, LastOnly: true), 150, threads: threads);
            layer.Initialise(3);
            new Trainer(layer, new Adam(layer.Parameters), new MeanSquaredError()).Train(
                new DrawnBatches(problem.Set, 100, perEpoch: 3, seed: 2), epochs: 2);
            return [.. layer.Parameters.SelectMany(block => block.Values.ToArray())];
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shape = new AttentionShape(3, 1, 2, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionLayer(shape with { HeadSize = 0 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionLayer(shape, 0));
        Assert.StartsWith(
            "There are 2 masses for 3 heads;",
            Assert.Throws<ArgumentException>(() => new AttentionLayer(shape, 3, [1, 1])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Mass 1 is 0:", Assert.Throws<ArgumentException>(() => new AttentionLayer(shape, 2, [1, 0])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 2 numbers a sample; the layer has 3.",
            Assert.Throws<ArgumentException>(
                () => new AttentionLayer(shape, 2).Forward(
                    new SampleColumns(2, 1), new SampleColumns(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AttentionLayer(shape, 2).Keep([]));
    }

    private static (AttentionLayer Layer, Problem Problem) Make(AttentionShape shape, int heads, int sequences)
    {
        double[] masses = [.. Enumerable.Range(0, heads).Select(h => 0.5 + h % 3)];
        var layer = new AttentionLayer(shape, heads, masses);
        layer.Initialise(1);
        return (layer, new Problem(sequences, shape.InputCount, shape.OutputCount, seed: 2, weighted: true));
    }
}
