using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of a compression part by part.</summary>
internal static class StreamedSummary
{
    public static void Write(StreamedOutcome outcome, IAnsiConsole console)
    {
        StreamedCoreset kept = outcome.Kept;
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        summary.Line("rows", $"{Format.Long(kept.SourceCount)} -> {Format.Whole(kept.Count)} "
            + $"({Format.Percent((double)kept.Count / kept.SourceCount)}{dropped})");
        summary.Line("parts", $"of {Format.Whole(outcome.PartRows)} rows, because all of them do not fit into the memory allowed "
            + "(--memory)");
        summary.Line("columns", $"{outcome.Input.Roles.Columns.Count}: {Format.Names(outcome.Input.Roles.Columns)}");
        Roles roles = outcome.Input.Roles;
        if (outcome.Groups > 0)
        {
            summary.Line("groups", $"{Format.Whole(outcome.Groups)} by "
                + Format.Names([.. roles.Splitting, .. roles.IsSigned ? ["sign"] : Array.Empty<string>()]));
        }
        if (outcome.Classes > 0)
            summary.Line("classes", $"{Format.Whole(outcome.Classes)} of {roles.Targets[0]}");
        WriteErrors(outcome, summary);
        summary.Line("total weight", $"{Format.Exact(kept.SourceWeight)} -> {Format.Exact(kept.Points.TotalWeight)}");
        summary.Line("time", $"{Format.Seconds(outcome.Time)} (read and compress {Format.Seconds(outcome.Compressing)}, "
            + $"merge {Format.Seconds(outcome.Merging)}, write {Format.Seconds(outcome.Writing)})");
        string output = outcome.Request.Output;
        summary.Line("written", $"{RowsOnOutput.Name(output)}, with the weights in column '{outcome.Request.WeightName}'");
        // Other files do not say how they were made, and what came through standard input cannot be read again.
        if (!output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || outcome.Request.Input.Paths.Contains("-"))
            return;
        summary.Gap();
        summary.Next("check it", $"inspect {ShellWord.Quote(output)} {outcome.Request.Input.Against}");
    }

    /// <summary>Shows how well all rows are represented.</summary>
    public static void WriteErrors(StreamedOutcome outcome, Summary summary)
    {
        if (outcome.IsExact)
        {
            summary.Line("moments", "all; every row that differs from the others is kept, with the sum of the weights of equal ones");
        }
        else
        {
            summary.Line("moments", $"{outcome.Moments} up to order {outcome.Order}, over all rows");
            summary.Line("moment residual", $"{Format.Small(outcome.Kept.WorstMatchedPower)} (largest relative error of powers along "
                + "random directions, over all rows)");
            EvidenceLines.Write(summary, outcome.Evidence, outcome.Request.Use, outcome.Input.Roles.Loss);
            if (outcome.Advice is { } advice)
                summary.Line("beware", advice);
        }
    }
}
