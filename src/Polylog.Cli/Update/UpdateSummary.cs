using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of an update.</summary>
internal static class UpdateSummary
{
    public static void Write(UpdateOutcome outcome, IAnsiConsole console)
    {
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        string left = outcome.Left > 0 ? $", {Format.Count(outcome.Left, "row")} left the window" : "";
        summary.Line("added", outcome.AddedFiles == 0
            ? "nothing"
            : $"{Format.Count(outcome.Added, "row")} of {Format.Count(outcome.AddedFiles, "file")}{dropped}{left}");
        summary.Line("state", $"{Format.Count(outcome.Held, "row")} for {Format.Long(outcome.Record.Rows)} of "
            + $"{Format.Count(outcome.Record.Files.Count, "file")}, of total weight {Format.Exact(outcome.Weight)}");
        summary.Line("columns", $"{outcome.Input.Roles.Columns.Count}: {Format.Names(outcome.Input.Roles.Columns)}");
        if (outcome.Coreset is { } coreset)
            StreamedSummary.WriteErrors(coreset, summary);
        summary.Line("time", Format.Seconds(outcome.Time));
        string coresets = outcome.Request.Output is { } output ? $", {RowsOnOutput.Name(output)}" : "";
        summary.Line("written", $"{outcome.Request.State}{coresets}, with the weights in column '{outcome.Record.Settings.NameOfWeights}'");
    }
}
