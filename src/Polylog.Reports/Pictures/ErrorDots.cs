namespace Polylog.Reports;

/// <summary>Errors of the test functions by kind: the coreset's beside those of random subsets.</summary>
internal static class ErrorDots
{
    /// <summary>Smaller errors are rounding, and are drawn here.</summary>
    private const double Floor = 1e-16;

    public static Picture Draw(IReadOnlyList<TestedErrors> kinds)
    {
        double[] all = [.. kinds.SelectMany(kind => kind.Random.Append(kind.Median).Append(kind.Upper)).Select(Shown)];
        double low = all.Min() / 1.5, high = all.Max() * 1.5;
        var lanes = new Lanes(kinds.Count, 44, 2, (from, to) => Axis.Logarithmic(low, high, from, to),
            "relative error of a sum (log scale)");
        int subsets = kinds.Max(kind => kind.Random.Count);
        lanes.Legend(0, "fill-1", "this coreset: median, line up to 90% quantile");
        lanes.Legend(1, "ring-2", $"{subsets} random subsets of as many rows: medians");
        for (int i = 0; i < kinds.Count; i++)
        {
            TestedErrors kind = kinds[i];
            double y = lanes.Lane(i, $"{kind.Name} ({kind.Functions})", kind.ShortComparison);
            foreach (double error in kind.Random)
                lanes.Canvas.Circle(lanes.Axis.Place(Shown(error)), y, 4.2, "ring-2");
            double x = lanes.Axis.Place(Shown(kind.Median));
            lanes.Canvas.Line(x, y, lanes.Axis.Place(Shown(kind.Upper)), y, "line-1");
            lanes.Canvas.Circle(x, y, 5, "fill-1");
        }
        string said = string.Join("; ", kinds.Select(kind =>
            $"{kind.Name}: {Format.Small(kind.Median)}, random rows {Format.Small(kind.RandomMedian)}"));
        return new Picture("Errors of test functions, by kind", $"Median relative errors. {said}.", lanes.Canvas, Table(kinds))
        {
            Caption = "Farther left is better. Where the dot is among the rings, random rows do about as well. In brackets: the number of "
                + "functions.",
        };
    }

    private static FactTable Table(IReadOnlyList<TestedErrors> kinds) => new(
        "Relative errors of test functions",
        ["functions", "number", "coreset: median", "90% quantile", "worst", "random subsets: median of the medians", "best median",
            "worst median"],
        [.. kinds.Select(kind => (IReadOnlyList<string>)[
            kind.Name, Format.Whole(kind.Functions), Format.Small(kind.Median), Format.Small(kind.Upper), Format.Small(kind.Worst),
            Format.Small(kind.RandomMedian), Format.Small(kind.Random.Min()), Format.Small(kind.Random.Max()),
        ])]);

    private static double Shown(double error) => Math.Max(error, Floor);
}
