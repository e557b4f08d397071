namespace Polylog.Networks;

/// <summary>Chooses units by the moments of all units as points.</summary>
/// <param name="units">The units.</param>
/// <param name="order">Order of the moments; null to choose it for each size.</param>
internal sealed class MomentChoice(HiddenLayerUnits units, int? order) : UnitChoice
{
    private const int HighestTried = 3;

    public override int Least { get; } = (int)Math.Min(int.MaxValue, Moments.Count(units.ObjectSize, order ?? 1));

    public override bool IsUneven => true;

    public override ChosenUnits Choose(int size, CancellationToken cancellation) => Choose(size, order, cancellation);

    // The order chosen for points in general is not always the best one for the layer's outputs.
    public override IEnumerable<ChosenUnits> Candidates(int size, CancellationToken cancellation)
    {
        yield return Choose(size, order, cancellation);
        for (int tried = 1; order is null && tried <= HighestTried && Moments.Count(units.ObjectSize, tried) <= size; tried++)
            yield return Choose(size, tried, cancellation);
    }

    private ChosenUnits Choose(int size, int? order, CancellationToken cancellation)
    {
        Coreset coreset = MomentCompressor.Compress(units.Objects, new CompressionOptions { Size = size, Order = order }, cancellation);
        UnitSelection kept = units.Keep(coreset.Indices.Span, coreset.Weights.Span);
        return new ChosenUnits(kept.Kept, [new ReaderChange(kept.Outgoing, [])], ShrinkMethod.Moments)
        {
            Masses = coreset.Weights.ToArray(),
            Order = coreset.Order,
        };
    }
}
