namespace Polylog;

/// <summary>A partition, and the plan of what to do with its leaves.</summary>
/// <param name="Parts">The partition.</param>
/// <param name="Plan">The plan.</param>
internal sealed record Sweep(Bisection Parts, SweepPlan Plan);
