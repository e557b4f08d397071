namespace Polylog;

/// <summary>Leaves whose moments match when taken together, and the points they keep.</summary>
/// <param name="Order">Order up to which the moments match.</param>
/// <param name="Leaves">Number of leaves.</param>
/// <param name="Kept">The points they keep.</param>
internal sealed record SweptLeaves(int Order, int Leaves, LeafResult Kept)
{
    /// <summary>A leaf after the first pass.</summary>
    /// <param name="plan">What was planned for it.</param>
    /// <param name="kept">The points it keeps.</param>
    public static SweptLeaves FromPlan(LeafPlan plan, LeafResult kept) => new(plan.Order, 1, kept);
}
