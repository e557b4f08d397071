namespace Polylog.Experiments.Tests;

/// <summary>Made-up rows to learn from.</summary>
internal static class EvaluationRows
{
    /// <summary>Three uniform columns and a quadratic target with noise.</summary>
    public static (double[] Features, double[] Targets) Quadratic(int count, double noise = 0.3)
    {
        var random = new Random(3);
        double[] features = new double[3 * count], targets = new double[count];
        for (int i = 0; i < count; i++)
        {
            Span<double> x = features.AsSpan(3 * i, 3);
            for (int j = 0; j < 3; j++)
                x[j] = 10 * (j + 1) * random.NextDouble();
            targets[i] = 5 + x[0] - 0.2 * x[1] * x[0] + 0.01 * x[2] * x[2] + noise * (random.NextDouble() - 0.5);
        }
        return (features, targets);
    }

    /// <summary>The same columns and classes of different odds.</summary>
    public static (double[] Features, double[] Targets) Classes(int count, int classes)
    {
        (double[] features, double[] targets) = Quadratic(count, noise: 30);
        double[] sorted = [.. targets.Order()];
        return (
            features, [.. targets.Select(target => (double)Math.Min(classes - 1, Array.BinarySearch(sorted, target) * classes / count))]);
    }

    public static LearningRows Learning(int count, int classes = 0)
    {
        (double[] features, double[] targets) = classes == 0 ? Quadratic(count) : Classes(count, classes);
        return new LearningRows(features, 3, targets, [.. Enumerable.Repeat(1.0, count)], classes);
    }
}
