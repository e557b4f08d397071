using System.Globalization;

namespace Polylog;

/// <summary>
/// What to do with a leaf: its order, its functions, and the points it keeps. Plain data: nothing has been compressed yet.
/// </summary>
/// <param name="Leaf">The leaf: a run of the partition's points.</param>
/// <param name="Functions">The functions to match, and to watch.</param>
/// <param name="Keep">Points the first pass may leave, 1 .. the leaf's points.</param>
/// <param name="KeepAfterRounds">Points to keep in the end: fewer than <paramref name="Keep"/> where rounds follow.</param>
/// <param name="Rounds">The rounds.</param>
internal readonly record struct LeafPlan(Leaf Leaf, FunctionPlan Functions, int Keep, int KeepAfterRounds, RoundPlan Rounds)
{
    /// <summary>A leaf without rounds.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="functions">The functions to match, and to watch.</param>
    /// <param name="keep">Points to keep.</param>
    public LeafPlan(Leaf leaf, FunctionPlan functions, int keep)
        : this(leaf, functions, keep, keep, RoundPlan.None)
    {
    }

    /// <summary>Order up to which the leaf's moments are matched.</summary>
    public int Order => Functions.Order;

    /// <summary>Grows like the time the leaf takes: its sums, and the cube of the functions for each halving.</summary>
    public double Work
    {
        get
        {
            double functions = Functions.MatchedAndWatched, points = Leaf.Count;
            return functions * (points + functions * functions * Math.Log2(1 + points / functions));
        }
    }

    /// <summary>One line for people: what is done with the leaf.</summary>
    public override string ToString()
    {
        string watched = Functions.Watched > 0
            ? string.Create(CultureInfo.InvariantCulture, $", watches {Functions.Watched} of order {Functions.HighestOrder}") : "";
        string exchanged = Functions.Descents > 0
            ? string.Create(CultureInfo.InvariantCulture, $", exchanges points in {Functions.Descents} descents") : "";
        string rounds = Rounds.IsAny ? string.Create(CultureInfo.InvariantCulture, $", {KeepAfterRounds} after rounds") : "";
        if (Functions.Window?.Recipe.Plan is { Count: > 0 } kernel)
            watched += string.Create(
                CultureInfo.InvariantCulture, $" and {kernel.Matched} of a kernel, watches {kernel.Watched} of a kernel");
        return string.Create(CultureInfo.InvariantCulture,
            $"{Leaf.Count} points: matches {Functions.Matched} functions of order {Order}{watched}{exchanged}, keeps {Keep}{rounds}");
    }
}
