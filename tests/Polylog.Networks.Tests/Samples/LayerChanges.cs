namespace Polylog.Networks.Tests;

internal static class LayerChanges
{
    /// <summary>Keeps some units and multiplies their outgoing weights by a factor each.</summary>
    public static void Keep(this HiddenLayer layer, ReadOnlySpan<int> kept, ReadOnlySpan<double> factors)
    {
        UnitSelection units = new HiddenLayerUnits(layer).Keep(kept, factors);
        layer.Replace(units.Kept, units.Outgoing);
    }
}
