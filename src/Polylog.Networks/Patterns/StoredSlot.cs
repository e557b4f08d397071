namespace Polylog.Networks;

/// <summary>Numbers as they are stored, or behind a Transpose or Cast.</summary>
/// <param name="path">The way to the tensor.</param>
/// <param name="tensor">The tensor.</param>
/// <param name="type">The type of the numbers that the node gets.</param>
internal sealed class StoredSlot(SlotPath path, OnnxTensor tensor, long type) : OnnxSlot(path)
{
    /// <summary>The name of the tensor, or of its value if a Constant node gives the tensor no name.</summary>
    public override string Name => tensor.Name.Length > 0 ? tensor.Name : Path.Values[^1];

    public override long Type => type;

    public override long[] Dims => Path.Turn(tensor.Dims);

    public override bool IsShared => Path.IsShared;

    public override int NumberBytes => WholeFormat.Of(tensor.Type)?.Bytes ?? (tensor.Format ?? Format).Bytes();

    private FloatFormat Format => OnnxTypes.Format(type)!.Value;

    // Zero points of values are whole numbers.
    private bool IsWhole => WholeFormat.Of(tensor.Type) is not null;

    // Whether the tensor itself can be changed.
    private bool IsOwn => !Path.Transposed && !IsShared;

    public override double[] Read()
    {
        if (IsWhole)
            return Path.Turn(tensor.Dims, [.. tensor.ReadWhole().Select(number => (double)number)]);
        double[] values = tensor.ReadDoubles();
        if (type != tensor.Type)
            Format.Round(values);
        return Path.Turn(tensor.Dims, values);
    }

    public override void CheckFits(ReadOnlySpan<double> values)
    {
        if (IsWhole)
            return;
        FloatFormat format = IsOwn ? tensor.Format!.Value : Format;
        int fault = format.FirstUnfit(values);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(Path.Graph.Path, Name, values[fault], format);
    }

    public override void Write(long[] dims, double[] values)
    {
        long[] before = Dims;
        OnnxTensor target = IsOwn ? tensor : Path.Detach(type);
        if (IsWhole)
            target.ReplaceWhole(dims, [.. values.Select(value => (long)Math.Round(value))]);
        else
            target.Replace(dims, values);
        if (target == tensor)
            Path.Redeclare(before, dims);
    }
}
