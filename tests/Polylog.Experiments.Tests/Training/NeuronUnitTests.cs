using Polylog.Networks;

namespace Polylog.Experiments.Tests;

/// <summary>
/// What shrinking promises: units that respond alike are joined without a change, the function stays far closer than with the paper's
/// objects, layers that need few units get by with few, and what a unit's place says about it is true.
/// </summary>
public class NeuronUnitTests
{
    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_shape_of_an_activation_is_true_of_a_network(Activation activation)
    {
        ResponseShape known = TwoLayerUnits.Shape(activation);

        // Through a network of one unit: its response to z.
        var network = new TwoLayerNetwork(1, 1, 1, activation);
        network.SetUnit(0, [1, 1, 0]);
        foreach (double z in new[] { 0.2, 0.7, 1.9, 4.0 })
        {
            double up = Output(network, z), down = Output(network, -z);
            if (known.Slope is { } slope)
                Assert.Equal(up - slope * z, down + slope * z, 1e-5);
            if (known.Constant is { } constant)
                Assert.Equal(up - constant, -(down - constant), 1e-5);
            if (known.IsHomogeneous)
                Assert.Equal(3 * up, Output(network, 3 * z), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void A_layer_of_repeated_and_silent_units_shrinks_to_the_others(Activation activation)
    {
        TwoLayerNetwork network = Random(inputs: 3, width: 240, outputs: 2, activation, seed: 1);
        double[] unit = new double[network.UnitSize], other = new double[network.UnitSize];
        for (int i = 12; i < 240; i++)
        {
            network.GetUnit(i % 12, unit);
            network.GetUnit(i, other);
            unit.AsSpan(2).CopyTo(other.AsSpan(2));
            if (i % 12 == 11)
                other.AsSpan(0, 2).Clear();
            network.SetUnit(i, other);
        }
        network.GetUnit(11, unit);
        unit.AsSpan(0, 2).Clear();
        network.SetUnit(11, unit);
        var units = new TwoLayerUnits(network);

        UnitSelection kept = FunctionPreserving.Select(units, 200, order: 1);

        Assert.Equal(11, kept.Kept.Length);
        Assert.True(Difference(network, units.Replace(kept.Kept, kept.Outgoing)) < 1e-5);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void The_function_is_kept_far_better_than_with_the_papers_objects(Activation activation)
    {
        TwoLayerNetwork network = Random(inputs: 2, width: 1500, outputs: 1, activation, seed: 2);
        var units = new TwoLayerUnits(network);
        double paper = Enumerable.Range(1, 4).Min(order =>
        {
            Coreset coreset = MomentCompressor.Compress(units.Objects, new CompressionOptions { Order = order, Size = 150 });
            return Difference(network, units.Keep(coreset.Indices.Span, coreset.Weights.Span));
        });

        (TwoLayerNetwork shrunk, _) = FunctionPreserving.Best(units, 150, Outputs);

        Assert.True(shrunk.Width <= 150);
        Assert.True(Difference(network, shrunk) < paper / 5, $"{Difference(network, shrunk)} against {paper}");
    }

    [Fact]
    public void More_units_give_smaller_errors()
    {
        TwoLayerNetwork network = Random(inputs: 2, width: 2000, outputs: 3, Activation.Gelu, seed: 3);
        var units = new TwoLayerUnits(network);
        double Error(int size)
        {
            UnitSelection kept = FunctionPreserving.Select(units, size, order: 3);
            return Difference(network, units.Replace(kept.Kept, kept.Outgoing));
        }

        // Order 3 in three dimensions: errors fall like size^(-4/3), apart from chance.
        Assert.True(Error(800) < Error(100) / 4);
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        var units = new TwoLayerUnits(Random(2, 100, 1, Activation.Relu, seed: 5));

        Assert.Throws<ArgumentOutOfRangeException>(
            () => FunctionPreserving.Select(units, FunctionPreserving.Least(units, 2) - 1, order: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => FunctionPreserving.Select(units, 50, order: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FunctionPreserving.Best(units, 0, Outputs));
        UnitSelection least = FunctionPreserving.Select(units, FunctionPreserving.Least(units, 2), order: 2);
        Assert.InRange(least.Kept.Length, 1, FunctionPreserving.Least(units, 2));
    }

    private static TwoLayerNetwork Random(int inputs, int width, int outputs, Activation activation, ulong seed)
    {
        var network = new TwoLayerNetwork(inputs, width, outputs, activation);
        network.Initialise(seed);
        return network;
    }

    private static double Output(TwoLayerNetwork network, double input)
    {
        var inputs = new SampleColumns(1);
        inputs.Resize(1);
        inputs.Column(0)[0] = (float)input;
        var outputs = new SampleColumns(1);
        network.Forward(inputs, outputs);
        return outputs.Column(0)[0];
    }

    private static double[] Outputs(TwoLayerNetwork network)
    {
        var random = new Random(6);
        var inputs = new SampleColumns(network.InputCount);
        inputs.Resize(200);
        for (int column = 0; column < network.InputCount; column++)
        {
            foreach (ref float value in inputs.Column(column))
                value = (float)(2 * random.NextDouble() - 1);
        }
        var outputs = new SampleColumns(network.OutputCount);
        network.Forward(inputs, outputs);
        IEnumerable<double> Column(int o) => outputs.Column(o).ToArray().Select(value => (double)value - network.OutputBias[o]);
        return [.. Enumerable.Range(0, network.OutputCount).SelectMany(Column)];
    }

    private static double Difference(TwoLayerNetwork one, TwoLayerNetwork other)
    {
        double[] a = Outputs(one), b = Outputs(other);
        return Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) / a.Sum(value => value * value));
    }
}
