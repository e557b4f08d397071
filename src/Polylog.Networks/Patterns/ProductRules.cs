namespace Polylog.Networks;

/// <summary>Products of two computed matrices, as in attention: heads are batches of both.</summary>
internal static class ProductRules
{
    public static void Apply(UnitWalk walk, OnnxNode node)
    {
        (string left, string right, string made) = (node.Input(0), node.Input(1), node.Outputs[0]);
        if (walk.Has(made, out ValueAxis axis) || walk.Has(left, out axis) || walk.Has(right, out axis))
        {
            if (axis.FromEnd > 2)
                Batch(walk, node, axis);
        }
        if (walk.Has(left, out ValueAxis given) && given.FromEnd == 2)
            walk.Assign(made, given);
        else if (given.FromEnd == 1)
            Fail(walk, node);
        if (walk.Has(right, out ValueAxis other) && other.FromEnd == 1)
            walk.Assign(made, other);
        else if (other.FromEnd == 2)
            Fail(walk, node);
        if (walk.Has(made, out ValueAxis result) && result.FromEnd <= 2)
            walk.Assign(result.FromEnd == 2 ? left : right, result);
    }

    // Each head has a matrix of its own on both sides; a side without heads is the same for all.
    private static void Batch(UnitWalk walk, OnnxNode node, ValueAxis axis)
    {
        walk.Meet(UnitTraits.Heads);
        walk.Assign(node.Outputs[0], axis);
        foreach (string input in node.Inputs)
        {
            long[]? dims = walk.Shapes.Of(input);
            if (dims is not null && (dims.Length < axis.FromEnd || dims[^axis.FromEnd] == 1))
                continue;
            if (dims is null || dims[^axis.FromEnd] < 0)
                walk.FailUnknown($"the shape of the value {ModelErrors.Quote(input)} is not known");
            else
                walk.Assign(input, axis);
        }
    }

    private static void Fail(UnitWalk walk, OnnxNode node) => walk.Fail($"{node.Described} multiplies it by another value, unit by unit");
}
