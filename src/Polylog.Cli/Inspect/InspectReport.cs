using System.Text.Json.Nodes;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what an inspection found.</summary>
internal static class InspectReport
{
    public static void Write(InspectOutcome outcome, IAnsiConsole console)
    {
        InspectSettings settings = outcome.Settings;
        Panel panel = outcome.Panel;
        var summary = new Summary(console);
        summary.Line("rows", $"{Figures.Whole(outcome.Coreset.Count)} for {Figures.Whole(outcome.Full.Count)}");
        summary.Line("columns", $"{settings.Columns.Count}, {settings.ColumnsFrom}: {Figures.Names(settings.Columns)}");
        summary.Line("moments", $"{Figures.Whole(outcome.Audit.Moments)} up to order {settings.Order}");
        summary.Line("worst moment", $"{outcome.WorstMoment}: {Figures.Small(outcome.Audit.WorstResidual)} off (relative)");
        summary.Line("total weight", $"{Figures.Exact(outcome.Full.TotalWeight)} in the input, "
            + $"{Figures.Exact(outcome.Coreset.TotalWeight)} in the coreset");
        summary.Line("test functions", $"errors of the sums of {panel.Functions} sigmoids, tanhs, ReLUs and sines:");
        WritePanel(summary, panel);
        summary.Gap();
        summary.Verdict("all moments match", outcome.MomentsMatch,
            $"to {Figures.Small(outcome.Audit.WorstResidual)}, limit {Figures.Limit(outcome.Request.Tolerance)}");
        summary.Verdict($"kept rows are rows of {outcome.Input}", outcome.RowsFound,
            $"{Figures.Whole(outcome.Membership.Found)} of {Figures.Whole(outcome.Membership.Rows)}");
        summary.Verdict("total weights agree", outcome.WeightsAgree, $"to {Figures.Small(outcome.WeightDifference)}");
    }

    public static void WriteJson(InspectOutcome outcome, TextWriter output) => JsonOutput.Write(output, new JsonObject
    {
        ["ok"] = outcome.Holds,
        ["rows"] = outcome.Full.Count,
        ["kept"] = outcome.Coreset.Count,
        ["found"] = outcome.Membership.Found,
        ["columns"] = JsonOutput.Names(outcome.Settings.Columns),
        ["order"] = outcome.Settings.Order,
        ["moments"] = outcome.Audit.Moments,
        ["momentResidual"] = JsonOutput.Number(outcome.Audit.WorstResidual),
        ["worstMoment"] = outcome.WorstMoment,
        ["tolerance"] = outcome.Request.Tolerance,
        ["inputTotalWeight"] = outcome.Full.TotalWeight,
        ["totalWeight"] = outcome.Coreset.TotalWeight,
        ["testFunctions"] = new JsonObject
        {
            ["count"] = outcome.Panel.Functions,
            ["coreset"] = Errors(outcome.Panel.Coreset),
            ["random"] = Errors(outcome.Panel.Random),
        },
    });

    /// <summary>One sentence for a coreset that does not stand for its table.</summary>
    public static string Failure(InspectOutcome outcome)
    {
        var reasons = new List<string>();
        if (!outcome.MomentsMatch)
        {
            reasons.Add($"the moment {outcome.WorstMoment} is {Figures.Small(outcome.Audit.WorstResidual)} off, "
                + $"more than {Figures.Limit(outcome.Request.Tolerance)}");
        }
        if (!outcome.RowsFound)
        {
            string there = outcome.Settings.RowIdName is { } id ? $"are not the rows of {outcome.Input} that '{id}' names" : $"are not in {outcome.Input}";
            reasons.Add($"{Figures.Whole(outcome.Membership.Rows - outcome.Membership.Found)} of its "
                + $"{Figures.Count(outcome.Membership.Rows, "row")} {there}");
        }
        if (!outcome.WeightsAgree)
        {
            reasons.Add($"the weights add up to {Figures.Exact(outcome.Coreset.TotalWeight)} "
                + $"instead of {Figures.Exact(outcome.Full.TotalWeight)}");
        }
        return $"{Path.GetFileName(outcome.Request.Coreset)} does not stand for {outcome.Input}: {string.Join("; ", reasons)}";
    }

    /// <summary>The panel as two lines below each other.</summary>
    public static void WritePanel(Summary summary, Panel panel)
    {
        summary.Line("  coreset", Line(panel.Coreset));
        summary.Line("  random rows", $"{Line(panel.Random)} (as many rows, median of {panel.Subsets} draws)");
    }

    private static string Line(PanelErrors errors) => $"median {Figures.Small(errors.Median),-7} worst {Figures.Small(errors.Worst),-7}";

    private static JsonObject Errors(PanelErrors errors) => new()
    {
        ["median"] = JsonOutput.Number(errors.Median),
        ["worst"] = JsonOutput.Number(errors.Worst),
    };
}
