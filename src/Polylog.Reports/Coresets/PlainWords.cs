namespace Polylog.Reports;

/// <summary>What a coreset is good for and what not, in sentences.</summary>
internal static class PlainWords
{
    private const int MostNames = 8;

    public static Section Of(CoresetView view, IReadOnlyList<TestedErrors> tested, (string Name, double Distance)? worst)
    {
        string left = view.Dropped > 0 ? $" {Format.Count(view.Dropped, "row")} with missing values were left out first." : "";
        var paragraphs = new List<string>
        {
            view.IsWhole
                ? $"All rows that differ are kept: {Format.Long(view.Kept.Count)} of {Format.Long(view.Rows)}.{left} Every sum and every "
                    + "model is the same as with the table, if the weights are used."
                : $"{Format.Whole(view.Kept.Count)} of {Format.Long(view.Rows)} rows are kept, unchanged.{left} Each kept row has a "
                    + "weight that says how many rows it stands for. Use the weights in every sum, average, plot and model.",
        };
        if (!view.IsWhole)
            paragraphs.Add(Preserved(view));
        if (!view.IsWhole && worst is { } most)
        {
            paragraphs.Add($"The column whose distribution changed most is “{most.Name}”: the share of rows below a number "
                + $"differs by at most {Format.Percent(most.Distance).TrimEnd('%')} percentage points between the table and the coreset.");
        }
        Point[] kinds = view.IsWhole ? [] : [.. tested.Select(kind => Kind(kind, view.Kept.Count))];
        return new Section("In plain words")
        {
            Paragraphs = paragraphs,
            Points = [.. kinds, .. view.Points, .. view.IsWhole ? [] : Limits(view)],
        };
    }

    /// <summary>What moments up to an order are, in a few words.</summary>
    public static string Moments(int order) => order switch
    {
        0 => "the total weight",
        1 => "the means",
        2 => "means, variances and covariances",
        _ => $"means, variances, covariances and all other averages of products of up to {order} factors",
    };

    private static string Preserved(CoresetView view)
    {
        string names = view.Columns.Count <= MostNames ? string.Join(", ", view.Columns) : $"{Format.Whole(view.Columns.Count)} columns";
        string of = view.Order == 0 ? "" : $" of {names}";
        string groups = view.Groups is { } all ? $", in all rows and in each of the {Format.Whole(all.Count)} "
            + $"{view.GroupNoun}{(view.GroupNoun == "class" ? "es" : "s")}" : "";
        string targets = view.Loss is { } loss && view.Targets.Count > 0
            ? $" Made for the {loss} loss of models for {string.Join(", ", view.Targets)}: averages of products of the target with these "
                + "columns are preserved too." : "";
        return $"Preserved are {Moments(view.Order)}{of}{groups} (moments up to order {view.Order}). The largest error of one of these is "
            + $"{Format.Small(view.Residual)}{(view.Residual < 1e-12 ? ", which is rounding" : "")}.{targets}";
    }

    private static Point Kind(TestedErrors kind, int rows)
    {
        if (kind.IsExact)
            return new Point($"Good for {kind.Name}", "exact to rounding.", Mark.Good);
        string errors = $"typical error {Format.Error(kind.Median)}. {Format.Whole(rows)} random rows have "
            + $"{Format.Error(kind.RandomMedian)}";
        return kind.IsWorse ? new Point($"Not good for {kind.Name}", $"{errors}: take random rows for these.", Mark.Bad)
            : kind.IsAlike ? new Point($"No gain for {kind.Name}", $"{errors}, about the same.", Mark.Fair)
            : kind.IsLittle ? new Point($"Little gain for {kind.Name}", $"{errors}: {kind.Comparison} than random rows.", Mark.Fair)
            : new Point($"Good for {kind.Name}", $"{errors}: {kind.Comparison} than random rows.", Mark.Good);
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
        yield return new Point("At worst", "for something that has nothing to do with what is preserved, the weights make it as accurate "
            + $"as {Format.Count((long)Math.Round(view.Evidence.EffectiveCount), "random row")}.");
    }
}
