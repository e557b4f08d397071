namespace Polylog.Networks;

/// <summary>Units of a layer for any size: what they send on, and what is added to the outputs.</summary>
/// <param name="Units">The units and what they send on.</param>
/// <param name="Shift">What is added to the outputs; empty for nothing.</param>
/// <param name="Method">How they were chosen.</param>
internal sealed record ChosenUnits(UnitSelection Units, double[] Shift, ShrinkMethod Method)
{
    /// <summary>How many units each stands for, where that was the goal.</summary>
    public double[] Masses { get; init; } = [];
}

/// <summary>Chooses units of a layer, for as many sizes as are asked for.</summary>
internal abstract class UnitChoice
{
    /// <summary>The fewest units that can be chosen.</summary>
    public abstract int Least { get; }

    /// <summary>Inputs looked at.</summary>
    public virtual long Samples => 0;

    /// <summary>Chooses.</summary>
    public abstract ChosenUnits Choose(int size, CancellationToken cancellation);
}

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
