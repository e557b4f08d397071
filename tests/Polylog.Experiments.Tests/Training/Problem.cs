namespace Polylog.Experiments.Tests;

/// <summary>A small regression problem, drawn.</summary>
internal sealed class Problem
{
    public Problem(int count, int inputs, int outputs, int seed, bool weighted = false)
    {
        var random = new Random(seed);
        X = [.. Enumerable.Range(0, count).Select(_ => Row(inputs))];
        Y = [.. Enumerable.Range(0, count).Select(_ => Row(outputs))];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => weighted ? random.NextDouble() + 0.1 : 1)];
        Shares = [.. weights.Select(weight => weight / weights.Sum())];
        Set = new TrainingSet(X.SelectMany(row => row).ToArray(), inputs, Y.SelectMany(row => row).ToArray(), outputs, weights);

        // As they are after rounding to single precision.
        double[] Row(int length) => [.. Enumerable.Range(0, length).Select(_ => (double)(float)(2 * random.NextDouble() - 1))];
    }

    public double[][] X { get; }

    public double[][] Y { get; }

    public double[] Shares { get; }

    public TrainingSet Set { get; }

    public static TwoLayerNetwork Network(int inputs, int width, int outputs, Activation activation, ulong seed = 1, int? threads = null)
    {
        var network = new TwoLayerNetwork(inputs, width, outputs, activation, threads: threads);
        network.Initialise(seed);
        return network;
    }
}
