namespace Polylog.Networks;

/// <summary>Operators that treat each unit on its own and leave it in its dimension, and those that mix units.</summary>
internal static class PassRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        if (ElementwiseOperators.PassesOn(node))
        {
            Pass(walk, node);
            return true;
        }
        switch (node.OpType)
        {
            case "MaxPool" or "AveragePool" or "LpPool" or "GlobalAveragePool" or "GlobalMaxPool":
                Channels(walk, node);
                return true;
            case "InstanceNormalization":
                for (int input = 1; input <= 2 && Channels(walk, node) is { } channels; input++)
                    walk.Own(node, input, 0, channels.Span, UnitRole.Constant);
                return true;
            case "BatchNormalization":
                for (int input = 1; input <= 4 && Channels(walk, node) is { } axis; input++)
                    walk.Own(node, input, 0, axis.Span, input == 1 ? walk.FactorBehind(node.Input(0)) : UnitRole.Constant);
                return true;
            case "Resize" or "Upsample" or "Pad":
                Moved(walk, node);
                return true;
            case "Softmax" or "LogSoftmax" or "Hardmax":
                Normalised(walk, node, -1);
                return true;
            case "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization":
                Normalised(walk, node, -1);
                return true;
            case "GroupNormalization" or "LpNormalization" or "LRN" or "MeanVarianceNormalization" or "SkipLayerNormalization":
                Mixes(walk, node);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The first input and the first output have the units in the same dimension.</summary>
    public static ValueAxis? Pass(UnitWalk walk, OnnxNode node)
    {
        if (node.Outputs.Skip(1).Any(output => walk.Graph.UseCount(output) > 0))
        {
            walk.Fail($"{node.Described} has a second output that is used");
            return null;
        }
        if (!walk.Has(node.Outputs[0], out ValueAxis axis) && !walk.Has(node.Input(0), out axis))
        {
            walk.Fail($"{node.Described} takes its output as a setting");
            return null;
        }
        walk.Assign(node.Input(0), axis);
        walk.Assign(node.Outputs[0], axis);
        return axis;
    }

    // The units have to be the channels, the second dimension.
    private static ValueAxis? Channels(UnitWalk walk, OnnxNode node)
    {
        if (Pass(walk, node) is not { } axis)
            return null;
        long[]? dims = walk.Shapes.Of(node.Input(0)) ?? walk.Shapes.Of(node.Outputs[0]);
        if (dims is null)
            walk.FailUnknown($"the shape of what {node.Described} takes is not known");
        else if (dims.Length - axis.FromEnd != 1)
            walk.Fail($"{node.Described} mixes its units, which do not come as channels");
        else
            return axis;
        return null;
    }

    private static void Moved(UnitWalk walk, OnnxNode node)
    {
        if (Channels(walk, node) is not { } axis || node.OpType != "Pad")
            return;
        long?[]? pads = node.Attribute("pads") is { } given
            ? [.. given.Integers.Select(pad => (long?)pad)]
            : ShapeVector.Read(walk.Graph, node.Input(1));
        int rank = (pads?.Length ?? 0) / 2, at = rank - axis.FromEnd;
        if (pads is null || node.Input(3).Length > 0 || at < 0 || pads[at] != 0 || pads[at + rank] != 0)
            walk.Fail($"{node.Described} may add units");
    }

    // From the axis on, elements are mixed.
    private static void Normalised(UnitWalk walk, OnnxNode node, long otherwise)
    {
        if (!walk.Has(node.Outputs[0], out ValueAxis axis) && !walk.Has(node.Input(0), out axis))
        {
            walk.Fail($"{node.Described} takes its output as a setting");
            return;
        }
        long first = node.Integer("axis", otherwise);
        int? rank = walk.Shapes.Of(node.Input(0))?.Length;
        long fromEnd = first < 0 ? -first : rank is { } known ? known - first : long.MaxValue;
        if (axis.FromEnd <= fromEnd)
            Mixes(walk, node);
        else
            Pass(walk, node);
    }

    private static void Mixes(UnitWalk walk, OnnxNode node) => walk.Fail($"{node.Described} is not elementwise: it mixes units");
}
