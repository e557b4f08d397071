using System.Text.Json.Nodes;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The facts of a compression.</summary>
internal static class CompressReport
{
    public static Report Of(CompressOutcome outcome)
    {
        var report = new Report(outcome.Request.Output) { Kind = CoresetReport.Kind, Program = ProgramName.Current };
        Fill(report, outcome);
        return report;
    }

    /// <summary>Adds the facts.</summary>
    public static void Fill(Report report, CompressOutcome outcome)
    {
        FillColumns(report, outcome);
        FillMoments(report, outcome);
        report.Fact("total weight", $"{Format.Exact(outcome.InputWeight)} -> {Format.Exact(outcome.KeptWeight)}"
            + (outcome.Marked.Signs is null ? "" : ", with signs"), "totalWeight", outcome.KeptWeight);
        report.Value("inputTotalWeight", outcome.InputWeight);
        report.Fact("time", $"{Format.Seconds(outcome.Time)} (read {Format.Seconds(outcome.Reading)}, "
            + $"compress {Format.Seconds(outcome.Compressing)}, certify {Format.Seconds(outcome.Certifying)}, "
            + (outcome.Smooth is null ? "" : $"smooth {Format.Seconds(outcome.Smoothing)}, ")
            + $"write {Format.Seconds(outcome.Writing)})", "seconds", outcome.Time.TotalSeconds);
        report.Fact("written", $"{RowsOnOutput.Name(outcome.Request.Output)}, with the weights in column '{outcome.Request.WeightName}'",
            "output", outcome.Request.Output);
        report.Value("weightName", outcome.Request.WeightName);
        // What comes or goes through a pipe cannot be read again.
        if (outcome.Request.Input.Paths.Contains("-") || outcome.Request.Output == RowsOnOutput.Path)
            return;
        report.Gap();
        report.Next("check it", NextStep(outcome));
    }

    private static void FillColumns(Report report, CompressOutcome outcome)
    {
        Coreset coreset = outcome.Coreset;
        string dropped = outcome.Dropped > 0 ? $", {Format.Count(outcome.Dropped, "incomplete row")} left out" : "";
        report.Fact("rows", $"{Format.Whole(outcome.Rows)} -> {Format.Whole(coreset.Count)} "
            + $"({Format.Percent((double)coreset.Count / outcome.Rows)}{dropped})", "rows", outcome.Rows);
        report.Value("dropped", outcome.Dropped);
        report.Value("kept", coreset.Count);
        report.Fact("columns", $"{outcome.Roles.Columns.Count}: {Format.Names(outcome.Roles.Columns)}", "columns", outcome.Roles.Columns);
        report.Value("constantColumns", outcome.Marked.Constant);
        report.Value("notNumeric", outcome.NotNumeric.Select(column => column.Name));
        if (outcome.Marked.Constant.Count > 0)
            report.Line("constant", $"{Format.Names(outcome.Marked.Constant)} (the same value in every row; needs no moments)");
        RoleLines.Write(report, outcome.Marked, outcome.KeptCells);
        report.Value("groups", RoleLines.GroupNumbers(outcome.Marked, outcome.KeptCells));
        if (outcome.NotNumeric.Count > 0)
        {
            report.Line("not numeric", $"{Format.Names([.. outcome.NotNumeric.Select(column => $"{column.Name} ({column.TypeName})")])}; "
                + $"copied to the output, no moments{(outcome.NotNumeric.Any(column => column.IsList || column.IsTime)
                    ? "; lists and times are used where --columns names them" : "")}");
        }
        if (outcome.Smooth is { } smooth)
            report.Line("smooth target", SmoothColumn.Sentence(outcome.Request, outcome.Roles, smooth));
        report.Value("smoothTarget", Smooth(outcome));
    }

    private static void FillMoments(Report report, CompressOutcome outcome)
    {
        Coreset coreset = outcome.Coreset;
        report.Fact("moments", Moments(outcome), "moments", outcome.Moments);
        report.Value("order", coreset.Order);
        report.Value("functions", outcome.Functions.InLeaf(coreset.Order));
        report.Value("leaves", coreset.Leaves);
        MethodLines.Write(report, outcome.Method);
        report.Value("method", outcome.Method.ToJson());
        report.Value("tolerance", outcome.Request.Tolerance);
        report.Fact("moment residual", $"{Format.Small(coreset.MomentResidual)} (largest error of a moment, relative to the weight "
            + "of its leaf)", "momentResidual", coreset.MomentResidual);
        if (!outcome.IsWhole && !coreset.IsExact)
        {
            EvidenceLines.Write(report, outcome.Certificate.Evidence, outcome.Certificate.Use, outcome.Roles.Loss);
            if (outcome.Advice is { } advice)
                report.Line("beware", advice);
        }
        else
        {
            EvidenceLines.Weights(report, outcome.Certificate.Evidence);
        }
        report.Value("certificate", CertificateRecord.FromCertificate(outcome.Certificate, outcome.Roles.Loss).ToJson());
        report.Value("advice", outcome.Advice);
    }

    private static JsonObject? Smooth(CompressOutcome outcome) => outcome.Smooth is not { } smooth ? null : new JsonObject
    {
        ["name"] = outcome.Request.SmoothName,
        ["share"] = smooth.Share[0],
        ["rows"] = smooth.Rows,
        ["varianceRemoved"] = smooth.VarianceRemoved[0],
        ["unexplained"] = smooth.Unexplained[0],
    };

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
