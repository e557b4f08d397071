namespace Polylog.Experiments.Tests;

/// <summary>Steps of the optimisers: by hand, and on weighted networks.</summary>
public sealed class OptimiserTests
{
    public static TheoryData<string> Names => [.. s_all.Keys];

    private static readonly Dictionary<string, Func<IReadOnlyList<ParameterBlock>, Optimiser>> s_all = new()
    {
        ["sgd"] = blocks => new Sgd(blocks, 0.05),
        ["momentum"] = blocks => new Sgd(blocks, 0.02, momentum: 0.9),
        ["adam"] = blocks => new Adam(blocks, 0.002),
        ["adamw"] = blocks => new AdamW(blocks, 0.002),
        ["rmsprop"] = blocks => new RmsProp(blocks, 0.002),
        ["adamax"] = blocks => new Adamax(blocks, 0.002),
        ["rprop"] = blocks => new Rprop(blocks, 0.002),
    };

    // The rules in PyTorch's documentation, one parameter in double precision: state, gradients so far, the rate; gives the parameter.
    private static readonly Dictionary<string, Func<double, double[], double>> s_byHand = new()
    {
        ["sgd"] = (p, gradients) => gradients.Aggregate(p, (now, g) => now - 0.05 * g),
        ["momentum"] = (p, gradients) =>
        {
            double m = 0;
            foreach (double g in gradients)
            {
                m = 0.9 * m + g;
                p -= 0.02 * m;
            }
            return p;
        },
        ["adam"] = (p, gradients) => AdamByHand(p, gradients, decay: 0),
        ["adamw"] = (p, gradients) => AdamByHand(p, gradients, decay: 0.01),
        ["rmsprop"] = (p, gradients) =>
        {
            double v = 0;
            foreach (double g in gradients)
            {
                v = 0.99 * v + 0.01 * g * g;
                p -= 0.002 * g / (Math.Sqrt(v) + 1e-8);
            }
            return p;
        },
        ["adamax"] = (p, gradients) =>
        {
            double m = 0, u = 0;
            for (int t = 1; t <= gradients.Length; t++)
            {
                double g = gradients[t - 1];
                m = 0.9 * m + 0.1 * g;
                u = Math.Max(0.999 * u, Math.Abs(g) + 1e-8);
                p -= 0.002 / (1 - Math.Pow(0.9, t)) * m / u;
            }
            return p;
        },
        ["rprop"] = (p, gradients) =>
        {
            double before = 0, step = 0.002;
            foreach (double gradient in gradients)
            {
                double g = gradient;
                if (g * before > 0)
                {
                    step = Math.Min(step * 1.2, 50);
                }
                else if (g * before < 0)
                {
                    step = Math.Max(step * 0.5, 1e-6);
                    g = 0;
                }
                p -= Math.Sign(g) * step;
                before = g;
            }
            return p;
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_the_formula(string name)
    {
        const int Length = 21, Steps = 40;
        var random = new Random(3);
        var block = new ParameterBlock("parameters", Length);
        double[] initial = [.. Enumerable.Range(0, Length).Select(_ => random.NextDouble() - 0.5)];
        double[][] gradients = [.. Enumerable.Range(0, Steps).Select(t => Enumerable.Range(0, Length).Select(p => Gradient(p)).ToArray())];
        for (int p = 0; p < Length; p++)
            block.Values[p] = (float)initial[p];
        Optimiser optimiser = s_all[name]([block]);
        for (int t = 1; t <= Steps; t++)
        {
            for (int p = 0; p < Length; p++)
                block.Gradients[p] = (float)gradients[t - 1][p];
            optimiser.Step();
            for (int p = 0; p < Length; p++)
            {
                double exact = s_byHand[name](initial[p], [.. gradients[..t].Select(row => row[p])]);
                Assert.Equal(exact, block.Values[p], 2e-6 * Math.Max(1, Math.Abs(exact)));
            }
        }

        // Gradients of every size, some exactly zero, and signs that stay as well as signs that turn.
        double Gradient(int p) => p == 5 || random.Next(8) == 0 ? 0 : (random.NextDouble() - (p % 3) * 0.4) * Math.Pow(10, p % 7 - 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weighted_network_moves_as_the_one_with_its_units_repeated(string name)
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            const int Width = 12, Outputs = 2;
            var problem = new Problem(100, 2, Outputs, seed: 5);
            int[] masses = [.. Enumerable.Range(0, Width).Select(j => 1 + j % 4)];
            TwoLayerNetwork few = Problem.Network(2, Width, Outputs, activation);
            int[] repeated = [.. masses.SelectMany((mass, j) => Enumerable.Repeat(j, mass))];
            TwoLayerNetwork weighted = few.Keep([.. Enumerable.Range(0, Width)], [.. masses.Select(mass => (double)mass)]);
            TwoLayerNetwork all = few.Keep(repeated);
            var (one, other) = (Training(weighted), Training(all));
            for (int step = 1; step <= 100; step++)
            {
                one.Step(new FullBatch(problem.Set).NextBatch());
                other.Step(new FullBatch(problem.Set).NextBatch());
                if (step is 1 or 100)
                    Same(step == 1 ? 1e-6 : 2e-4);
            }

            Trainer Training(TwoLayerNetwork network) => new(network, s_all[name](network.Parameters), new MeanSquaredError());

            void Same(double rounding)
            {
                double[] left = new double[few.UnitSize], right = new double[few.UnitSize];
                for (int j = 0; j < repeated.Length; j++)
                {
                    weighted.GetUnit(repeated[j], left);
                    all.GetUnit(j, right);
                    for (int p = 0; p < left.Length; p++)
                        Assert.Equal(right[p], left[p], rounding);
                }
                for (int o = 0; o < Outputs; o++)
                    Assert.Equal(all.OutputBias[o], weighted.OutputBias[o], rounding);
                Assert.Equal(other.Evaluate(problem.Set), one.Evaluate(problem.Set), rounding);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weighted_attention_layer_moves_as_the_one_with_its_heads_repeated(string name)
    {
        const int Heads = 10;
        foreach (AttentionShape shape in new[] { new AttentionShape(9, 1, 2, 1, LastOnly: true), new AttentionShape(4, 2, 2, 2) })
        {
            var problem = new Problem(60, shape.InputCount, shape.OutputCount, seed: 5);
            int[] masses = [.. Enumerable.Range(0, Heads).Select(h => 1 + h % 4)];
            var few = new AttentionLayer(shape, Heads);
            few.Initialise(1);
            int[] repeated = [.. masses.SelectMany((mass, h) => Enumerable.Repeat(h, mass))];
            AttentionLayer weighted = few.Keep([.. Enumerable.Range(0, Heads)], [.. masses.Select(mass => (double)mass)]);
            AttentionLayer all = few.Keep(repeated);
            var (one, other) = (Training(weighted), Training(all));
            for (int step = 1; step <= 100; step++)
            {
                one.Step(new FullBatch(problem.Set).NextBatch());
                other.Step(new FullBatch(problem.Set).NextBatch());
                if (step is 1 or 100)
                    Same(step == 1 ? 1e-6 : 2e-4);
            }

            Trainer Training(AttentionLayer layer) => new(layer, s_all[name](layer.Parameters), new MeanSquaredError());

            void Same(double rounding)
            {
                double[] left = new double[shape.HeadParameters], right = new double[shape.HeadParameters];
                for (int h = 0; h < repeated.Length; h++)
                {
                    weighted.GetHead(repeated[h], left);
                    all.GetHead(h, right);
                    for (int p = 0; p < left.Length; p++)
                        Assert.Equal(right[p], left[p], rounding);
                }
                Assert.Equal(other.Evaluate(problem.Set), one.Evaluate(problem.Set), rounding);
            }
        }
    }

    [Fact]
    public void The_rate_falls_along_half_a_cosine()
    {
        var schedule = new CosineAnnealing();
        Assert.Equal(0.4, schedule.Rate(0.4, 0, 100), 12);
        Assert.Equal(0.2, schedule.Rate(0.4, 50, 100), 12);
        Assert.Equal(0.4 * (1 + Math.Sqrt(0.5)) / 2, schedule.Rate(0.4, 25, 100), 12);
        Assert.Equal(0, schedule.Rate(0.4, 100, 100), 12);
        Assert.Equal(0.25, new CosineAnnealing(0.1).Rate(0.4, 5, 10), 12);
    }

    private static double AdamByHand(double p, double[] gradients, double decay)
    {
        double m = 0, v = 0;
        for (int t = 1; t <= gradients.Length; t++)
        {
            double g = gradients[t - 1];
            p -= 0.002 * decay * p;
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            double mean = m / (1 - Math.Pow(0.9, t)), square = v / (1 - Math.Pow(0.999, t));
            p -= 0.002 * mean / (Math.Sqrt(square) + 1e-8);
        }
        return p;
    }
}
