namespace Polylog.Cli;

/// <summary>The facts of an update.</summary>
internal static class UpdateReport
{
    public static Report Of(UpdateOutcome outcome)
    {
        var report = new Report(outcome.Request.State) { Kind = "State", Program = ProgramName.Current };
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        string left = outcome.Left > 0 ? $", {Format.Count(outcome.Left, "row")} left the window" : "";
        report.Fact("added", outcome.AddedFiles == 0
            ? "nothing"
            : $"{Format.Count(outcome.Added, "row")} of {Format.Count(outcome.AddedFiles, "file")}{dropped}{left}",
            "addedRows", outcome.Added);
        report.Value("addedFiles", outcome.AddedFiles);
        report.Value("dropped", outcome.Dropped);
        report.Value("left", outcome.Left);
        report.Fact("state", $"{Format.Count(outcome.Held, "row")} for {Format.Long(outcome.Record.Rows)} of "
            + $"{Format.Count(outcome.Record.Files.Count, "file")}, of total weight {Format.Exact(outcome.Weight)}", "rows",
                outcome.Record.Rows);
        report.Value("held", outcome.Held);
        report.Value("files", outcome.Record.Files.Count);
        report.Value("totalWeight", outcome.Weight);
        report.Fact("columns", $"{outcome.Input.Roles.Columns.Count}: {Format.Names(outcome.Input.Roles.Columns)}",
            "columns", outcome.Input.Roles.Columns);
        if (outcome.Coreset is { } coreset)
        {
            report.Value("kept", coreset.Kept.Count);
            StreamedReport.FillErrors(report, coreset);
        }
        report.Fact("time", Format.Seconds(outcome.Time), "seconds", outcome.Time.TotalSeconds);
        string coresets = outcome.Request.Output is { } output ? $", {RowsOnOutput.Name(output)}" : "";
        report.Fact("written", $"{outcome.Request.State}{coresets}, with the weights in column '{outcome.Record.Settings.NameOfWeights}'",
            "state", outcome.Request.State);
        report.Value("output", outcome.Request.Output);
        report.Value("weightName", outcome.Record.Settings.NameOfWeights);
        return report;
    }
}
