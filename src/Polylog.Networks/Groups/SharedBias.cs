namespace Polylog.Networks;

/// <summary>A bias with one number for each output.</summary>
/// <param name="Slot">The tensor.</param>
/// <param name="Scale">The factor by which the model multiplies the tensor, not 0.</param>
internal sealed record SharedBias(TensorSlot Slot, double Scale)
{
    /// <summary>The bias with a shift added, one number an output, as it has to be stored.</summary>
    public double[] Shifted(ReadOnlySpan<double> shift)
    {
        double[] values = Slot.Read();
        for (int i = 0; i < values.Length; i++)
            values[i] += shift[i] / Scale;
        return values;
    }
}
