namespace Polylog.Networks;

/// <summary>
/// The attention operators that ONNX Runtime's optimiser writes: their units are heads, or groups of heads with the same keys.
/// </summary>
internal static class AttentionRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        if (node.Domain != "com.microsoft")
            return false;
        switch (node.OpType)
        {
            case "Attention":
                Packed(walk, node);
                return true;
            case "MultiHeadAttention":
                Separate(walk, node, node.Integer("num_heads", 0), node.Integer("num_heads", 0), 6);
                return true;
            case "GroupQueryAttention":
                Separate(walk, node, node.Integer("num_heads", 0), node.Integer("kv_num_heads", 0), 3);
                return true;
            case "SkipLayerNormalization" or "SkipSimplifiedLayerNormalization" or "SimplifiedLayerNormalization":
                walk.Fail($"{node.Described} is not elementwise: it mixes units");
                return true;
            default:
                return false;
        }
    }

    // Queries, keys and values in one matrix: three parts with a block for each head.
    private static void Packed(UnitWalk walk, OnnxNode node)
    {
        if (walk.Has(node.Input(0), out ValueAxis input) && input.FromEnd == 1)
            walk.Read(node, 1, 0, 0);
        else if (walk.Has(node.Input(0)))
            walk.Fail($"{node.Described} mixes its units");
        if (!walk.Has(node.Outputs[0], out ValueAxis made))
            return;
        if (HasMore(node) || node.Input(4).Length > 0 || node.Attribute("qkv_hidden_sizes") is not null)
        {
            walk.Fail($"{node.Described} has a past or sizes of its own, which are not changed, export it without its past");
            return;
        }
        long heads = node.Integer("num_heads", 0);
        if (walk.Slot(node, 1) is not { Dims: [_, var all] } || Heads(walk, node, made, all / 3, heads) is not { } span)
        {
            walk.Fail($"{node.Described} has weights that do not fit its heads");
            return;
        }
        var parts = new UnitSpan(all, span.Units, span.Block, 3);
        walk.Meet(UnitTraits.Heads);
        walk.Own(node, 1, 1, parts, UnitRole.Incoming);
        walk.Own(node, 2, 0, parts, UnitRole.Bias);
        SizeEdits.Count(walk, node, "num_heads", span.Units);
        Scores(walk, node);
    }

    private static void Separate(UnitWalk walk, OnnxNode node, long heads, long keyHeads, int past)
    {
        if (heads < 1 || keyHeads < 1 || node.Input(1).Length == 0 || node.Input(2).Length == 0 || HasMore(node)
            || Enumerable.Range(past, 2).Any(input => node.Input(input).Length > 0))
        {
            walk.Fail($"{node.Described} has a past or packed inputs, which are not changed, export it without its past");
            return;
        }
        string[] values = [node.Outputs[0], .. node.Inputs.Take(3)];
        string first = values.FirstOrDefault(walk.Has) ?? "";
        if (!walk.Has(first, out ValueAxis axis) || axis.FromEnd != 1)
        {
            walk.Fail($"{node.Described} mixes its units");
            return;
        }
        // A unit has one head of keys and all queries that share it.
        if (Heads(walk, node, axis, axis.Span.Length, keyHeads) is null)
            return;
        long units = axis.Span.Units;
        walk.Meet(UnitTraits.Heads);
        foreach (string value in values)
        {
            if (walk.Shapes.Of(value) is not [.., > 0 and var length] || length % units != 0)
            {
                walk.FailUnknown($"the shape of the value {ModelErrors.Quote(value)} is not known");
                return;
            }
            walk.Assign(value, new ValueAxis(1, new UnitSpan(length, units, length / units)));
        }
        if (node.OpType == "MultiHeadAttention" && node.Input(3).Length > 0)
            Bias(walk, node, units);
        SizeEdits.Count(walk, node, "num_heads", units);
        SizeEdits.Count(walk, node, "kv_num_heads", units);
        if (node.OpType == "MultiHeadAttention")
            Scores(walk, node);
    }

    private static void Bias(UnitWalk walk, OnnxNode node, long units)
    {
        if (walk.Slot(node, 3) is { Dims: [var length] } && length % (3 * units) == 0
            && node.Inputs.Take(3).All(input => walk.Shapes.Of(input) is [.., var own] && own == length / 3))
        {
            walk.Own(node, 3, 0, new UnitSpan(length, units, length / 3 / units, 3), UnitRole.Constant);
        }
        else
        {
            walk.Fail($"{node.Described} has a bias that does not fit its heads");
        }
    }

    // A unit has to be one head or several; where it is a part of one, as many as a head has become one.
    private static UnitSpan? Heads(UnitWalk walk, OnnxNode node, ValueAxis axis, long length, long heads)
    {
        UnitSpan span = axis.Span;
        if (axis.FromEnd != 1 || heads < 1 || length % heads != 0 || !span.IsWhole || span.Outer != 1 || span.Length != length)
        {
            walk.Fail($"{node.Described} mixes its units");
            return null;
        }
        long size = length / heads;
        if (span.Block % size == 0)
            return span;
        if (size % span.Block == 0 && span.Units % (size / span.Block) == 0)
            walk.Join((1, size / span.Block));
        else
            walk.Fail($"{node.Described} mixes its units");
        return null;
    }

    // Numbers added to the scores may be one matrix for all heads.
    private static void Scores(UnitWalk walk, OnnxNode node)
    {
        if (node.Input(5).Length > 0 && walk.Shapes.Of(node.Input(5)) is not [_, 1, _, _])
            walk.Fail($"{node.Described} adds numbers of each head to the scores, which are not changed");
    }

    private static bool HasMore(OnnxNode node) => node.Outputs.Skip(1).Any(output => output.Length > 0);
}
