namespace Polylog.Experiments;

/// <summary>Points uniform in [-1,1]^m with weight 1, the paper's usual measure.</summary>
public static class UniformCube
{
    /// <summary>Draws points.</summary>
    /// <param name="count">How many.</param>
    /// <param name="dimension">Coordinates of each.</param>
    /// <param name="seed">Seed.</param>
    public static Measure Draw(int count, int dimension, ulong seed)
    {
        var random = new SplitMix64(seed);
        double[] atoms = new double[checked(count * dimension)];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Uniform(-1, 1);
        return new Measure(atoms, dimension);
    }
}
