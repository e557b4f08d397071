namespace Polylog.Reports;

/// <summary>What a coreset is good for and what not, in sentences.</summary>
internal static class PlainWords
{
    private const int MostNames = 8;

    public static Section Of(CoresetView view, IReadOnlyList<TestedErrors> tested, (string Name, double Distance)? worst)
    {
        var paragraphs = new List<string>
        {
            view.IsWhole
                ? $"All rows that differ are kept: {Format.Long(view.Kept.Count)} of {Format.Long(view.Rows)}. Every sum and every model "
                    + $"is the same "
                    + "as with the table, if the weights are used."
                : $"{Format.Whole(view.Kept.Count)} of {Format.Long(view.Rows)} rows are kept, unchanged. Each kept row has a weight that "
                    + $"says "
                    + "how many rows it stands for. Use the weights in every sum, average, plot and model.",
        };
        if (!view.IsWhole)
            paragraphs.Add(Preserved(view));
        if (!view.IsWhole && worst is { } most)
        {
            paragraphs.Add($"The column that changed most is “{most.Name}”: the share of rows below a number differs by at most "
                + $"{Format.Percent(most.Distance)} between the table and the coreset.");
        }
        Point[] kinds = view.IsWhole ? [] : [.. tested.Select(Kind)];
        return new Section("In plain words")
        {
            Paragraphs = paragraphs,
            Points = [.. kinds, .. view.Points, .. view.IsWhole ? [] : Limits(view)],
        };
    }

    private static string Preserved(CoresetView view)
    {
        string names = view.Columns.Count <= MostNames ? string.Join(", ", view.Columns) : $"{Format.Whole(view.Columns.Count)} columns";
        string what = view.Order switch
        {
            0 => "the total weight",
            1 => $"the total weight and the means of {names}",
            2 => $"means, variances and covariances of {names}",
            _ => $"means, variances, covariances and all other averages of products of up to {view.Order} factors of {names}",
        };
        return $"Preserved (moments up to order {view.Order}): {what}. The largest error of one of these is {Format.Small(view.Residual)}"
            + (view.Residual < 1e-12 ? ", which is rounding." : ".");
    }

    private static Point Kind(TestedErrors kind)
    {
        string errors = kind.IsExact ? "exact to rounding"
            : $"typical error {Format.Small(kind.Median)}; as many random rows have {Format.Small(kind.RandomMedian)}";
        string verdict = kind.IsExact ? "" : kind.IsWorse ? $". {kind.Comparison}: take random rows for these"
            : kind.IsAlike ? ". No better than random rows" : $". {kind.Comparison} than random rows";
        return new Point($"{(kind.IsWorse ? "Not good for " : kind.IsAlike ? "No gain for " : "Good for ")}{kind.Name}", errors + verdict,
            kind.IsWorse ? Mark.Bad : kind.IsAlike ? Mark.Fair : Mark.Good);
    }

    private static IEnumerable<Point> Limits(CoresetView view)
    {
        yield return new Point("Not good for single rows", "the largest and smallest values, rare values and duplicates are not those of "
            + "the table",
            Mark.Bad);
        if (view.OtherColumns.Count > 0)
        {
            string names = string.Join(", ", view.OtherColumns.Take(MostNames)) + (view.OtherColumns.Count > MostNames ? ", ..." : "");
            yield return new Point("Not good for other columns", $"{names}: they are copied for the kept rows, and nothing of them is "
                + $"preserved", Mark.Bad);
        }
        yield return new Point("Effective rows", $"for whatever is not preserved, the coreset is worth "
            + $"{Format.Count((long)Math.Round(view.Evidence.EffectiveCount), "row")} of equal weight");
    }
}
