namespace Polylog.Networks;

/// <summary>A tensor with numbers for each unit.</summary>
/// <param name="Slot">The tensor.</param>
/// <param name="Layout">Where in it a unit's numbers are.</param>
/// <param name="Axis">The dimension that counts units.</param>
/// <param name="Scale">The factor by which the model multiplies the tensor, not 0.</param>
internal sealed record UnitTensor(TensorSlot Slot, UnitLayout Layout, int Axis, double Scale = 1)
{
    // One number for all units does not change with the units.
    private bool IsForAll => TensorShape.Elements(Slot.Dims) == 1 && Layout.Units * Layout.Width > 1;

    /// <summary>The numbers times the scale, units x layout width, row-major.</summary>
    public double[] Read(CancellationToken cancellation = default)
    {
        double[] values = Gather(cancellation);
        if (Scale != 1)
            System.Numerics.Tensors.TensorPrimitives.Multiply(values, Scale, values);
        return values;
    }

    /// <summary>Keeps some units, with the same stored numbers.</summary>
    public void Keep(ReadOnlySpan<int> kept)
    {
        if (IsForAll)
            return;
        double[] before = Gather();
        int width = (int)Layout.Width;
        var values = new double[kept.Length * width];
        for (int i = 0; i < kept.Length; i++)
            before.AsSpan(kept[i] * width, width).CopyTo(values.AsSpan(i * width));
        Store(values, kept.Length);
    }

    /// <summary>Divides numbers by the scale, as they have to be stored.</summary>
    public double[] Stored(ReadOnlySpan<double> values)
    {
        double[] stored = values.ToArray();
        for (int i = 0; Scale != 1 && i < stored.Length; i++)
            stored[i] /= Scale;
        return stored;
    }

    /// <summary>Writes the numbers of other units, given as they are stored.</summary>
    public void Store(double[] values, int units)
    {
        long[] dims = [.. Slot.Dims];
        dims[Axis] = units * (dims[Axis] / Layout.Units);
        Slot.Write(dims, (Layout with { Units = units }).Scatter(values));
    }

    private double[] Gather(CancellationToken cancellation = default)
    {
        if (!IsForAll)
            return Layout.Gather(Slot.Read(), cancellation);
        var values = new double[Layout.Units];
        Array.Fill(values, Slot.Read()[0]);
        return values;
    }
}
