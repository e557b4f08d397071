namespace Polylog.Networks;

/// <summary>Responses that are rounded to 8 bits between nodes: each on its own, with one scale for all or one for each unit.</summary>
internal static class QuantisationRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        if (node.OpType is not ("QuantizeLinear" or "DequantizeLinear") || !(node.IsStandard || node.Domain == "com.microsoft"))
            return false;
        if (walk.Graph.Constant(node.Input(1)) is not { } scale)
            walk.Fail($"{node.Described} has a scale that is worked out, quantise the model statically");
        else if (TensorShape.Elements(scale.Dims) != 1 && scale.Dims.Length != 1)
            walk.Fail($"{node.Described} has scales of shape {TensorShape.Text(scale.Dims)}, so they come in blocks, which are not read");
        else if (PassRules.Pass(walk, node) is { } units)
            Scales(walk, node, units, TensorShape.Elements(scale.Dims) == 1);
        return true;
    }

    private static void Scales(UnitWalk walk, OnnxNode node, ValueAxis units, bool isForAll)
    {
        walk.Meet(UnitTraits.Quantised);
        if (isForAll)
            return;
        if ((walk.Shapes.Of(node.Input(0)) ?? walk.Shapes.Of(node.Outputs[0])) is not { } dims)
        {
            walk.FailUnknown($"the shape of what {node.Described} takes is not known");
            return;
        }
        if (dims.Length - ShapeOperators.Axis(node, "axis", 1, dims.Length) != units.FromEnd)
            return;
        walk.Own(node, 1, 0, units.Span, UnitRole.Constant);
        walk.OwnWhole(node, 2, 0, units.Span);
    }
}
