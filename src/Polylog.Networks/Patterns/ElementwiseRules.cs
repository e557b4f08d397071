namespace Polylog.Networks;

/// <summary>Operators that work element by element: all their values have the units in the same dimension, counted from the end.</summary>
internal static class ElementwiseRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        bool isSelection = node is { OpType: "Where" or "Sign" or "Floor" or "Ceil" or "Round" or "Log", IsStandard: true };
        bool hasBias = node is { OpType: "BiasGelu", Domain: "com.microsoft" };
        if (ElementwiseOperators.Function(node) is null && !isSelection && !hasBias)
            return false;
        if (!walk.Has(node.Outputs[0], out ValueAxis axis))
        {
            if (node.Inputs.FirstOrDefault(walk.Has) is not { } given || !walk.Has(given, out axis))
            {
                walk.Fail($"{node.Described} has a second output");
                return true;
            }
            walk.Assign(node.Outputs[0], axis);
        }
        int joined = 0;
        for (int input = 0; input < node.Inputs.Count; input++)
        {
            if (node.Input(input).Length > 0 && Take(walk, node, input, axis))
                joined++;
        }
        if (joined > 1)
            walk.Meet(node.OpType is "Mul" or "Div" ? UnitTraits.Gated : UnitTraits.Added);
        return true;
    }

    private static UnitRole Role(UnitWalk walk, OnnxNode node, int constant) =>
        node is { OpType: "Mul", Inputs.Count: 2 } ? walk.FactorBehind(node.Input(1 - constant)) : UnitRole.Constant;

    // Whether the input has units.
    private static bool Take(UnitWalk walk, OnnxNode node, int input, ValueAxis axis)
    {
        string value = node.Input(input);
        if (walk.Has(value))
        {
            walk.Assign(value, axis);
            return true;
        }
        long length = axis.Span.Length;
        if (OnnxSlot.ForInput(walk.Graph, node, input) is { } slot)
        {
            long here = axis.FromEnd <= slot.Dims.Length ? slot.Dims[^axis.FromEnd] : 1;
            if (here == 1)
                return false;
            if (here != length)
                walk.Fail($"{node.Described} has a constant that is not one number for each unit");
            else
                walk.Own(node, input, slot.Dims.Length - axis.FromEnd, axis.Span, Role(walk, node, input));
            return false;
        }
        if (walk.Graph.Constant(value) is not null)
            return false;
        long[]? dims = walk.Shapes.Of(value);
        if (dims is not null && dims.Length < axis.FromEnd)
            return false;
        long own = dims?[^axis.FromEnd] ?? -1;
        if (own == 1 && length != 1)
            return false;
        if (own < 0 || length < 0)
            walk.FailUnknown($"{node.Described} joins it with the value {ModelErrors.Quote(value)}, whose shape is not known");
        else if (own != length)
            walk.Fail($"{node.Described} joins it with the value {ModelErrors.Quote(value)} of another shape");
        else
            walk.Assign(value, axis);
        return own == length;
    }
}
