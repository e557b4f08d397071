namespace Polylog.Experiments.Tests;

/// <summary>Outputs and gradients: the fast network against the plain one, the plain one against differences.</summary>
public sealed class GradientTests
{
    // Rounding of sums of some hundred single-precision terms.
    private const double Rounding = 3e-5;

    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    public static MatrixTheoryData<Activation, (int, int, int, int)> Shapes => new(Enum.GetValues<Activation>(),
        // Inputs, width, outputs, samples: on both sides of every block's end.
        [(1, 1, 1, 1), (2, 50, 1, 256), (2, 64, 1, 64), (3, 65, 2, 65), (7, 130, 3, 63), (8, 20, 1, 129), (4, 33, 5, 200)]);

    [Theory]
    [MemberData(nameof(Activations))]
    public void Plain_gradients_are_the_limits_of_differences(Activation activation)
    {
        const double H = 1e-5;
        var problem = new Problem(20, 3, 2, seed: 1, weighted: true);
        var plain = PlainNetwork.Of(Problem.Network(3, 5, 2, activation));
        (double[][] units, double[] bias) = plain.Gradients(problem.X, problem.Y, problem.Shares);
        foreach ((double[] parameters, double[] gradients) in plain.Units.Zip(units).Append((plain.Bias, bias)))
        {
            for (int p = 0; p < parameters.Length; p++)
            {
                double value = parameters[p];
                double difference = (Loss(p, value + H) - Loss(p, value - H)) / (2 * H);
                parameters[p] = value;
                Assert.Equal(gradients[p], difference, 1e-9);
            }

            double Loss(int p, double changed)
            {
                parameters[p] = changed;
                return plain.Loss(problem.X, problem.Y, problem.Shares);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_fast_network_agrees_with_the_plain_one(Activation activation, (int Inputs, int Width, int Outputs, int Samples) shape)
    {
        var problem = new Problem(shape.Samples, shape.Inputs, shape.Outputs, seed: 2, weighted: true);
        TwoLayerNetwork network = Problem.Network(shape.Inputs, shape.Width, shape.Outputs, activation);
        var plain = PlainNetwork.Of(network);
        var outputs = new SampleColumns(shape.Outputs);
        var slopes = new SampleColumns(shape.Outputs);
        network.Forward(problem.Set.Inputs, outputs);
        for (int i = 0; i < shape.Samples; i++)
        {
            for (int o = 0; o < shape.Outputs; o++)
                Assert.Equal(plain.Output(o, problem.X[i]), outputs.Column(o)[i], Rounding);
        }
        double loss = new MeanSquaredError().Evaluate(outputs, problem.Set.Targets, [.. problem.Shares.Select(q => (float)q)], slopes);
        Assert.Equal(plain.Loss(problem.X, problem.Y, problem.Shares), loss, Rounding);

        network.Backward(problem.Set.Inputs, slopes);
        (double[][] units, double[] bias) = plain.Gradients(problem.X, problem.Y, problem.Shares);
        Close(
            units.SelectMany(unit => unit[..shape.Outputs].Select((g, o) => (o, g))).OrderBy(pair => pair.o).Select(pair => pair.g),
            network,
            "output.weight");
        Close(
            units.SelectMany(unit => unit[shape.Outputs..^1].Select((g, d) => (d, g))).OrderBy(pair => pair.d).Select(pair => pair.g),
            network,
            "hidden.weight");
        Close(units.Select(unit => unit[^1]), network, "hidden.bias");
        Close(bias, network, "output.bias");
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_are_exact_to_single_precision_everywhere(Activation activation)
    {
        // One unit with w = 1, v = 1: the network is the activation.
        var network = new TwoLayerNetwork(1, 1, 1, activation);
        network.SetUnit(0, [1, 1, 0]);
        float[] arguments = [.. Enumerable.Range(-2000, 4001).Select(i => i * 0.005f), -1e30f, -200, 200, 1e30f, -1e-20f, 1e-20f];
        var inputs = new SampleColumns(1, arguments.Length);
        arguments.CopyTo(inputs.Column(0));
        var outputs = new SampleColumns(1);
        network.Forward(inputs, outputs);
        for (int i = 0; i < arguments.Length; i++)
        {
            double exact = PlainNetwork.Value(activation, arguments[i]);
            Assert.Equal(exact, outputs.Column(0)[i], 4e-7 * Math.Max(1, Math.Abs(exact)));
        }
    }

    [Fact]
    public void Errors_of_training_stay_visible()
    {
        TwoLayerNetwork network = Problem.Network(2, 10, 1, Activation.Relu);
        network.SetUnit(3, [1, double.NaN, 0, 0]);
        var outputs = new SampleColumns(1);
        network.Forward(new Problem(5, 2, 1, seed: 1).Set.Inputs, outputs);
        Assert.True(float.IsNaN(outputs.Column(0)[0]));
    }

    private static void Close(IEnumerable<double> exact, TwoLayerNetwork network, string name)
    {
        float[] found = network.Parameters.Single(block => block.Name == name).Gradients.ToArray();
        double[] wanted = [.. exact];
        Assert.Equal(wanted.Length, found.Length);
        for (int p = 0; p < wanted.Length; p++)
            Assert.Equal(wanted[p], found[p], Rounding);
    }
}
