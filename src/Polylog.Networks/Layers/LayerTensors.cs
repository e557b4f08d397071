namespace Polylog.Networks;

/// <summary>The tensors of a layer, wherever its model keeps them.</summary>
/// <param name="Incoming">Incoming weights.</param>
/// <param name="IncomingBias">Incoming biases; null for none.</param>
/// <param name="Outgoing">Outgoing weights.</param>
/// <param name="OutgoingBias">What is added to the outputs; null for nothing.</param>
/// <param name="ConstantsStayConstant">Whether a unit of constant response adds the same to every place of an output: not so with padding in between.</param>
/// <param name="ConstantsStayAlike">Whether units of constant response differ by a factor alone, the same at all places: not so with padding before a function.</param>
/// <param name="Resized">Told the new number of units, to bring the rest of the model up to date.</param>
internal sealed record LayerTensors(
    UnitTensor Incoming,
    UnitTensor? IncomingBias,
    UnitTensor Outgoing,
    SharedBias? OutgoingBias,
    bool ConstantsStayConstant,
    bool ConstantsStayAlike,
    Action<int> Resized)
{
    /// <summary>Where the units' responses come by when the model runs; null where there is no graph to run.</summary>
    public ResponsePlace? Responses { get; init; }

    /// <summary>Where the numbers are.</summary>
    public IEnumerable<TensorSlot> Slots => ((TensorSlot?[])[Incoming.Slot, IncomingBias?.Slot, Outgoing.Slot, OutgoingBias?.Slot]).OfType<TensorSlot>();
}

/// <summary>A value of a graph that holds the responses of all units of a layer.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Shape">Which dimension counts the units.</param>
internal sealed record ResponsePlace(string Value, UnitShape Shape);

/// <summary>A tensor with numbers for each unit.</summary>
/// <param name="Slot">Where it is.</param>
/// <param name="Layout">Where in it a unit's numbers are.</param>
/// <param name="Axis">The dimension that counts units.</param>
/// <param name="Scale">What the model multiplies it by, not 0.</param>
internal sealed record UnitTensor(TensorSlot Slot, UnitLayout Layout, int Axis, double Scale = 1)
{
    /// <summary>The numbers in effect, a unit after the other.</summary>
    public double[] Read()
    {
        double[] values = Gather();
        if (Scale != 1)
            System.Numerics.Tensors.TensorPrimitives.Multiply(values, Scale, values);
        return values;
    }

    /// <summary>Keeps some units, their stored numbers unchanged.</summary>
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

    // One number for all units stays what it is.
    private bool IsForAll => TensorShape.Elements(Slot.Dims) == 1 && Layout.Units * Layout.Width > 1;

    private double[] Gather()
    {
        if (!IsForAll)
            return Layout.Gather(Slot.Read());
        var values = new double[Layout.Units];
        Array.Fill(values, Slot.Read()[0]);
        return values;
    }

    /// <summary>The stored form of numbers in effect.</summary>
    public double[] Stored(ReadOnlySpan<double> values)
    {
        double[] stored = values.ToArray();
        for (int i = 0; Scale != 1 && i < stored.Length; i++)
            stored[i] /= Scale;
        return stored;
    }

    /// <summary>Puts other units in place, given in stored form.</summary>
    public void Store(double[] values, int units)
    {
        long[] dims = [.. Slot.Dims];
        dims[Axis] = units * (dims[Axis] / Layout.Units);
        Slot.Write(dims, (Layout with { Units = units }).Scatter(values));
    }
}

/// <summary>A bias that is added to all outputs, one number each.</summary>
/// <param name="Slot">Where it is.</param>
/// <param name="Scale">What the model multiplies it by, not 0.</param>
internal sealed record SharedBias(TensorSlot Slot, double Scale)
{
    /// <summary>The stored form of the bias with something added.</summary>
    public double[] Shifted(ReadOnlySpan<double> shift)
    {
        double[] values = Slot.Read();
        for (int i = 0; i < values.Length; i++)
            values[i] += shift[i] / Scale;
        return values;
    }
}
