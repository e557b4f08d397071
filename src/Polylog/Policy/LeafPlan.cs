namespace Polylog;

/// <summary>A leaf and what is to be done with it.</summary>
/// <param name="Leaf">Its points and how many of them the first pass may leave.</param>
/// <param name="Order">Order up to which its moments are matched.</param>
/// <param name="Functions">How many functions that are, and how many more are watched.</param>
/// <param name="Final">Points that may stay in the end: fewer than the first pass leaves where rounds follow.</param>
/// <param name="Rounds">The rounds.</param>
internal readonly record struct LeafPlan(Leaf Leaf, int Order, FunctionPlan Functions, int Final, RoundPlan Rounds)
{
    /// <summary>A leaf without rounds.</summary>
    public LeafPlan(Leaf leaf, int order, FunctionPlan functions)
        : this(leaf, order, functions, leaf.Target, RoundPlan.None)
    {
    }
}
