namespace Polylog.Networks;

/// <summary>A tensor with numbers for each unit.</summary>
/// <param name="Slot">The tensor.</param>
/// <param name="Axis">The dimension that has the units.</param>
/// <param name="Span">Where they are along it.</param>
/// <param name="Scale">The factor by which the model multiplies the tensor, not 0.</param>
internal sealed record UnitTensor(TensorSlot Slot, int Axis, UnitSpan Span, double Scale = 1)
{
    /// <summary>What the numbers are for a unit.</summary>
    public UnitRole Role { get; init; }

    /// <summary>Where in the tensor, as it is now, a unit's numbers are.</summary>
    public UnitLayout Layout => IsForAll ? UnitLayout.UnitsFirst(1, Span.Units) : UnitLayout.Of(Slot.Dims, Axis, Span);

    // One number for all units does not change with the units.
    private bool IsForAll => Span.Length > 1 && TensorShape.Elements(Slot.Dims) == 1;

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
        Store(values, kept);
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
    /// <param name="values">The numbers.</param>
    /// <param name="kept">For each unit which one it was.</param>
    public void Store(double[] values, ReadOnlySpan<int> kept)
    {
        long[] dims = [.. Slot.Dims];
        dims[Axis] = Span.With(kept.Length).Length;
        UnitLayout layout = Layout;
        Slot.Write(dims, layout.Scatter(Span.IsWhole ? [] : Slot.Read(), values), Axis, Span.From(kept));
    }

    private double[] Gather(CancellationToken cancellation = default)
    {
        if (!IsForAll)
            return Layout.Gather(Slot.Read(), cancellation);
        var values = new double[Span.Units];
        Array.Fill(values, Slot.Read()[0]);
        return values;
    }
}

/// <summary>What numbers of a tensor are for a unit.</summary>
internal enum UnitRole
{
    /// <summary>Weights that make its response, such as a row of a matrix or a filter.</summary>
    Incoming,

    /// <summary>Its bias, of the same node.</summary>
    Bias,

    /// <summary>Constants between, such as slopes, or a filter of its own.</summary>
    Constant,

    /// <summary>Numbers by which all that the first node makes of the unit is multiplied, and nothing else of it is used.</summary>
    Factor,
}
