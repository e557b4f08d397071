namespace Polylog.Networks;

/// <summary>
/// What each operator does to units. A rule is applied whenever one more value of the node is known; it says which dimension of the other
/// values has the units, and which tensors have numbers for each unit.
/// </summary>
internal static class UnitRules
{
    public static void Apply(UnitWalk walk, OnnxNode node)
    {
        if (node.Graphs.Any())
        {
            walk.Fail($"it is used inside of {node.Described}");
            return;
        }
        bool isKnown = node.IsStandard
            ? LinearRules.Apply(walk, node) || ShapeRules.Apply(walk, node) || JoinRules.Apply(walk, node) || PassRules.Apply(walk, node)
            : AttentionRules.Apply(walk, node);
        if (!isKnown && !QuantisationRules.Apply(walk, node) && !ElementwiseRules.Apply(walk, node))
            walk.Fail(Unknown(node));
    }

    private static string Unknown(OnnxNode node)
    {
        string described = node.Described;
        if (!node.IsStandard)
            return $"{described} is of the domain {ModelErrors.Quote(node.Domain)}, whose operators are not known";
        return node.OpType is "GRU" or "LSTM" or "RNN"
            ? $"{described} reads its states at every step; its units are not taken apart"
            : $"{described} is not known to treat each unit on its own";
    }
}
