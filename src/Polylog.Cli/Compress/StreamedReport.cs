namespace Polylog.Cli;

/// <summary>The facts of a compression part by part.</summary>
internal static class StreamedReport
{
    public static Report Of(StreamedOutcome outcome)
    {
        StreamedCoreset kept = outcome.Kept;
        var report = new Report(outcome.Request.Output) { Kind = CoresetReport.Kind, Program = ProgramName.Current };
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        report.Fact("rows", $"{Format.Long(kept.SourceCount)} -> {Format.Whole(kept.Count)} "
            + $"({Format.Percent((double)kept.Count / kept.SourceCount)}{dropped})", "rows", kept.SourceCount);
        report.Value("dropped", outcome.Dropped);
        report.Value("kept", kept.Count);
        report.Fact("parts", $"of {Format.Whole(outcome.PartRows)} rows, because all of them do not fit into the memory allowed "
            + "(--memory)", "partRows", outcome.PartRows);
        report.Fact("columns", $"{outcome.Input.Roles.Columns.Count}: {Format.Names(outcome.Input.Roles.Columns)}",
            "columns", outcome.Input.Roles.Columns);
        report.Value("notNumeric", outcome.Input.NotNumeric.Select(column => column.Name));
        Roles roles = outcome.Input.Roles;
        if (outcome.Groups > 0)
        {
            report.Line("groups", $"{Format.Whole(outcome.Groups)} by "
                + Format.Names([.. roles.Splitting, .. roles.IsSigned ? ["sign"] : Array.Empty<string>()]));
        }
        if (outcome.Classes > 0)
            report.Line("classes", $"{Format.Whole(outcome.Classes)} of {roles.Targets[0]}");
        FillErrors(report, outcome);
        report.Fact("total weight", $"{Format.Exact(kept.SourceWeight)} -> {Format.Exact(kept.Points.TotalWeight)}",
            "totalWeight", kept.Points.TotalWeight);
        report.Value("inputTotalWeight", kept.SourceWeight);
        report.Fact("time", $"{Format.Seconds(outcome.Time)} (read and compress {Format.Seconds(outcome.Compressing)}, "
            + $"merge {Format.Seconds(outcome.Merging)}, write {Format.Seconds(outcome.Writing)})", "seconds", outcome.Time.TotalSeconds);
        string output = outcome.Request.Output;
        report.Fact("written", $"{RowsOnOutput.Name(output)}, with the weights in column '{outcome.Request.WeightName}'", "output", output);
        report.Value("weightName", outcome.Request.WeightName);
        // Other files do not say how they were made, and what came through standard input cannot be read again.
        if (!output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || outcome.Request.Input.Paths.Contains("-"))
            return report;
        report.Gap();
        report.Next("check it", $"inspect {ShellWord.Quote(output)} {outcome.Request.Input.Against}");
        return report;
    }

    /// <summary>Adds how well all rows are represented.</summary>
    public static void FillErrors(Report report, StreamedOutcome outcome)
    {
        report.Value("order", outcome.Order);
        report.Value("momentResidual", outcome.Kept.WorstMatchedPower);
        report.Value("certificate", outcome.Metadata.Certificate!.ToJson());
        report.Value("advice", outcome.Advice);
        if (outcome.IsExact)
        {
            report.Line("moments", "all; every row that differs from the others is kept, with the sum of the weights of equal ones");
        }
        else
        {
            report.Line("moments", $"{outcome.Moments} up to order {outcome.Order}, over all rows");
            report.Line("moment residual", $"{Format.Small(outcome.Kept.WorstMatchedPower)} (largest relative error of powers along "
                + "random directions, over all rows)");
            EvidenceLines.Write(report, outcome.Evidence, outcome.Request.Use, outcome.Input.Roles.Loss);
            if (outcome.Advice is { } advice)
                report.Line("beware", advice);
        }
    }
}
