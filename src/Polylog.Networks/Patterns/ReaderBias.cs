namespace Polylog.Networks;

/// <summary>What a node that sums over units adds to its outputs, and how it moves over its input.</summary>
internal static class ReaderBias
{
    /// <summary>The bias with one number an output; null if there is none that can be changed.</summary>
    public static SharedBias? Of(OnnxGraph graph, OnnxNode node, long outputs)
    {
        switch (node.OpType)
        {
            case "MatMul":
                return AddBehind(graph, node.Outputs[0], outputs, node) is var (slot, _) ? new SharedBias(slot, 1) : null;
            case "Gemm":
                double beta = node.Float("beta", 1);
                return beta != 0 && Row(graph, node, 2, outputs) is { } own ? new SharedBias(own, beta) : null;
            case "Conv":
                return Row(graph, node, 2, outputs) is { } of ? new SharedBias(of, 1) : null;
            default:
                return null;
        }
    }

    /// <summary>The vector that the only node behind a MatMul adds, and that node; null if there is none.</summary>
    public static (OnnxSlot Slot, OnnxNode Add)? AddBehind(OnnxGraph graph, string value, long count, OnnxNode node)
    {
        // Where the weights come first, the outputs are not along the last dimension.
        if (OnnxSlot.ForInput(graph, node, 0) is not null || graph.UseCount(value) != 1
            || graph.Uses(value) is not [{ Input: >= 0 } use]
            || use.Node is not { OpType: "Add", IsStandard: true, Inputs.Count: 2, Outputs.Count: > 0 } add)
        {
            return null;
        }
        return Row(graph, add, 1 - use.Input, count) is { } slot ? (slot, add) : null;
    }

    /// <summary>The filter of a convolution of more than one place; null for any other node.</summary>
    public static Filter? FilterOf(OnnxNode node, long[] weights) =>
        node.OpType == "Conv" && weights.Length > 2 && TensorShape.Elements(weights.AsSpan(2)) > 1
            ? FilterReading.Of(node, weights[2..], null)
            : null;

    /// <summary>Whether a convolution pads its input, so that places at the border get fewer terms.</summary>
    public static bool IsPadded(OnnxNode node) => node.OpType == "ConvTranspose" || (node.OpType == "Conv"
        && ((node.Attribute("auto_pad")?.Text is { } mode && mode is not ("NOTSET" or "VALID"))
            || (node.Attribute("pads") is { } pads && pads.Integers.Exists(pad => pad != 0))));

    private static OnnxSlot? Row(OnnxGraph graph, OnnxNode node, int input, long count) =>
        OnnxSlot.ForInput(graph, node, input) is { } slot && OnnxTypes.Format(slot.Type) is not null
        && slot.Dims is [.., var last] && last == count && TensorShape.Elements(slot.Dims) == count ? slot : null;
}
