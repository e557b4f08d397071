namespace Polylog.Tests;

/// <summary>Made tables of many columns.</summary>
internal static class WideTables
{
    /// <summary>Correlated normal columns with a few outliers.</summary>
    public static Measure Draw(int count, int dimension, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        double[] atoms = new double[count * dimension];
        for (int i = 0; i < count; i++)
        {
            double common = random.Normal(), scale = random.Below(50) == 0 ? 5 : 1;
            for (int column = 0; column < dimension; column++)
                atoms[i * dimension + column] = scale * (random.Normal() / (1 + column % 5) + common * Math.Cos(column));
        }
        return new Measure(atoms, dimension);
    }

    /// <summary>The same with weights between 1 and a largest one.</summary>
    public static Measure Weighted(int count, int dimension, double largest, int seed)
    {
        var random = new SplitMix64((ulong)seed + 1000);
        return new Measure(Draw(count, dimension, seed).Atoms, dimension,
            Enumerable.Range(0, count).Select(_ => Math.Pow(largest, random.Unit())).ToArray());
    }

    /// <summary>(sum c)^2 / sum c^2 as a share of the rows.</summary>
    public static double EffectiveShare(Coreset coreset)
    {
        double[] weights = coreset.Weights.ToArray();
        return weights.Sum() * weights.Sum() / weights.Sum(weight => weight * weight) / weights.Length;
    }
}
