using System.Diagnostics;
using System.Globalization;
using Polylog.Experiments;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>
/// What layers compute after shrinking: relative root mean square of the change of their outputs, on inputs that nothing was chosen by.
/// </summary>
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
        Console.WriteLine("| inputs, outputs | the paper's objects, best order | error | by places: order | error | ratio | by responses: "
            + "error | ratio | time |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
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
        long started = Stopwatch.GetTimestamp();
        double matched = Difference(network, ByResponses(network, units));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {inputs}, {outputs} | {paperOrder} | {paper:E1} | {own} | {kept:E1} | {paper / kept:G3} | {matched:E1} | "
                + $"{paper / matched:G3} | {seconds:F0} s |"));
    }

    // As shrink does it with calibration data: inputs of the same kind as those that judge, but others.
    private static TwoLayerNetwork ByResponses(TwoLayerNetwork network, TwoLayerUnits units)
    {
        const int Inputs = 20_000, Batch = 500;
        var matching = new ResponseMatching(Width);
        SampleColumns inputs = Draw(network.InputCount, Inputs, seed: 3);
        double[] responses = new double[Batch * Width], unit = new double[network.UnitSize];
        for (int first = 0; first < Inputs; first += Batch)
        {
            for (int i = 0; i < Width; i++)
            {
                network.GetUnit(i, unit);
                for (int sample = 0; sample < Batch; sample++)
                {
                    double sum = unit[^1];
                    for (int column = 0; column < network.InputCount; column++)
                        sum += unit[network.OutputCount + column] * inputs.Column(column)[first + sample];
                    responses[sample * Width + i] = Math.Max(0, sum);
                }
            }
            matching.Add(responses);
        }
        double[] outgoing = new double[Width * network.OutputCount];
        for (int i = 0; i < Width; i++)
            units.ReadOutgoing(i, outgoing.AsSpan(i * network.OutputCount, network.OutputCount));
        ResponseSelection selection = matching.Select(outgoing, network.OutputCount, Kept);
        TwoLayerNetwork shrunk = units.Replace(selection.Units.Kept, selection.Units.Outgoing);
        for (int output = 0; output < network.OutputCount; output++)
            shrunk.OutputBias[output] += (float)selection.Bias[output];
        return shrunk;
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
        var outputs = new SampleColumns(network.OutputCount);
        network.Forward(Draw(network.InputCount, 500, seed), outputs);
        return [.. Enumerable.Range(0, network.OutputCount).SelectMany(o => outputs.Column(o).ToArray().Select(value => (double)value))];
    }

    private static SampleColumns Draw(int columns, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new SampleColumns(columns, count);
        for (int column = 0; column < columns; column++)
        {
            foreach (ref float value in inputs.Column(column))
                value = (float)(2 * random.NextDouble() - 1);
        }
        return inputs;
    }
}
