using System.Globalization;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>What layers compute after shrinking: relative root mean square of the change of their outputs, on inputs that nothing was chosen by.</summary>
internal static class NetworkErrors
{
    private const int Width = 10_000;
    private const int Kept = 1000;
    private const int Heads = 4000;
    private const int KeptHeads = 20;
    private const int HighestOrder = 7;

    public static void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ReLU, {Width} to {Kept} units"));
        Console.WriteLine("| inputs, outputs | the paper's objects, best order | error | function kept: order | error | ratio |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((int inputs, int outputs) in new[] { (1, 1), (2, 1), (3, 1), (4, 1), (8, 1), (2, 10) })
            PrintNeurons(inputs, outputs);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Heads} heads of size 2 on 17 tokens of one number"));
        Console.WriteLine("| kept | order | error |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (int kept in new[] { 5, 10, KeptHeads, 40 })
            PrintHeads(kept);
    }

    private static void PrintNeurons(int inputs, int outputs)
    {
        var network = new TwoLayerNetwork(inputs, Width, outputs, Activation.Relu);
        network.Initialise(seed: 2);
        var units = new TwoLayerUnits(network);
        (double paper, int paperOrder) = (double.PositiveInfinity, 0);
        for (int order = 1; order <= HighestOrder && Moments.Count(network.UnitSize, order) <= Kept; order++)
        {
            Coreset coreset = MomentCompressor.Compress(units.Objects, new CompressionOptions { Order = order, Size = Kept });
            double error = Difference(network, units.Keep(coreset.Indices.Span, coreset.Weights.Span));
            if (error < paper)
                (paper, paperOrder) = (error, order);
        }
        (TwoLayerNetwork shrunk, int own) = FunctionPreserving.Best(units, Kept, layer => Outputs(layer, seed: 1));
        double kept = Difference(network, shrunk);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {inputs}, {outputs} | {paperOrder} | {paper:E1} | {own} | {kept:E1} | {paper / kept:G3} |"));
    }

    private static void PrintHeads(int count)
    {
        var layer = new AttentionLayer(new AttentionShape(Tokens: 17, TokenSize: 1, HeadSize: 2, OutputSize: 1, LastOnly: true), Heads);
        layer.Initialise(seed: 3);
        (AttentionLayer shrunk, int order) = FunctionPreserving.Best(new AttentionUnits(layer), count, heads => Outputs(heads, seed: 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {shrunk.Heads} | {order} | {Difference(layer, shrunk):E1} |"));
    }

    private static double Difference(INetwork one, INetwork other)
    {
        double[] a = Outputs(one, seed: 2), b = Outputs(other, seed: 2);
        return Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)) / a.Sum(value => value * value));
    }

    private static double[] Outputs(INetwork network, int seed)
    {
        var random = new Random(seed);
        var inputs = new SampleColumns(network.InputCount, 500);
        for (int column = 0; column < network.InputCount; column++)
        {
            foreach (ref float value in inputs.Column(column))
                value = (float)(2 * random.NextDouble() - 1);
        }
        var outputs = new SampleColumns(network.OutputCount);
        network.Forward(inputs, outputs);
        return [.. Enumerable.Range(0, network.OutputCount).SelectMany(o => outputs.Column(o).ToArray().Select(value => (double)value))];
    }
}
