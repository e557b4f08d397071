using Polylog.Networks;

namespace Polylog.Experiments;

/// <summary>
/// Makes smaller networks from some of the units of a network: compressed as in the paper; compressed for long trainings (units spread
/// evenly, or heads with more of their functions preserved); with the same function at the beginning; and with random units.
/// </summary>
internal static class SmallerNetworks
{
    public const string Full = "full";
    public const string Compressed = "compressed";
    public const string Aware = "aware";
    public const string Function = "function";
    public const string Random = "random";

    /// <summary>A two-layer network with one output.</summary>
    /// <param name="series">Which.</param>
    /// <param name="network">The full one.</param>
    /// <param name="size">Units of the others.</param>
    /// <param name="order">Order of the paper's compression.</param>
    /// <param name="seed">Seed of the random one.</param>
    /// <param name="cancellation">Ends the compression.</param>
    public static TwoLayerNetwork Make(
        string series, TwoLayerNetwork network, int size, int order, ulong seed, CancellationToken cancellation)
    {
        switch (series)
        {
            case Full:
                return network;
            case Random:
                return network.Keep(Draw(network.Width, size, seed));
            case Compressed:
                // The paper's object: all numbers of a unit, as they are.
                return Keep(new Measure(Units(network, 0), network.UnitSize), order);
            case Aware:
                return SpreadUnits.Choose(network, size, cancellation);
            case Function:
                // New output weights make it compute nearly the same function; it is then an ordinary narrow network.
                var units = new TwoLayerUnits(network);
                UnitSelection selection = FunctionPreserving.Select(units, size, FunctionOrder, cancellation);
                return units.Replace(selection.Kept, selection.Outgoing);
            default:
                throw new InvalidOperationException($"No series {series}.");
        }

        TwoLayerNetwork Keep(Measure units, int order)
        {
            Coreset coreset = Compress(units, size, order, cancellation);
            return network.Keep(coreset.Indices.Span, coreset.Weights.Span);
        }
    }

    /// <summary>An attention layer of tokens of one number and one output.</summary>
    /// <param name="series">Which.</param>
    /// <param name="layer">The full one.</param>
    /// <param name="size">Heads of the others.</param>
    /// <param name="order">Order of the compression.</param>
    /// <param name="seed">Seed of the random one.</param>
    /// <param name="cancellation">Ends the compression.</param>
    public static AttentionLayer Make(string series, AttentionLayer layer, int size, int order, ulong seed, CancellationToken cancellation)
    {
        switch (series)
        {
            case Full:
                return layer;
            case Random:
                return layer.Keep(Draw(layer.Heads, size, seed));
            case Compressed:
                // The paper's object: all numbers of a head, as they are.
                return Keep(Heads(layer), order);
            case Aware:
                return Keep(Heads(layer).WithTotals(HeadTotals.Values(layer), HeadTotals.Count), AwareHeadOrder);
            case Function:
                var units = new AttentionUnits(layer);
                UnitSelection selection = FunctionPreserving.Select(units, size, FunctionOrder, cancellation);
                return units.Replace(selection.Kept, selection.Outgoing);
            default:
                throw new InvalidOperationException($"No series {series}.");
        }

        AttentionLayer Keep(Measure heads, int order)
        {
            Coreset coreset = Compress(heads, size, order, cancellation);
            return layer.Keep(coreset.Indices.Span, coreset.Weights.Span);
        }
    }

    private const int FunctionOrder = 6;

    // Low, so that leaves are small: what counts most is among the totals.
    private const int AwareHeadOrder = 2;

    private static Coreset Compress(Measure units, int size, int order, CancellationToken cancellation) =>
        MomentCompressor.Compress(units, new CompressionOptions { Order = order, Size = size, Scale = ColumnScale.None }, cancellation);

    // Units row by row, without their first numbers.
    private static double[] Units(TwoLayerNetwork network, int leftOut)
    {
        int columns = network.UnitSize - leftOut;
        double[] unit = new double[network.UnitSize], units = new double[network.Width * columns];
        for (int j = 0; j < network.Width; j++)
        {
            network.GetUnit(j, unit);
            unit.AsSpan(leftOut).CopyTo(units.AsSpan(j * columns));
        }
        return units;
    }

    private static Measure Heads(AttentionLayer layer)
    {
        int parameters = layer.Shape.HeadParameters;
        double[] heads = new double[layer.Heads * parameters];
        for (int h = 0; h < layer.Heads; h++)
            layer.GetHead(h, heads.AsSpan(h * parameters, parameters));
        return new Measure(heads, parameters);
    }

    // Without replacement, ascending.
    private static int[] Draw(int count, int size, ulong seed)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        new SplitMix64(seed).Draw(all.AsSpan(), size);
        return [.. all.Take(size).Order()];
    }
}
