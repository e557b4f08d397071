namespace Polylog.Networks;

/// <summary>Nodes with weights: they make units, sum over them, or treat each on its own.</summary>
internal static class LinearRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        switch (node.OpType)
        {
            case "Conv":
                Convolution(walk, node);
                return true;
            case "ConvTranspose":
                Transposed(walk, node);
                return true;
            case "Gemm":
                Gemm(walk, node);
                return true;
            case "MatMul":
                Product(walk, node);
                return true;
            case "LSTM" or "GRU" or "RNN" when walk.Has(node.Input(0)) && !walk.Has(node.Input(5)):
                walk.Read(node, 1, 0, 2);
                return true;
            case "Gather" when OnnxSlot.ForInput(walk.Graph, node, 0) is { Dims.Length: 2 } && walk.Has(node.Outputs[0], out ValueAxis axis)
                && axis.FromEnd == 1 && node.Integer("axis", 0) == 0:
                walk.Own(node, 0, 1, axis.Span, UnitRole.Incoming);
                return true;
            default:
                return false;
        }
    }

    private static void Convolution(UnitWalk walk, OnnxNode node)
    {
        if (Weights(walk, node) is not { Length: > 2 } dims)
            return;
        int channels = dims.Length - 1;
        if (IsElsewhere(walk, node, node.Input(0), channels) || IsElsewhere(walk, node, node.Outputs[0], channels))
            return;
        long groups = node.Integer("group", 1);
        if (groups != 1)
        {
            Grouped(walk, node, dims, groups);
            return;
        }
        if (walk.Has(node.Input(0)))
            walk.Read(node, 1, 0, 1);
        if (walk.Has(node.Outputs[0], out ValueAxis made))
            Make(walk, node, 0, made.Span);
    }

    // Groups of channels that do not see each other: the channels of a group belong to one unit.
    private static void Grouped(UnitWalk walk, OnnxNode node, long[] dims, long groups)
    {
        long taken = dims[1], made = groups > 0 ? dims[0] / groups : 0;
        bool forward = walk.Has(node.Input(0), out ValueAxis given);
        if (!forward && !walk.Has(node.Outputs[0], out given))
            return;
        (long here, long there) = forward ? (taken, made) : (made, taken);
        UnitSpan span = given.Span;
        if (made == 0 || dims[0] % groups != 0 || span.Length != here * groups)
        {
            walk.Fail($"{node.Described} has weights of shape {TensorShape.Text(dims)}, which do not fit");
            return;
        }
        if (span.Block % here != 0)
        {
            if (here % span.Block == 0 && span.Units % (here / span.Block) == 0)
                walk.Join((1, here / span.Block));
            else
                walk.Fail($"{node.Described} is a grouped convolution whose groups are not those of its units");
            return;
        }
        var other = new UnitSpan(there * groups, span.Units, span.Block / here * there, span.Outer, span.Start / here * there);
        if (span.Start % here != 0)
        {
            walk.Fail($"{node.Described} is a grouped convolution whose groups are not those of its units");
            return;
        }
        walk.Assign(forward ? node.Outputs[0] : node.Input(0), given with { Span = other });
        UnitSpan outputs = forward ? other : span;
        walk.Meet(UnitTraits.Depthwise);
        walk.Own(node, 1, 0, outputs, UnitRole.Constant);
        walk.Own(node, 2, 0, outputs, UnitRole.Constant);
        long each = span.Each / here;
        walk.Edit(node, "group", units => node.SetInteger("group", groups - (each * (span.Units - units))));
    }

    private static void Transposed(UnitWalk walk, OnnxNode node)
    {
        if (Weights(walk, node) is not { Length: > 2 } dims)
            return;
        int channels = dims.Length - 1;
        if (IsElsewhere(walk, node, node.Input(0), channels) || IsElsewhere(walk, node, node.Outputs[0], channels))
            return;
        if (node.Integer("group", 1) != 1)
        {
            walk.Fail($"{node.Described} is a grouped transposed convolution, which is not read");
            return;
        }
        if (walk.Has(node.Input(0)))
            walk.Read(node, 1, 0, 0);
        if (walk.Has(node.Outputs[0], out ValueAxis made))
            Make(walk, node, 1, made.Span);
    }

    private static void Gemm(UnitWalk walk, OnnxNode node)
    {
        if (Weights(walk, node) is not { Length: 2 })
            return;
        if (IsElsewhere(walk, node, node.Input(0), 1) || IsElsewhere(walk, node, node.Outputs[0], 1))
            return;
        double alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        int inputs = node.Integer("transB", 0) != 0 ? 1 : 0;
        if (node.Integer("transA", 0) != 0)
            walk.Fail($"{node.Described} transposes its input");
        else if (alpha == 0)
            walk.Fail($"{node.Described} multiplies by alpha 0");
        else if (walk.Has(node.Input(2)))
            walk.Fail($"{node.Described} takes its output as a bias");
        else if (beta == 0 && node.Input(2).Length > 0 && walk.Has(node.Outputs[0]))
            walk.Fail($"{node.Described} multiplies its bias by beta 0; leave the bias out");
        if (walk.Has(node.Input(0)))
            walk.Read(node, 1, 0, inputs, alpha);
        if (walk.Has(node.Outputs[0], out ValueAxis made))
            Make(walk, node, 1 - inputs, made.Span, alpha, beta);
    }

    private static void Product(UnitWalk walk, OnnxNode node)
    {
        bool hasRight = OnnxSlot.ForInput(walk.Graph, node, 1) is not null, hasLeft = OnnxSlot.ForInput(walk.Graph, node, 0) is not null;
        if (!hasRight && !hasLeft)
        {
            ProductRules.Apply(walk, node);
            return;
        }
        (int weights, int data) = hasRight ? (1, 0) : (0, 1);
        if (walk.Has(node.Input(weights)) || walk.Slot(node, weights) is not { } slot)
            return;
        if (slot.Dims.Length != 2)
        {
            walk.Fail($"the weights of {node.Described} have shape {TensorShape.Text(slot.Dims)}");
            return;
        }
        // x W sums over the last dimension of x, W x over the one before.
        int along = hasRight ? 1 : 2;
        if (walk.Has(node.Input(data), out ValueAxis read))
        {
            if (read.FromEnd == along)
                walk.Read(node, weights, data, hasRight ? 0 : 1);
            else
                walk.Assign(node.Outputs[0], read);
        }
        if (walk.Has(node.Outputs[0], out ValueAxis made))
        {
            if (made.FromEnd == along)
                walk.Own(node, weights, hasRight ? 1 : 0, made.Span, UnitRole.Incoming);
            else
                walk.Assign(node.Input(data), made);
        }
    }

    private static void Make(UnitWalk walk, OnnxNode node, int axis, UnitSpan span, double alpha = 1, double beta = 1)
    {
        walk.Own(node, 1, axis, span, UnitRole.Incoming, alpha);
        if (node.Input(2).Length == 0)
            return;
        if (walk.Slot(node, 2) is not { } bias)
            return;
        int last = bias.Dims.Length - 1;
        if (TensorShape.Elements(bias.Dims) is var count && count != 1 && (count != span.Length || bias.Dims[last] != span.Length))
        {
            walk.Fail($"the bias of {node.Described} has shape {TensorShape.Text(bias.Dims)}, "
                + ModelErrors.Text($"not one number for each of {span.Length}"));
            return;
        }
        walk.Own(node, 2, Math.Max(0, last), span, UnitRole.Bias, beta);
    }

    private static long[]? Weights(UnitWalk walk, OnnxNode node)
    {
        if (walk.Has(node.Input(1)) && !walk.Has(node.Input(0)))
            walk.Fail($"{node.Described} takes its output as weights");
        else if (OnnxSlot.ForInput(walk.Graph, node, 1) is null)
            walk.Fail(WorkedOut.Reason(walk.Graph, node, 1) ?? $"{node.Described} has no weights that are stored");
        else if (walk.Slot(node, 1) is { } slot)
            return slot.Dims;
        return null;
    }

    private static bool IsElsewhere(UnitWalk walk, OnnxNode node, string value, int fromEnd)
    {
        if (!walk.Has(value, out ValueAxis axis) || axis.FromEnd == fromEnd)
            return false;
        walk.Fail($"{node.Described} does not sum over its units, which come in another dimension");
        return true;
    }
}
