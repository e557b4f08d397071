namespace Polylog.Cli;

/// <summary>What the page of a compression part by part shows.</summary>
internal static class StreamedPage
{
    public static void Fill(Report report, StreamedOutcome outcome, string command, CancellationToken cancellation)
    {
        StreamedCoreset kept = outcome.Kept;
        Roles roles = outcome.Input.Roles;
        // All rows are not at hand any more: random ones stand for them.
        bool hasSample = kept.RandomRows.Count > 0;
        Measure all = hasSample ? Joined(kept.RandomRows) : kept.Points;
        CoresetPage.Fill(report, new CoresetView(all, kept.Points, roles.Columns, outcome.Evidence)
        {
            Order = outcome.Order,
            Residual = kept.WorstMatchedPower,
            Rows = kept.SourceCount,
            IsSample = true,
            Source = hasSample ? $"{Format.Whole(all.Count)} random rows" : "the table",
            SourceRows = hasSample ? $"{Format.Whole(all.Count)} random rows" : "all rows",
            Detail = kept.Detail,
            IsWhole = outcome.IsExact,
            Loss = CompressPage.LossOf(roles),
            Targets = roles.Targets,
            Dropped = outcome.Dropped,
            Commands = [command],
            OtherColumns = outcome.Input.OtherColumns,
            Points =
            [
                .. PagePoints.Of(roles, kept.Detail is null ? outcome.Advice : null),
                .. hasSample && !outcome.IsExact
                    ? [new Point("Made part by part", $"pictures and shares of all rows are those of {Format.Whole(all.Count)} random "
                        + $"rows of them")]
                    : Array.Empty<Point>(),
            ],
        }, cancellation);
    }

    private static Measure Joined(IReadOnlyList<Measure> draws)
    {
        var all = Measure.Join(draws);
        return all.Subset([.. Enumerable.Range(0, all.Count)], all.Weights.ToArray().Select(weight => weight / draws.Count).ToArray());
    }
}
