namespace Polylog.Cli;

/// <summary>Points of a page that depend on the roles of columns.</summary>
internal static class PagePoints
{
    /// <summary>What is nearly preserved, beside the moments that match.</summary>
    /// <param name="method">What else was matched; null where it is not known.</param>
    public static IEnumerable<Point> Near(MethodRecord? method)
    {
        if (method is { IsNear: true })
        {
            yield return new Point("Nearly preserved", $"averages of products of up to {Format.Count(method.NearOrder, "value")}: off by "
                + $"at most {Format.Small(method.Nearness)} (relative to the total weight).", Mark.Good);
        }
        if (method is { Matched: > 0 })
        {
            string match = method.KernelsMatch ? "match" : "nearly match";
            yield return new Point("Further functions", $"{Format.Count(method.Matched, "smooth bump")} all over the data (kernel "
                + $"functions) {match}: residual {Format.Small(method.KernelResidual)}.", Mark.Good);
        }
    }

    /// <param name="roles">The roles.</param>
    /// <param name="advice">Advice for people; null for none, or where the page has the errors of each kind of functions.</param>
    public static IReadOnlyList<Point> Of(Roles roles, string? advice)
    {
        var points = new List<Point>();
        if (roles.Targets.Count > 0 && roles.Loss is { } loss and not LossWord.Any)
        {
            points.Add(new Point("Made to train models",
                $"that predict {Format.Names(roles.Targets)}, with {LossWords.Word(loss)} loss. What was compared are losses of such "
                    + $"models."));
        }
        if (roles.Match.Count > 0)
            points.Add(new Point("Totals", $"the weighted totals of {Format.Names(roles.Match)} are preserved.", Mark.Good));
        if (advice is not null)
            points.Add(new Point("Advice", advice));
        return points;
    }
}
