using System.Text.Json.Nodes;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what a compression came to.</summary>
internal static class CompressReport
{
    public static void Write(CompressOutcome outcome, IAnsiConsole console)
    {
        Coreset coreset = outcome.Coreset;
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $", {Figures.Count(outcome.Dropped, "incomplete row")} left out" : "";
        summary.Line("rows", $"{Figures.Whole(outcome.Rows)} -> {Figures.Whole(coreset.Count)} "
            + $"({Figures.Percent((double)coreset.Count / outcome.Rows)}{dropped})");
        summary.Line("columns", $"{outcome.Roles.Columns.Count}: {Figures.Names(outcome.Roles.Columns)}");
        if (outcome.Marked.Constant.Count > 0)
            summary.Line("constant", $"{Figures.Names(outcome.Marked.Constant)}; what never changes takes no moments");
        RoleLines.Write(summary, outcome.Marked, outcome.KeptCells);
        if (outcome.NotNumeric.Count > 0)
        {
            summary.Line("not numeric", $"{Figures.Names([.. outcome.NotNumeric.Select(column => $"{column.Name} ({column.TypeName})")])}; "
                + "kept as they are, not compressed");
        }
        summary.Line("moments", Moments(outcome));
        summary.Line("moment residual", $"{Figures.Small(coreset.MomentResidual)} of a leaf's weight, the worst of all");
        if (!outcome.IsWhole)
            EvidenceLines.Write(summary, coreset.Certificate.Evidence, coreset.Certificate.Use, outcome.Roles.Loss);
        summary.Line("total weight", $"{Figures.Exact(coreset.Source.TotalWeight)} -> {Figures.Exact(coreset.TotalWeight)}");
        summary.Line("time", $"{Figures.Seconds(outcome.Time)} (read {Figures.Seconds(outcome.Reading)}, "
            + $"compress {Figures.Seconds(outcome.Compressing)}, certify {Figures.Seconds(outcome.Certifying)}, "
            + $"write {Figures.Seconds(outcome.Writing)})");
        summary.Line("written", $"{outcome.Request.Output}, weights in column '{outcome.Request.WeightName}'");
        summary.Gap();
        summary.Next("check it", NextStep(outcome));
    }

    public static void WriteJson(CompressOutcome outcome, TextWriter output)
    {
        JsonObject json = Json(outcome);
        RoleLines.Add(json, outcome.Marked, outcome.KeptCells);
        JsonOutput.Write(output, json);
    }

    private static JsonObject Json(CompressOutcome outcome) => new()
    {
        ["rows"] = outcome.Rows,
        ["dropped"] = outcome.Dropped,
        ["kept"] = outcome.Coreset.Count,
        ["columns"] = JsonOutput.Names(outcome.Roles.Columns),
        ["constantColumns"] = JsonOutput.Names(outcome.Marked.Constant),
        ["notNumeric"] = JsonOutput.Names([.. outcome.NotNumeric.Select(column => column.Name)]),
        ["order"] = outcome.Coreset.Order,
        ["moments"] = outcome.Moments,
        ["functions"] = outcome.Need.Functions(outcome.Coreset.Order),
        ["leaves"] = outcome.Coreset.Leaves,
        ["momentResidual"] = JsonOutput.Number(outcome.Coreset.MomentResidual),
        ["tolerance"] = outcome.Request.Tolerance,
        ["certificate"] = CertificateRecord.Of(outcome.Coreset.Certificate, outcome.Roles.Loss).ToJson(),
        ["inputTotalWeight"] = outcome.Coreset.Source.TotalWeight,
        ["totalWeight"] = outcome.Coreset.TotalWeight,
        ["seconds"] = outcome.Time.TotalSeconds,
        ["weightName"] = outcome.Request.WeightName,
        ["output"] = outcome.Request.Output,
    };

    private static string Moments(CompressOutcome outcome)
    {
        Coreset coreset = outcome.Coreset;
        if (outcome.IsWhole)
            return coreset.Source.WeightedCount == coreset.Source.Count ? "all: every row is kept with the weight it has" : "all: every row of a weight above 0 is kept with it";
        if (coreset.IsExact)
            return "all: rows that are equal are kept once, with their weights added up";
        int highest = coreset.Certificate.Shares[^1].Order;
        // Rounds go over the borders of leaves: what is kept then is true of all rows together.
        string leaves = coreset.Leaves > 1 ? $"in each of {Figures.Whole(coreset.Leaves)} leaves" : coreset.Count > outcome.Need.Functions(coreset.Order) ? "over all rows" : "in one leaf";
        string more = highest > coreset.Order ? $"; up to order {highest} in some" : "";
        return $"{outcome.Need.Multiple(coreset.Order)} up to order {coreset.Order}{outcome.Need.Totals}, {leaves}{more}";
    }

    // Only Parquet remembers how the coreset was made; for other formats the line says it again.
    private static string NextStep(CompressOutcome outcome)
    {
        CompressRequest request = outcome.Request;
        string line = $"polylog inspect {ShellWord.Of(request.Output)} {request.Input.Against}";
        if (string.Equals(Path.GetExtension(request.Output), ".parquet", StringComparison.OrdinalIgnoreCase))
            return line;
        foreach (string column in request.Columns.Named)
            line += $" --columns {ShellWord.Of(column)}";
        foreach (string column in request.Columns.Excluded)
            line += $" --exclude {ShellWord.Of(column)}";
        line += request.Learning.Options;
        var defaults = new CompressRequest(request.Input, request.Output);
        int order = request.Order ?? (outcome.IsWhole ? InspectSettings.DefaultOrder : outcome.Coreset.Order);
        if (order != InspectSettings.DefaultOrder)
            line += $" --order {order}";
        if (request.Use != defaults.Use)
            line += $" --for {UseWords.Of(request.Use)}";
        if (request.WeightName != defaults.WeightName)
            line += $" --weight-name {ShellWord.Of(request.WeightName)}";
        if (request.RowIdName is { } rowId)
            line += $" --row-id {ShellWord.Of(rowId)}";
        if (request.WeightColumn is { } weight)
            line += $" --weight {ShellWord.Of(weight)}";
        return request.DropMissing ? $"{line} --drop-missing" : line;
    }
}
