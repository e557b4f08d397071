using System.Globalization;
using System.Text;

namespace Polylog;

/// <summary>What a sweep over the leaves will do. Plain data: it can be printed and tested without compressing.</summary>
/// <param name="Leaves">The leaves, at least one; together they cover the partition's points.</param>
/// <param name="LowestOrder">Where a leaf needs more points than it may keep, its order is lowered, but not below this.</param>
internal sealed record SweepPlan(IReadOnlyList<LeafPlan> Leaves, int LowestOrder)
{
    /// <summary>The highest order that is matched or watched in a leaf.</summary>
    public int HighestOrder => Leaves.Max(leaf => leaf.Functions.HighestOrder);

    /// <summary>Points to keep in all.</summary>
    public int Keep => Leaves.Sum(leaf => leaf.KeepAfterRounds);

    /// <summary>A line for the whole, then one for each set of leaves that are treated alike.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Leaves.Count} {(Leaves.Count == 1 ? "leaf" : "leaves")}, {Leaves.Sum(leaf => leaf.Leaf.Count)} points, keeps {Keep}");
        foreach (IGrouping<string, LeafPlan> alike in Leaves.GroupBy(leaf => leaf.ToString()))
            text.Append(CultureInfo.InvariantCulture, $"\n  {alike.Count()} x {alike.Key}");
        return text.ToString();
    }
}
