namespace Polylog;

/// <summary>What kernel functions are found from, beside the rows themselves. It is enough to find the same functions again.</summary>
/// <param name="Order">Order of the moments that are matched beside them.</param>
/// <param name="Plan">How many there are in a leaf, and of how many landmarks and rows.</param>
internal readonly record struct KernelRecipe(int Order, KernelPlan Plan)
{
    /// <summary>Leaves, each with functions of its own.</summary>
    public int Leaves { get; init; } = 1;

    /// <summary>Points all leaves are to keep together.</summary>
    public int Keep { get; init; }

    /// <summary>Units that rows are split into leaves by.</summary>
    public ColumnScale Scale { get; init; }
}
