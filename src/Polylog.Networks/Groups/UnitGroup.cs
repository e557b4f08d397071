namespace Polylog.Networks;

/// <summary>
/// Units and all that belongs to them, wherever their model keeps it: slices of tensors that make their responses, and slices of the
/// weights that read them. Units may stand in any order, so some of them can be kept and the others left out.
/// </summary>
/// <param name="Owned">The tensors that make the responses, incoming weights first.</param>
/// <param name="Readers">The nodes that sum over the units, at least one.</param>
/// <param name="Constants">What is known of units of constant response.</param>
/// <param name="Resized">Called with the new number of units, to update the sizes that the model declares.</param>
internal sealed record UnitGroup(
    IReadOnlyList<UnitTensor> Owned, IReadOnlyList<UnitReader> Readers, ConstantUnits Constants, Action<int> Resized)
{
    /// <summary>Whether responses are products of sums, as in gated layers, and nothing is added to them.</summary>
    public bool IsProduct { get; init; }

    /// <summary>
    /// Whether what the first node makes goes one way only, through one operator after another: a factor of 0 anywhere then makes the
    /// response constant.
    /// </summary>
    public bool IsSequence { get; init; }

    /// <summary>The first incoming weights.</summary>
    public UnitTensor Incoming => Owned[0];

    /// <summary>The biases of the units of a plain layer; null for none.</summary>
    public UnitTensor? IncomingBias => Owned.FirstOrDefault(tensor => tensor.Role == UnitRole.Bias);

    /// <summary>All tensors of the group.</summary>
    public IEnumerable<TensorSlot> Slots => Owned.Select(tensor => tensor.Slot).Concat(Readers.Select(reader => reader.Weights.Slot))
        .Concat(Readers.Select(reader => reader.Bias?.Slot).OfType<TensorSlot>());

    /// <summary>
    /// Whether other parts of the model also use one of the tensors. They keep the tensor as it is, and the layer gets a copy.
    /// </summary>
    public bool IsShared => Slots.Any(slot => slot.IsShared);

    /// <summary>Units of the group.</summary>
    public int Units => (int)Incoming.Span.Units;

    /// <summary>Keeps what makes the responses of some units and gives them other outgoing weights.</summary>
    /// <param name="kept">Indices of units, each at most once, in their new order.</param>
    /// <param name="changes">For each reader, the new weights and what is added to its bias.</param>
    /// <exception cref="ArgumentException">
    /// No unit is kept, an index is out of range or given twice, a length is wrong, a number is not finite, or there is no bias to shift.
    /// </exception>
    /// <exception cref="ModelFileException">A weight is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Replace(ReadOnlySpan<int> kept, IReadOnlyList<ReaderChange> changes)
    {
        CheckKept(kept);
        // All checks come first, so that a model is never left half changed.
        var stored = new (double[] Weights, double[]? Bias)[Readers.Count];
        for (int i = 0; i < Readers.Count; i++)
            stored[i] = Checked(Readers[i], changes[i], kept.Length);
        for (int i = 0; i < Readers.Count; i++)
        {
            (UnitReader reader, double[]? bias) = (Readers[i], stored[i].Bias);
            if (bias is not null)
                reader.Bias!.Slot.Write(reader.Bias.Slot.Dims, bias);
            reader.Weights.Store(stored[i].Weights, kept);
        }
        foreach (UnitTensor tensor in Owned)
            tensor.Keep(kept);
        Resized(kept.Length);
    }

    /// <summary>The outgoing weights of some units as they are.</summary>
    public ReaderChange[] Unchanged(int[] kept) => [.. Readers.Select(reader =>
    {
        double[] weights = reader.Read();
        int width = weights.Length / Units;
        return new ReaderChange([.. kept.SelectMany(unit => weights[(unit * width)..((unit + 1) * width)])], []);
    })];

    private static (double[] Weights, double[]? Bias) Checked(UnitReader reader, ReaderChange change, int kept)
    {
        CheckNumbers(change.Outgoing, kept * reader.Columns * reader.Width, nameof(change));
        double[]? bias = null;
        if (change.Shift.Length > 0)
        {
            CheckNumbers(change.Shift, reader.Outputs, nameof(change));
            bias = reader.Bias?.Shifted(change.Shift)
                ?? throw new ArgumentException("The layer has no outgoing bias to shift.", nameof(change));
            reader.Bias.Slot.CheckFits(bias);
        }
        double[] stored = reader.Stored(change.Outgoing);
        reader.Weights.Slot.CheckFits(stored);
        return (stored, bias);
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
