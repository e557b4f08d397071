namespace Polylog.Experiments;

/// <summary>
/// The paper's in-context regression (fig. 7): a random piecewise-linear function on [0,1], 16 segments, f(0) normal of deviation 0.5,
/// slopes standard normal; the sequence x1, y1, .., x8, y8, x* of uniform points and values with noise of deviation 0.3; the target f(x*),
/// without noise.
/// </summary>
public sealed class PiecewiseLinearEpisodes
{
    /// <summary>Numbers of a sequence.</summary>
    public const int Length = 2 * Pairs + 1;

    private const int Pairs = 8;
    private const int Segments = 16;
    private const double InitialDeviation = 0.5;
    private const double Noise = 0.3;

    private readonly double[] _slopes = new double[Segments];
    private SplitMix64 _random;

    /// <summary>Begins to draw.</summary>
    /// <param name="seed">Seed: equal seeds give equal episodes, one after another.</param>
    public PiecewiseLinearEpisodes(ulong seed) => _random = new SplitMix64(seed);

    /// <summary>Draws the next episodes.</summary>
    /// <param name="count">How many, at least 1.</param>
    public TrainingSet Draw(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[] inputs = new double[count * Length], targets = new double[count];
        for (int i = 0; i < count; i++)
            targets[i] = Draw(inputs.AsSpan(i * Length, Length));
        return new TrainingSet(inputs, Length, targets, 1);
    }

    private double Draw(Span<double> sequence)
    {
        double initial = InitialDeviation * _random.Normal();
        foreach (ref double slope in _slopes.AsSpan())
            slope = _random.Normal();
        for (int pair = 0; pair < Pairs; pair++)
        {
            double x = sequence[2 * pair] = _random.Unit();
            sequence[2 * pair + 1] = Value(initial, _slopes, x) + Noise * _random.Normal();
        }
        return Value(initial, _slopes, sequence[Length - 1] = _random.Unit());
    }

    /// <summary>f(x).</summary>
    /// <param name="initial">f(0).</param>
    /// <param name="slopes">Slopes of the segments, all of one length.</param>
    /// <param name="x">0 .. 1.</param>
    internal static double Value(double initial, ReadOnlySpan<double> slopes, double x)
    {
        double value = initial;
        for (int segment = 0; segment < slopes.Length; segment++)
            value += slopes[segment] * Math.Clamp(x - (double)segment / slopes.Length, 0, 1.0 / slopes.Length);
        return value;
    }
}
