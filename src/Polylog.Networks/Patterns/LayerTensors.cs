namespace Polylog.Networks;

/// <summary>The tensors of a layer, wherever its model keeps them.</summary>
/// <param name="Incoming">Incoming weights.</param>
/// <param name="IncomingBias">Incoming biases; null for none.</param>
/// <param name="Outgoing">Outgoing weights.</param>
/// <param name="OutgoingBias">The bias added to the outputs; null for none.</param>
/// <param name="Resized">Called with the new number of units, to update the shapes that the model declares.</param>
internal sealed record LayerTensors(
    UnitTensor Incoming,
    UnitTensor? IncomingBias,
    UnitTensor Outgoing,
    SharedBias? OutgoingBias,
    Action<int> Resized)
{
    /// <summary>
    /// Whether a unit of constant response adds the same number at every place of an output. Padding behind the units breaks this.
    /// </summary>
    public required bool ConstantsStayConstant { get; init; }

    /// <summary>
    /// Whether the responses of two constant units differ by one factor, the same at all places. Padding followed by a function breaks
    /// this.
    /// </summary>
    public required bool ConstantsStayAlike { get; init; }

    /// <summary>The value that holds the units' responses when the model runs; null for a file without a graph.</summary>
    public ResponsePlace? Responses { get; init; }

    /// <summary>All tensors of the layer.</summary>
    public IEnumerable<TensorSlot> Slots =>
        ((TensorSlot?[])[Incoming.Slot, IncomingBias?.Slot, Outgoing.Slot, OutgoingBias?.Slot]).OfType<TensorSlot>();

    /// <summary>
    /// Whether other parts of the model also use one of the tensors. They keep the tensor as it is, and the layer gets a copy.
    /// </summary>
    public bool IsShared => Slots.Any(slot => slot.IsShared);

    private int Units => (int)Outgoing.Layout.Units;

    private int Outputs => (int)Outgoing.Layout.Rows;

    /// <summary>Keeps the incoming side of some units and gives them other outgoing weights.</summary>
    /// <param name="kept">Indices of units, each at most once, in their new order.</param>
    /// <param name="outgoing">Their outgoing weights, kept x outgoing width, row-major, finite.</param>
    /// <param name="biasShift">Added to the outgoing bias, one number an output; empty for nothing.</param>
    /// <exception cref="ArgumentException">
    /// No unit is kept, an index is out of range or given twice, a length is wrong, a number is not finite, or there is no bias to shift.
    /// </exception>
    /// <exception cref="ModelFileException">A weight is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Replace(ReadOnlySpan<int> kept, ReadOnlySpan<double> outgoing, ReadOnlySpan<double> biasShift = default)
    {
        CheckKept(kept);
        CheckNumbers(outgoing, kept.Length * (int)Outgoing.Layout.Width, nameof(outgoing));
        double[]? bias = null;
        if (!biasShift.IsEmpty)
        {
            CheckNumbers(biasShift, Outputs, nameof(biasShift));
            bias = OutgoingBias?.Shifted(biasShift)
                ?? throw new ArgumentException("The layer has no outgoing bias to shift.", nameof(biasShift));
        }
        // All checks come first, so that a model is never left half changed.
        double[] stored = Outgoing.Stored(outgoing);
        Outgoing.Slot.CheckFits(stored);
        if (bias is not null)
        {
            OutgoingBias!.Slot.CheckFits(bias);
            OutgoingBias.Slot.Write(OutgoingBias.Slot.Dims, bias);
        }
        Outgoing.Store(stored, kept.Length);
        Incoming.Keep(kept);
        IncomingBias?.Keep(kept);
        Resized(kept.Length);
    }

    private void CheckKept(ReadOnlySpan<int> kept)
    {
        if (kept.IsEmpty)
            throw new ArgumentException("No unit is kept; a layer needs at least one.", nameof(kept));
        var seen = new bool[Units];
        foreach (int unit in kept)
        {
            if (unit < 0 || unit >= Units)
            {
                throw new ArgumentException(
                    ModelErrors.Text($"There is no unit {unit}; the layer has {Units}, counted from 0."), nameof(kept));
            }
            if (seen[unit])
                throw new ArgumentException(ModelErrors.Text($"Unit {unit} is kept twice; give each at most once."), nameof(kept));
            seen[unit] = true;
        }
    }

    private static void CheckNumbers(ReadOnlySpan<double> numbers, int length, string parameter)
    {
        if (numbers.Length != length)
            throw new ArgumentException(ModelErrors.Text($"There are {numbers.Length} numbers where {length} are needed."), parameter);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
                throw new ArgumentException(ModelErrors.Text($"Number {i} is {numbers[i]}; all must be finite."), parameter);
        }
    }
}

/// <summary>A value of a graph that holds the responses of all units of a layer.</summary>
/// <param name="Value">Its name.</param>
/// <param name="Shape">Which dimension counts the units.</param>
internal sealed record ResponsePlace(string Value, UnitShape Shape);
