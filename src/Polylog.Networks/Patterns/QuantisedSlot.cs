namespace Polylog.Networks;

/// <summary>
/// Numbers that are stored quantised. Other numbers are quantised again: weights with a new scale where the old one does not fit, and the
/// bias that is stored with their scale follows; a bias of 32 bits with the scale it has.
/// </summary>
/// <param name="path">The way to the DequantizeLinear node.</param>
/// <param name="source">What it dequantises.</param>
internal sealed class QuantisedSlot(SlotPath path, Dequantised source) : OnnxSlot(path)
{
    private const int WideBytes = 4;

    // Tools keep to 7 bits for processors whose sums of products of 8 bits overflow.
    private const long SevenBits = 64;

    public override string Name => source.Data.Name.Length > 0 ? source.Data.Name : source.Node.Input(0);

    public override long Type => source.Scale.Type;

    public override long[] Dims => Path.Turn(source.Data.Dims);

    public override bool IsShared => Path.IsShared || Path.Graph.UseCount(source.Node.Input(0)) > 1;

    public override int NumberBytes => WholeFormat.Of(source.Data.Type)!.Value.Bytes;

    /// <summary>Whether it is a bias of 32 bits, whose scale is that of a product.</summary>
    public bool IsWide => NumberBytes == WideBytes;

    /// <summary>The scales, one for all or one for each index of a dimension.</summary>
    public double[] Scales => source.Scale.ReadDoubles();

    private FloatFormat ScaleFormat => source.Scale.Format!.Value;

    public override double[] Read() => Path.Turn(source.Data.Dims, QuantisationGrid.Of(source).Values(source.Data.ReadWhole()));

    public override void CheckFits(ReadOnlySpan<double> values)
    {
        int fault = ScaleFormat.FirstUnfit(values);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(Path.Graph.Path, Name, values[fault], ScaleFormat);
        if (!IsWide)
            return;
        QuantisationGrid grid = QuantisationGrid.Of(source);
        double[] held = grid.Values(grid.Stored(values));
        for (int i = 0; i < held.Length; i++)
        {
            // Half a step is lost by rounding, and all beyond by saturation.
            if (Math.Abs(held[i] - values[i]) > grid.Scales.Max())
                throw ModelErrors.At(Path.Graph.Path, $"{values[i]:g6} in tensor {ModelErrors.Quote(Name)} is beyond 32 bits of its scale",
                    $"shrink the model before it is quantised");
        }
    }

    public override void Write(long[] dims, double[] values) => Store(dims, values, -1, []);

    public override void Write(long[] dims, double[] values, int axis, int[] from) => Store(dims, values, axis, from);

    /// <summary>Writes the same numbers with other scales.</summary>
    public void Rescale(double[] scales)
    {
        QuantisationGrid grid = QuantisationGrid.Of(source), now = grid with { Scales = scales };
        Store(source.Data.Dims, now.Stored(grid.Values(source.Data.ReadWhole())), now);
    }

    private void Store(long[] dims, double[] values, int axis, int[] from)
    {
        // A node that shares the dequantised numbers with others gets them as they are.
        if (Path.IsShared)
        {
            Path.Detach(Type).Replace(dims, values);
            return;
        }
        long[] before = Dims, stored = source.Data.ReadWhole(), made = Path.Turn(dims);
        bool isByChannel = axis >= 0 && (Path.Transposed ? 1 - axis : axis) == source.Axis;
        QuantisationGrid grid = QuantisationGrid.Of(source);
        QuantisationGrid moved = grid.With(made, source.Axis, isByChannel ? from : null);
        double[] turned = Path.Turn(dims, values);
        if (IsWide)
        {
            Store(made, moved.Stored(turned), moved);
        }
        else
        {
            QuantisedBias? bias = QuantisedBias.Of(Path.Graph, Path.Node, Path.Input, moved.Scales);
            QuantisationGrid now = moved.For(turned, Reach(grid, stored), channel => bias?.Least(channel) ?? 0, ScaleFormat);
            Store(made, now.Stored(turned), now);
            if (!now.Scales.AsSpan().SequenceEqual(moved.Scales))
                bias?.Follow(now.Scales);
        }
        Path.Redeclare(before, dims);
    }

    private static long Reach(QuantisationGrid grid, long[] stored)
    {
        long farthest = 0;
        for (int i = 0; i < stored.Length; i++)
            farthest = Math.Max(farthest, Math.Abs(stored[i] - grid.Zeros[grid.Channel(i)]));
        return grid.Format.Bytes == 1 && farthest <= SevenBits ? SevenBits : long.MaxValue;
    }

    private void Store(long[] dims, long[] stored, QuantisationGrid grid)
    {
        OnnxGraph graph = Path.Graph;
        OnnxNode node = source.Node;
        long[] data = source.Data.Dims, scales = source.Scale.Dims;
        bool isSame = grid.Scales.AsSpan().SequenceEqual(source.Scale.ReadDoubles());
        bool hasZeros = source.Zero is { } zero && !grid.Zeros.AsSpan().SequenceEqual(zero.ReadWhole());
        Own(0, source.Data).ReplaceWhole(dims, stored);
        graph.Redeclare(node.Input(0), data, dims);
        long[] counts = source.Axis < 0 ? scales : [grid.Scales.Length];
        if (!isSame)
        {
            Own(1, source.Scale).Replace(counts, grid.Scales);
            graph.Redeclare(node.Input(1), scales, counts);
        }
        if (hasZeros)
        {
            long[] zeros = source.Zero!.Dims;
            Own(2, source.Zero).ReplaceWhole(source.Axis < 0 ? zeros : counts, grid.Zeros);
            graph.Redeclare(node.Input(2), zeros, source.Axis < 0 ? zeros : counts);
        }
        source = Dequantised.Of(graph, node)!;
    }

    // Other nodes keep what they share.
    private OnnxTensor Own(int input, OnnxTensor tensor) => Path.Graph.UseCount(source.Node.Input(input)) > 1
        ? Path.Graph.Detach(source.Node, input, tensor.Type)
        : tensor;
}
