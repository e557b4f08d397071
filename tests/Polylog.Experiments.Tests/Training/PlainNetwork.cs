namespace Polylog.Experiments.Tests;

/// <summary>A two-layer network of ordinary units as its formula says, in double precision: what the fast one must agree with.</summary>
internal sealed class PlainNetwork(int inputs, int outputs, Activation activation)
{
    /// <summary>Units (v, w, b), then the output biases.</summary>
    public List<double[]> Units { get; init; } = [];

    public double[] Bias { get; init; } = new double[outputs];

    public static PlainNetwork Of(TwoLayerNetwork network)
    {
        var plain = new PlainNetwork(network.InputCount, network.OutputCount, network.Activation)
        {
            Bias = [.. network.OutputBias.ToArray().Select(b => (double)b)],
        };
        for (int j = 0; j < network.Width; j++)
        {
            double[] unit = new double[network.UnitSize];
            network.GetUnit(j, unit);
            plain.Units.Add(unit);
        }
        return plain;
    }

    /// <summary>s(z).</summary>
    public static double Value(Activation activation, double z) => activation switch
    {
        Activation.Relu => Math.Max(0, z),
        Activation.Tanh => Math.Tanh(z),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        _ => z * NormalDistribution(z),
    };

    /// <summary>s'(z).</summary>
    public static double Slope(Activation activation, double z) => activation switch
    {
        Activation.Relu => z > 0 ? 1 : 0,
        Activation.Tanh => 1 - Math.Tanh(z) * Math.Tanh(z),
        Activation.Sigmoid => Value(activation, z) * Value(activation, -z),
        _ => NormalDistribution(z) + z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI),
    };

    public double Output(int o, ReadOnlySpan<double> x)
    {
        double sum = Bias[o];
        foreach (double[] unit in Units)
            sum += unit[o] * Value(activation, Argument(unit, x));
        return sum;
    }

    /// <summary>sum_i q_i mean_o (f_o(x_i) - y_io)^2.</summary>
    public double Loss(double[][] x, double[][] y, double[] q)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int o = 0; o < outputs; o++)
                sum += q[i] * Math.Pow(Output(o, x[i]) - y[i][o], 2) / outputs;
        }
        return sum;
    }

    /// <summary>Derivatives of the loss, in the order of <see cref="Units"/> and <see cref="Bias"/>.</summary>
    public (double[][] Units, double[] Bias) Gradients(double[][] x, double[][] y, double[] q)
    {
        double[][] units = [.. Units.Select(unit => new double[unit.Length])];
        double[] bias = new double[outputs];
        for (int i = 0; i < x.Length; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double g = 2 * q[i] * (Output(o, x[i]) - y[i][o]) / outputs;
                bias[o] += g;
                for (int j = 0; j < units.Length; j++)
                {
                    double z = Argument(Units[j], x[i]);
                    units[j][o] += g * Value(activation, z);
                    double delta = g * Units[j][o] * Slope(activation, z);
                    for (int d = 0; d < inputs; d++)
                        units[j][outputs + d] += delta * x[i][d];
                    units[j][outputs + inputs] += delta;
                }
            }
        }
        return (units, bias);
    }

    private double Argument(double[] unit, ReadOnlySpan<double> x)
    {
        double z = unit[outputs + inputs];
        for (int d = 0; d < inputs; d++)
            z += unit[outputs + d] * x[d];
        return z;
    }

    // By Simpson's rule: slow, and knows nothing of any approximation.
    private static double NormalDistribution(double z)
    {
        // Beyond 12 what is missing to 1 is nothing.
        const int Steps = 400;
        double end = Math.Min(12, Math.Abs(z)), h = end / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++)
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-i * h * i * h / 2);
        return 0.5 + Math.Sign(z) * sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
