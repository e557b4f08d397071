namespace Polylog.Networks;

/// <summary>Operators that move dimensions, add and drop them, or reduce some.</summary>
internal static class ShapeRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        switch (node.OpType)
        {
            case "Transpose":
                Transpose(walk, node);
                return true;
            case "Reshape" or "Flatten":
                ReshapeRules.Apply(walk, node);
                return true;
            case "Squeeze" or "Unsqueeze":
                Between(walk, node, Map(walk, node));
                return true;
            case "Expand":
                Expand(walk, node);
                return true;
            default:
                if (!node.OpType.StartsWith("Reduce", StringComparison.Ordinal))
                    return false;
                Reduce(walk, node);
                return true;
        }
    }

    private static void Transpose(UnitWalk walk, OnnxNode node)
    {
        int rank = node.Attribute("perm")?.Integers.Count ?? walk.Shapes.Of(node.Input(0))?.Length ?? 0;
        Between(walk, node, rank == 0 ? null : [.. ShapeOperators.Order(node, rank).Select(axis => (int)axis)]);
    }

    // For each dimension of the output the one of the input that it was; -1 for a new one.
    private static int[]? Map(UnitWalk walk, OnnxNode node)
    {
        if (walk.Shapes.Of(node.Input(0)) is not { } from || walk.Shapes.Of(node.Outputs[0]) is not { } to)
            return null;
        bool drops = node.OpType == "Squeeze";
        if (ShapeOperators.Axes(walk.Graph, node, drops ? from.Length : to.Length) is not { } axes)
            return null;
        int next = 0;
        return drops
            ? [.. Enumerable.Range(0, from.Length).Where(axis => !axes.Contains(axis))]
            : [.. Enumerable.Range(0, to.Length).Select(axis => axes.Contains(axis) ? -1 : next++)];
    }

    private static void Between(UnitWalk walk, OnnxNode node, int[]? map)
    {
        if (map is null || walk.Shapes.Of(node.Input(0))?.Length is not { } rank)
        {
            // The order of a Transpose says how many dimensions there are.
            if (map is null || node.OpType != "Transpose")
            {
                walk.FailUnknown($"the shape of what {node.Described} takes is not known");
                return;
            }
            rank = map.Length;
        }
        if (walk.Has(node.Input(0), out ValueAxis given))
        {
            int to = Array.IndexOf(map, rank - given.FromEnd);
            if (to < 0)
                walk.Fail($"{node.Described} drops the dimension of its units");
            else
                walk.Assign(node.Outputs[0], given with { FromEnd = map.Length - to });
        }
        else if (walk.Has(node.Outputs[0], out ValueAxis made))
        {
            int at = map.Length - made.FromEnd, from = at >= 0 && at < map.Length ? map[at] : -1;
            if (from < 0)
                walk.Fail($"{node.Described} makes the dimension of its units");
            else
                walk.Assign(node.Input(0), made with { FromEnd = rank - from });
        }
    }

    // Repeats dimensions of size 1, of which the units are none.
    private static void Expand(UnitWalk walk, OnnxNode node)
    {
        if (walk.Has(node.Input(1)) || (!walk.Has(node.Input(0), out ValueAxis axis) && !walk.Has(node.Outputs[0], out axis)))
        {
            walk.Fail($"{node.Described} takes its output as a size");
            return;
        }
        if (walk.Shapes.Of(node.Input(0)) is not { } dims || dims.Length < axis.FromEnd || dims[^axis.FromEnd] != axis.Span.Length)
        {
            walk.Fail($"{node.Described} repeats its units");
            return;
        }
        walk.Assign(node.Input(0), axis);
        walk.Assign(node.Outputs[0], axis);
        SizeEdits.Shape(walk, node, 1, axis);
    }

    private static void Reduce(UnitWalk walk, OnnxNode node)
    {
        int? rank = walk.Shapes.Of(node.Input(0))?.Length;
        HashSet<long>? axes = rank is { } known ? ShapeOperators.Axes(walk.Graph, node, known) : null;
        if (axes is null)
        {
            walk.FailUnknown($"the dimensions that {node.Described} reduces are not known");
            return;
        }
        bool keeps = node.Integer("keepdims", 1) != 0;
        int[] map = [.. Enumerable.Range(0, rank!.Value).Where(axis => keeps || !axes.Contains(axis))];
        bool isReduced = walk.Has(node.Input(0), out ValueAxis given) && axes.Contains(rank.Value - given.FromEnd);
        if (isReduced)
            walk.Fail($"{node.Described} is not elementwise: it mixes units");
        else
            Between(walk, node, map);
    }
}
