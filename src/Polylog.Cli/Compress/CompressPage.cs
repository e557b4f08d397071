namespace Polylog.Cli;

/// <summary>What the page of a compression shows.</summary>
internal static class CompressPage
{
    /// <summary>Fills the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="outcome">The result.</param>
    /// <param name="command">The command that was run.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="change">Changes what is shown; null to change nothing.</param>
    public static void Fill(Report report, CompressOutcome outcome, string command, CancellationToken cancellation,
        Func<CoresetView, CoresetView>? change = null)
    {
        MarkedRows marked = outcome.Marked;
        var view = new CoresetView(marked.Measure, outcome.Coreset.Points, marked.Roles.Columns, outcome.Certificate.Evidence)
        {
            Order = outcome.Coreset.Order,
            Residual = outcome.Coreset.MomentResidual,
            Rows = outcome.Rows,
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
            OtherColumns = outcome.OtherColumns,
            Points = [.. PagePoints.Near(outcome.Method), .. PagePoints.Of(marked.Roles, outcome.Detail is null ? outcome.Advice : null)],
        };
        CoresetPage.Fill(report, change?.Invoke(view) ?? view, cancellation);
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
