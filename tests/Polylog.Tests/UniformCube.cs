namespace Polylog.Tests;

/// <summary>Points uniform in [-1,1]^m with weight 1.</summary>
internal static class UniformCube
{
    public static Measure Draw(int count, int dimension, ulong seed)
    {
        var random = new SplitMix64(seed);
        double[] atoms = new double[count * dimension];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Uniform(-1, 1);
        return new Measure(atoms, dimension);
    }
}
