namespace Polylog.Networks;

/// <summary>Sizes that a graph has as constants and that change with the units.</summary>
internal static class SizeEdits
{
    /// <summary>The number of a shape that counts the units of the node's first output.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input has the shape.</param>
    /// <param name="axis">The dimension with the units in the output.</param>
    public static void Shape(UnitWalk walk, OnnxNode node, int input, ValueAxis axis)
    {
        if (ShapeVector.Read(walk.Graph, node.Input(input), walk.Shapes) is not { } numbers || axis.FromEnd > numbers.Length)
            return;
        int at = numbers.Length - axis.FromEnd;
        // 0 copies the size and -1 works it out; a number that is worked out follows the units itself.
        if (numbers[at] is not > 0 || !ShapeVector.IsConstant(walk, node.Input(input), at))
            return;
        if (axis.Span.Length != UnitSpan.Open)
            walk.EditShape(node, node.Input(input), units => ShapeVector.Write(walk, node, input, at, axis.Span.With(units).Length));
        else if (numbers[at] % axis.Span.Units == 0)
            walk.EditShape(node, node.Input(input), units =>
                ShapeVector.Write(walk, node, input, at, numbers[at]!.Value / axis.Span.Units * units));
    }

    /// <summary>An attribute that counts units, such as the heads of an attention.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="units">Units of the group.</param>
    public static void Count(UnitWalk walk, OnnxNode node, string name, long units)
    {
        long count = node.Integer(name, 0);
        if (count <= 0)
            return;
        if (count % units == 0)
            walk.Edit(node, name, now => node.SetInteger(name, count / units * now));
        else
            walk.Fail($"{node.Described} has {name} " + ModelErrors.Text($"{count}, which does not fit {units} units"));
    }
}
