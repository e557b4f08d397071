namespace Polylog.Networks;

/// <summary>
/// Reshape and Flatten: dimensions at both ends stay, and those between become one or several others. Units that fill a dimension with
/// others become blocks or parts of it; where a dimension of units is divided, several units are one.
/// </summary>
internal static class ReshapeRules
{
    public static void Apply(UnitWalk walk, OnnxNode node)
    {
        bool forward = walk.Has(node.Input(0), out ValueAxis axis);
        if (!forward && !walk.Has(node.Outputs[0], out axis))
        {
            walk.Fail($"{node.Described} takes its output as a shape");
            return;
        }
        if (node.Integer("allowzero", 0) != 0)
        {
            walk.Fail($"{node.Described} may make dimensions of no size");
            return;
        }
        (string from, string to) = forward ? (node.Input(0), node.Outputs[0]) : (node.Outputs[0], node.Input(0));
        if (walk.Shapes.Of(from) is not { } here || walk.Shapes.Of(to) is not { } there || here.Length < axis.FromEnd)
        {
            if (!Flattened(walk, node, axis, forward))
                walk.FailUnknown($"the shapes around {node.Described} are not known");
            return;
        }
        int front = Front(walk, node, here, there), back = Back(here, there, front);
        int at = here.Length - axis.FromEnd;
        ValueAxis? moved = at < front ? axis with { FromEnd = there.Length - at }
            : at >= here.Length - back ? axis
            : Within(walk, node, here[front..^back], at - front, axis, there, front, there.Length - back);
        if (moved is not { } found)
            return;
        // Known shapes prove that the rows stay, and no run is needed: such as steps in front of the examples.
        if (here[0] >= 0 && there[0] >= 0)
            found = found with { IsFlat = axis.IsFlat };
        walk.Assign(to, found);
        if (walk.Has(node.Outputs[0], out ValueAxis made) && node.OpType == "Reshape")
            SizeEdits.Shape(walk, node, 1, made);
    }

    // Dimensions in front that stay: equal ones, copied ones, and the examples where both sides leave their number open.
    private static int Front(UnitWalk walk, OnnxNode node, long[] here, long[] there)
    {
        int front = 0;
        long?[]? wanted = node.OpType == "Reshape" ? ShapeVector.Read(walk.Graph, node.Input(1), walk.Shapes) : null;
        while (front < Math.Min(here.Length, there.Length))
        {
            bool isOpen = here[front] < 0 || there[front] < 0;
            bool isCopied = wanted is not null && front < wanted.Length && (wanted[front] is 0
                || (wanted[front] is null && isOpen));
            bool isSame = here[front] == there[front] && here[front] >= 0;
            // A number of examples that is open on one side, where the other says -1.
            bool isBatch = front == 0 && isOpen && Rest(here) == Rest(there) && Rest(here) > 0;
            if (!(isSame || isCopied || isBatch))
                break;
            front++;
        }
        return front;
    }

    private static long Rest(long[] dims) => TensorShape.Elements(dims.AsSpan(1));

    private static int Back(long[] here, long[] there, int front)
    {
        int back = 0;
        // Two that are open are taken for the same, such as the steps of a text; a run would show that they are not.
        while (back < Math.Min(here.Length, there.Length) - front && here[^(back + 1)] == there[^(back + 1)])
            back++;
        return back;
    }

    private static ValueAxis? Within(
        UnitWalk walk, OnnxNode node, long[] between, int at, ValueAxis axis, long[] there, int front, int end)
    {
        UnitSpan span = axis.Span;
        long inner = Product(between.AsSpan(at + 1)), outer = Product(between.AsSpan(..at));
        long[] targets = there[front..end];
        if (targets.Length == 1 && at == 0 && span is { IsWhole: true } && (inner < 0 || span.Length < 0))
            return axis with { FromEnd = there.Length - front, Span = new UnitSpan(UnitSpan.Open, span.Units), IsFlat = front == 1 };
        if (inner < 0 || outer < 0 || span.Length < 0 || (outer > 1 && !span.IsWhole))
        {
            walk.FailUnknown($"the shapes around {node.Described} are not known");
            return null;
        }
        // All dimensions between as one.
        var flat = new UnitSpan(outer * span.Length * inner, span.Units, span.Block * inner, outer * span.Outer, span.Start * inner);
        if (targets is [>= 0 and var size] && size != flat.Length)
        {
            // As torch.nn.MultiheadAttention: a run has heads times examples matrices.
            walk.Fail($"{node.Described} puts units and examples into one dimension, "
                + "export the model for one example, without dynamic axes");
            return null;
        }
        if (targets.Length == 1)
            return axis with { FromEnd = there.Length - front, Span = flat, IsFlat = axis.IsFlat || (front == 1 && at == 0 && inner > 1) };
        Fill(targets, flat.Length);
        return Divided(walk, node, flat, targets, axis, there.Length - front);
    }

    // One dimension that is open follows from the others.
    private static void Fill(long[] targets, long length)
    {
        int open = Array.IndexOf(targets, -1);
        if (open < 0 || Array.LastIndexOf(targets, -1) != open)
            return;
        long rest = Product([.. targets.Where((_, i) => i != open)]);
        if (rest > 0 && length % rest == 0)
            targets[open] = length / rest;
    }

    private static ValueAxis? Divided(UnitWalk walk, OnnxNode node, UnitSpan flat, long[] targets, ValueAxis axis, int fromEnd)
    {
        if (flat.Length < 1 || !flat.IsWhole || Product(targets) != flat.Length)
        {
            walk.FailUnknown($"the shapes around {node.Described} are not known");
            return null;
        }
        var coarser = new List<(long Parts, long Block)>();
        for (int i = 0; i < targets.Length; i++)
        {
            long inner = Product(targets.AsSpan(i + 1)), outer = Product(targets.AsSpan(..i));
            if (flat.Block % inner == 0 && flat.Outer % outer == 0)
            {
                var own = new UnitSpan(targets[i], flat.Units, flat.Block / inner, flat.Outer / outer);
                if (own.IsWhole)
                    return axis with { FromEnd = fromEnd - i, Span = own };
            }
            bool fits = inner % flat.Block == 0 && outer % flat.Outer == 0 && targets[i] > 1;
            if (fits && flat.Units == targets[i] * (inner / flat.Block) * (outer / flat.Outer))
                coarser.Add((outer / flat.Outer, inner / flat.Block));
        }
        if (coarser.Count > 0)
            walk.Join([.. coarser]);
        else
            walk.Fail($"{node.Described} puts parts of different units together");
        return null;
    }

    // [examples, -1], or to [-1, numbers of an example], of channels whose places are not known.
    private static bool Flattened(UnitWalk walk, OnnxNode node, ValueAxis axis, bool forward)
    {
        bool isFlat = node.OpType == "Flatten" ? node.Integer("axis", 1) == 1
            : ShapeVector.Read(walk.Graph, node.Input(1), walk.Shapes) is [_, not 0];
        int rank = walk.Shapes.Of(node.Input(0))?.Length ?? axis.FromEnd + 1;
        if (!forward || !isFlat || rank - axis.FromEnd != 1 || !axis.Span.IsWhole)
            return false;
        var made = new ValueAxis(1, new UnitSpan(UnitSpan.Open, axis.Span.Units)) { IsFlat = true };
        walk.Assign(node.Outputs[0], made);
        if (node.OpType == "Reshape")
            SizeEdits.Shape(walk, node, 1, made);
        return true;
    }

    private static long Product(ReadOnlySpan<long> dims) => TensorShape.Elements(dims);
}
