namespace Polylog.Cli;

/// <summary>What the page of a compression shows.</summary>
internal static class CompressPage
{
    /// <summary>Fills the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="outcome">The result.</param>
    /// <param name="command">The command that was run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="rows">Rows that it stands for; null for those that were compressed.</param>
    /// <param name="further">Further points for people; null for none.</param>
    public static void Fill(Report report, CompressOutcome outcome, string command, CancellationToken cancellation, long? rows = null,
        IReadOnlyList<Point>? further = null)
    {
        MarkedRows marked = outcome.Marked;
        CoresetPage.Fill(report, new CoresetView(marked.Measure, outcome.Coreset.Points, marked.Roles.Columns, outcome.Certificate.Evidence)
        {
            Order = outcome.Coreset.Order,
            Residual = outcome.Coreset.MomentResidual,
            Rows = rows ?? outcome.Rows,
            Detail = outcome.Detail,
            IsWhole = outcome.IsWhole || outcome.Coreset.IsExact,
            Loss = LossOf(marked.Roles),
            Targets = marked.Roles.Targets,
            Dropped = outcome.Dropped,
            MaxWeight = outcome.Request.MaxWeight,
            Groups = Groups(marked, outcome.KeptCells),
            GroupNoun = Noun(marked),
            Shares = outcome.Certificate.Shares,
            Trials = outcome.Coreset.Trials,
            Commands = [command],
            OtherColumns = [.. outcome.NotNumeric.Select(column => column.Name)],
            Points = [.. PagePoints.Of(marked.Roles, outcome.Advice), .. further ?? []],
        }, cancellation);
    }

    /// <summary>The loss whose models the rows are for; null for none.</summary>
    public static string? LossOf(Roles roles) => roles.Loss is { } loss and not LossWord.Any ? LossWords.Word(loss) : null;

    /// <summary>What a part of the rows is called.</summary>
    public static string Noun(MarkedRows rows) => rows.Groups is null ? "class" : "group";

    /// <summary>The rows of each part, and those that are kept; null where all rows were compressed together.</summary>
    public static IReadOnlyList<(string Name, long Rows, long Kept)>? Groups(MarkedRows rows, Grouping? kept)
    {
        if (rows.Cells is not { } cells)
            return null;
        int[] all = cells.Weighing(rows.Measure.Weights.Span), few = kept?.Weighing([]) ?? [];
        return [.. Enumerable.Range(0, cells.Count).Select(group => (cells.Name(group), (long)all[group], group < few.Length
            ? (long)few[group] : 0))];
    }
}
