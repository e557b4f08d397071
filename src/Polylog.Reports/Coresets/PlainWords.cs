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
            view.IsWhole ? Whole(view, left)
                : $"{Format.Whole(view.Kept.Count)} of {Format.Long(view.Rows)} rows are kept, unchanged.{left} Each kept row has a "
                    + "weight that says how many rows it stands for. Use the weights in every sum, average, plot and model.",
        };
        if (!view.IsWhole)
            paragraphs.Add(Preserved(view));
        if (!view.IsWhole && worst is { } most)
        {
            paragraphs.Add($"The column whose distribution changed most is “{most.Name}”: the share of rows below a number "
                + $"differs by at most {Format.Percent(most.Distance).TrimEnd('%')} percentage points between {view.Source} and the "
                + "coreset.");
        }
        Point[] kinds = view.IsWhole ? [] : [.. tested.Select(kind => Kind(kind, view))];
        return new Section("In plain words")
        {
            Paragraphs = paragraphs,
            Points = [.. kinds, .. view.Points, .. view.IsWhole ? Others(view) : Limits(view)],
        };
    }

    /// <summary>What is left to say where a check found that the coreset does not belong to the rows.</summary>
    public static Section OfRefuted(CoresetView view) => new("In plain words")
    {
        Paragraphs =
        [
            $"The checks above say that these {Format.Whole(view.Kept.Count)} weighted rows do not stand for these "
                + $"{Format.Long(view.Rows)} rows: it is another table, or one of the two has changed since, or the options are not those "
                + "of the compression. So this page says nothing of what the coreset is good for. The picture shows both as they are.",
        ],
    };

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
        string of = view.Order == 0 ? "" : $" of {Columns(view)}";
        string groups = view.Groups is { } all ? $", in all rows and in each of the {Format.Whole(all.Count)} "
            + $"{view.GroupNoun}{(view.GroupNoun == "class" ? "es" : "s")}" : "";
        string targets = view.Loss is { } loss && view.Targets.Count > 0
            ? $" Made for the {loss} loss of models for {string.Join(", ", view.Targets)}: averages of products of the target with these "
                + "columns are preserved too." : "";
        string kept = $"Preserved {(view.Order == 0 ? "is" : "are")} {Moments(view.Order)}{of}{groups}";
        return $"{kept} (moments up to order {view.Order}). The largest error of one of these is "
            + $"{Format.Small(view.Residual)}{(view.Residual < 1e-12 ? ", which is rounding" : "")}.{targets}";
    }

    private static Point Kind(TestedErrors kind, CoresetView view)
    {
        if (kind.IsExact)
            return new Point($"Good for {kind.Name}", "exact to rounding.", Mark.Good);
        string errors = $"typical error {Format.Error(kind.Median)}. {Format.Whole(view.Kept.Count)} random rows{view.RandomFrom} have "
            + $"{Format.Error(kind.RandomMedian)}";
        string luck = kind.Median > kind.Random.Min() ? ", but some draws of them are as good" : "";
        return kind.IsWorse ? new Point($"Not good for {kind.Name}", $"{errors}: take random rows for these.", Mark.Bad)
            : kind.IsAlike ? new Point($"No gain for {kind.Name}", $"{errors}, about the same.", Mark.Fair)
            : kind.IsLittle ? new Point($"Little gain for {kind.Name}", $"{errors}: {kind.Comparison} than random rows{luck}.", Mark.Fair)
            : new Point($"Good for {kind.Name}", $"{errors}: {kind.Comparison} than random rows.", Mark.Good);
    }

    private static IEnumerable<Point> Limits(CoresetView view)
    {
        yield return new Point("Not good for single rows", "the largest and smallest values, rare values and duplicates are not those of "
            + "the table",
            Mark.Bad);
        foreach (Point other in Others(view))
            yield return other;
        yield return new Point("At worst", "for something that has nothing to do with what is preserved, the weights make it about as "
            + $"accurate as {Format.Count((long)Math.Round(view.Evidence.EffectiveCount), "random row")}.");
    }

    private static IEnumerable<Point> Others(CoresetView view)
    {
        if (view.OtherColumns.Count > 0)
        {
            string names = string.Join(", ", view.OtherColumns.Take(MostNames)) + (view.OtherColumns.Count > MostNames ? ", ..." : "");
            yield return new Point("Not good for other columns", $"{names}: they are copied for the kept rows, and nothing of them is "
                + $"preserved", Mark.Bad);
        }
    }

    private static string Whole(CoresetView view, string left)
    {
        bool hasOthers = view.OtherColumns.Count > 0;
        string of = hasOthers ? $" of {Columns(view)}" : "", differ = hasOthers ? $" in {Columns(view)}" : "";
        return $"All rows that differ{differ} are kept: {Format.Long(view.Kept.Count)} of {Format.Long(view.Rows)}.{left} Every sum and "
            + $"every model{of} is the same as with {view.Source}, if the weights are used.";
    }

    private static string Columns(CoresetView view) =>
        view.Columns.Count <= MostNames ? string.Join(", ", view.Columns) : $"{Format.Whole(view.Columns.Count)} columns";
}
