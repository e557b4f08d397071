namespace Polylog;

/// <summary>What kernel functions are found from, beside the rows themselves. It is enough to find the same functions again.</summary>
/// <param name="Order">Order of the moments that are matched beside them.</param>
/// <param name="Plan">How many there are, and of how many landmarks and rows.</param>
internal readonly record struct KernelRecipe(int Order, KernelPlan Plan);
