namespace Polylog;

/// <summary>A leaf to reduce, with its own rows and weights. It refers to nothing else, so it can be sent to another process.</summary>
/// <param name="Rows">The leaf's rows, points x width, row-major: coordinates, factors, totals.</param>
/// <param name="Weights">The points' weights; empty for 1 each.</param>
/// <param name="Ids">A number for each point, which the result names it by. Equal points are taken in the order of their numbers.</param>
/// <param name="Functions">The functions to match, and to watch.</param>
/// <param name="Keep">Points to keep. More are kept only where fewer cannot match the functions.</param>
internal readonly record struct LeafTask(
    ReadOnlyMemory<double> Rows, ReadOnlyMemory<double> Weights, ReadOnlyMemory<int> Ids, FunctionPlan Functions, int Keep)
{
    /// <summary>Number of points.</summary>
    public int Count => Ids.Length;

    /// <summary>The task of a planned leaf.</summary>
    /// <param name="parts">The partition the leaf is of.</param>
    /// <param name="plan">What to do with it.</param>
    public static LeafTask ForLeaf(Bisection parts, LeafPlan plan)
    {
        (int start, int count) = plan.Leaf;
        int width = parts.Dimension;
        return new LeafTask(
            parts.Rows.AsMemory(start * width, count * width),
            parts.Weights.Length == 0 ? default : parts.Weights.AsMemory(start, count),
            parts.Index.AsMemory(start, count),
            plan.Functions,
            plan.Keep);
    }

    /// <summary>The leaf's points as a measure.</summary>
    /// <param name="width">Columns of a row.</param>
    public Measure Measure(int width) => new(Rows, width, Weights);
}
