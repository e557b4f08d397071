namespace Polylog.Reports;

/// <summary>Rows of each group, before and after, the largest group first.</summary>
internal static class GroupDots
{
    private const int Most = 24;

    /// <param name="groups">Name, rows and kept rows of each group.</param>
    /// <param name="noun">What a group is called.</param>
    /// <param name="order">Order up to which moments match in each.</param>
    public static Picture Draw(IReadOnlyList<(string Name, long Rows, long Kept)> groups, string noun, int order)
    {
        (string Name, long Rows, long Kept)[] sorted = [.. groups.OrderByDescending(group => group.Rows).ThenBy(group => group.Name,
            StringComparer.Ordinal)];
        (string Name, long Rows, long Kept)[] shown = [.. sorted.Take(Most)];
        double low = Math.Max(1, shown.Where(group => group.Kept > 0).Select(group => group.Kept).DefaultIfEmpty(1).Min());
        double high = Math.Max(2, shown.Max(group => group.Rows));
        var lanes = new Lanes(shown.Length, 34, 2, (from, to) => Axis.Logarithmic(low, high, from, to), "rows (log scale)");
        lanes.Legend(0, "fill-1", "kept rows");
        lanes.Legend(1, "ring-3", "all rows");
        for (int i = 0; i < shown.Length; i++)
        {
            (string name, long rows, long kept) = shown[i];
            double y = lanes.Lane(i, name, $"{Format.Whole(rows)} → {Format.Whole(kept)}"), end = lanes.Axis.Place(rows);
            if (kept > 0)
            {
                lanes.Canvas.Line(lanes.Axis.Place(kept), y, end, y, "grid");
                lanes.Canvas.Circle(lanes.Axis.Place(kept), y, 4.6, "fill-1");
            }
            lanes.Canvas.Circle(end, y, 4.6, "ring-3");
        }
        string left = sorted.Length > Most ? $" The other {Format.Whole(sorted.Length - Most)} are smaller." : "";
        return new Picture($"Rows by {noun}",
            $"{Format.Whole(sorted.Length)}, from {Format.Whole(sorted[^1].Rows)} to {Format.Whole(sorted[0].Rows)} rows each.",
            lanes.Canvas,
            new FactTable($"Rows by {noun}", [noun, "rows", "kept"],
                [.. sorted.Take(200).Select(group => (IReadOnlyList<string>)[group.Name, Format.Whole(group.Rows),
                    Format.Whole(group.Kept)])]))
        {
            Caption = $"Each is compressed on its own, so that its {(order == 0 ? "weight is" : "moments are")} preserved too.{left}",
        };
    }
}
