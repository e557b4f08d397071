namespace Polylog;

/// <summary>A leaf and what is to be done with it.</summary>
/// <param name="Leaf">Its points and how many of them may stay.</param>
/// <param name="Order">Order up to which its moments are matched.</param>
/// <param name="Functions">How many functions that are, and how many more are watched.</param>
internal readonly record struct PlannedLeaf(Leaf Leaf, int Order, FunctionPlan Functions);
