namespace Polylog.Experiments;

/// <summary>The paper's target of figures 4 and 5b: J6(20 r) cos 6 theta on [-1,1]^2.</summary>
public static class CylindricalHarmonic
{
    /// <summary>Numbers that go in: x and y.</summary>
    public const int Inputs = 2;

    /// <summary>Standard deviation of the noise the paper adds for training.</summary>
    public const double Noise = 0.2;

    private const int Order = 6;
    private const double WaveNumber = 20;

    /// <summary>The target.</summary>
    public static double Value(double x, double y) =>
        BesselFunction.J(Order, WaveNumber * Math.Sqrt(x * x + y * y)) * Math.Cos(Order * Math.Atan2(y, x));

    /// <summary>Draws points uniform in the square, and their targets.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="noise">Standard deviation of Gaussian noise on the target.</param>
    /// <param name="seed">Seed.</param>
    public static TrainingSet Draw(int count, double noise, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new SplitMix64(seed);
        double[] inputs = new double[count * Inputs], targets = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = inputs[2 * i] = random.Uniform(-1, 1), y = inputs[2 * i + 1] = random.Uniform(-1, 1);
            targets[i] = Value(x, y) + noise * random.Normal();
        }
        return new TrainingSet(inputs, Inputs, targets, 1);
    }
}
