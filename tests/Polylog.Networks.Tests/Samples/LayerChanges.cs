namespace Polylog.Networks.Tests;

internal static class LayerChanges
{
    /// <summary>Keeps some units and multiplies their outgoing weights by a factor each.</summary>
    public static void Keep(this HiddenLayer layer, ReadOnlySpan<int> kept, ReadOnlySpan<double> factors)
    {
        var changes = new ReaderChange[layer.Readers.Count];
        for (int reader = 0; reader < changes.Length; reader++)
        {
            ReadOnlySpan<double> outgoing = layer.Outgoing(reader).Span;
            int width = outgoing.Length / layer.Units;
            double[] chosen = new double[kept.Length * width];
            for (int i = 0; i < chosen.Length; i++)
                chosen[i] = factors[i / width] * outgoing[(kept[i / width] * width) + (i % width)];
            changes[reader] = new ReaderChange(chosen, []);
        }
        layer.Replace(kept, changes);
    }

    /// <summary>Keeps some units and gives them other outgoing weights, where there is one reader.</summary>
    public static void Replace(this HiddenLayer layer, ReadOnlySpan<int> kept, double[] outgoing) =>
        layer.Replace(kept, [new ReaderChange(outgoing, [])]);
}
