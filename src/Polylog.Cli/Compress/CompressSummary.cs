using Polylog.Tables;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of a compression.</summary>
internal static class CompressSummary
{
    public static void Write(CompressOutcome outcome, IAnsiConsole console)
    {
        Coreset coreset = outcome.Coreset;
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        summary.Line("rows", $"{Format.Whole(outcome.Rows)} -> {Format.Whole(coreset.Count)} "
            + $"({Format.Percent((double)coreset.Count / outcome.Rows)}{dropped})");
        summary.Line("columns", $"{outcome.Roles.Columns.Count}: {Format.Names(outcome.Roles.Columns)}");
        if (outcome.Marked.Constant.Count > 0)
            summary.Line("constant", $"{Format.Names(outcome.Marked.Constant)} (the same value in every row; needs no moments)");
        RoleLines.Write(summary, outcome.Marked, outcome.KeptCells);
        if (outcome.NotNumeric.Count > 0)
        {
            summary.Line("not numeric", $"{Format.Names([.. outcome.NotNumeric.Select(column => $"{column.Name} ({column.TypeName})")])}; "
                + $"copied to the output, no moments{(outcome.NotNumeric.Any(column => column.IsList || column.IsTime)
                    ? "; lists and times are used where --columns names them" : "")}");
        }
        if (outcome.Smooth is { } smooth)
            summary.Line("smooth target", SmoothColumn.Sentence(outcome.Request, outcome.Roles, smooth));
        summary.Line("moments", Moments(outcome));
        MethodLines.Write(summary, outcome.Method);
        summary.Line("moment residual", $"{Format.Small(coreset.MomentResidual)} (largest error of a moment, relative to the weight "
            + "of its leaf)");
        if (!outcome.IsWhole && !coreset.IsExact)
        {
            EvidenceLines.Write(summary, outcome.Certificate.Evidence, outcome.Certificate.Use, outcome.Roles.Loss);
            if (outcome.Advice is { } advice)
                summary.Line("beware", advice);
        }
        else
        {
            EvidenceLines.Weights(summary, outcome.Certificate.Evidence);
        }
        summary.Line("total weight", $"{Format.Exact(outcome.InputWeight)} -> {Format.Exact(outcome.KeptWeight)}"
            + (outcome.Marked.Signs is null ? "" : ", with signs"));
        summary.Line("time", $"{Format.Seconds(outcome.Time)} (read {Format.Seconds(outcome.Reading)}, "
            + $"compress {Format.Seconds(outcome.Compressing)}, certify {Format.Seconds(outcome.Certifying)}, "
            + (outcome.Smooth is null ? "" : $"smooth {Format.Seconds(outcome.Smoothing)}, ")
            + $"write {Format.Seconds(outcome.Writing)})");
        summary.Line("written", $"{RowsOnOutput.Name(outcome.Request.Output)}, with the weights in column '{outcome.Request.WeightName}'");
        // What comes or goes through a pipe cannot be read again.
        if (outcome.Request.Input.Paths.Contains("-") || outcome.Request.Output == RowsOnOutput.Path)
            return;
        summary.Gap();
        summary.Next("check it", NextStep(outcome));
    }

    private static string Moments(CompressOutcome outcome)
    {
        Coreset coreset = outcome.Coreset;
        if (outcome.IsWhole)
        {
            return outcome.Measure.WeightedCount == outcome.Measure.Count
                ? "all; every row is kept with its weight"
                : "all; every row with a weight above 0 is kept with its weight";
        }
        if (coreset.IsExact)
            return "all; of rows that are equal in these columns the first is kept, with the sum of their weights";
        if (outcome.Method.IsNear)
            return NearMoments(outcome);
        int highest = outcome.Certificate.Shares[^1].Order;
        // Rounds move weight across leaves, so that moments are then matched over all rows instead of in each leaf.
        string leaves = coreset.Leaves > 1 ? $"in each of {Format.Whole(coreset.Leaves)} leaves"
            : coreset.Count > outcome.Functions.InLeaf(coreset.Order) ? "over all rows" : "in one leaf";
        string more = highest > coreset.Order ? $"; up to order {highest} in some leaves" : "";
        return $"{outcome.Functions.Multiple(coreset.Order)} up to order {coreset.Order}{outcome.Functions.Totals}, {leaves}{more}";
    }

    private static string NearMoments(CompressOutcome outcome)
    {
        int order = outcome.Coreset.Order, near = outcome.Method.NearOrder;
        string matched = order == 0 ? "which matches" : $"those up to order {order} match";
        return $"{outcome.Functions.Multiple(near)} up to order {near}{outcome.Functions.Totals}, nearly: off by at most "
            + $"{Format.Small(outcome.Method.Nearness)} of the total weight, {matched}; more with a larger --size "
            + (outcome.Request.HasEqualWeights ? "or with --max-weight in place of --equal-weights" : "or --max-weight");
    }

    // Only Parquet and Arrow files store how the coreset was made; for other formats the command repeats the options.
    private static string NextStep(CompressOutcome outcome)
    {
        CompressRequest request = outcome.Request;
        string line = $"inspect {ShellWord.Quote(request.Output)} {request.Input.Against}";
        if (TableMetadata.HasPlace(request.Output))
            return line;
        foreach (string column in request.Columns.Named)
            line += $" --columns {ShellWord.Quote(column)}";
        foreach (string column in request.Columns.Excluded)
            line += $" --exclude {ShellWord.Quote(column)}";
        line += request.Learning.Options;
        var defaults = new CompressRequest(request.Input, request.Output);
        int order = outcome.Method.IsNear ? outcome.Coreset.Order
            : request.Order ?? (outcome.IsWhole ? InspectSettings.DefaultOrder : outcome.Coreset.Order);
        if (order != InspectSettings.DefaultOrder)
            line += $" --order {order}";
        if (request.Use != defaults.Use)
            line += $" --for {UseWords.Word(request.Use)}";
        if (request.WeightName != defaults.WeightName)
            line += $" --weight-name {ShellWord.Quote(request.WeightName)}";
        if (request.RowIdName is { } rowId)
            line += $" --row-id {ShellWord.Quote(rowId)}";
        if (request.SmoothName is { } smooth)
            line += $" --smooth-target {ShellWord.Quote(smooth)}";
        if (request.WeightColumn is { } weight)
            line += $" --weight {ShellWord.Quote(weight)}";
        return request.DropMissing ? $"{line} --drop-missing" : line;
    }
}
