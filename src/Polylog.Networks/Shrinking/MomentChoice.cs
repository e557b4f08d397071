namespace Polylog.Networks;

/// <summary>Units as points, whose moments are kept.</summary>
internal sealed class MomentChoice(HiddenLayerUnits units, int? order) : UnitChoice
{
    public override int Least { get; } = (int)Math.Min(int.MaxValue, Moments.Count(units.ObjectSize, order ?? 1));

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        Coreset coreset = MomentCompressor.Compress(units.Objects, new CompressionOptions { Size = size, Order = order }, cancellation);
        return new ChosenUnits(units.Keep(coreset.Indices.Span, coreset.Weights.Span), [], ShrinkMethod.Moments) { Masses = coreset.Weights.ToArray() };
    }
}
