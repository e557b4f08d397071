namespace Polylog.Cli;

/// <summary>Points of a page that depend on the roles of columns.</summary>
internal static class PagePoints
{
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
