using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The roles of columns that are not coordinates, as facts.</summary>
internal static class RoleLines
{
    public static void Write(Report report, MarkedRows rows, Grouping? kept)
    {
        Roles roles = rows.Roles;
        if (roles.Targets.Count > 0)
            report.Line(roles.Targets.Count == 1 ? "target" : "targets", $"{Format.Names(roles.Targets)}: {Loss(rows)}");
        if (roles.Match.Count > 0)
            report.Line("totals", $"{Format.Names(roles.Match)}: preserved");
        if (rows.Cells is { } cells)
            report.Line(rows.Groups is null ? "classes" : "groups", Groups(rows, cells, kept));
        report.Value("targets", roles.Targets);
        report.Value("loss", roles.Loss is { } loss ? LossWords.Word(loss) : null);
        report.Value("match", roles.Match);
        report.Value("groupBy", roles.GroupBy);
        report.Value("categories", roles.Categories);
    }

    /// <summary>The numbers of groups for programs; null without groups.</summary>
    public static JsonObject? GroupNumbers(MarkedRows rows, Grouping? kept)
    {
        if (rows.Cells is not { } cells)
            return null;
        var sizes = GroupSizes.Count(cells, rows.Measure.Weights.Span, kept);
        return new JsonObject
        {
            ["count"] = cells.Count,
            ["smallest"] = sizes.Smallest,
            ["largest"] = sizes.Largest,
            ["keptWhole"] = sizes.KeptWhole,
        };
    }

    private static string Groups(MarkedRows rows, Grouping cells, Grouping? kept)
    {
        var sizes = GroupSizes.Count(cells, rows.Measure.Weights.Span, kept);
        string by = rows.Groups is null
            ? rows.Roles.Targets[0]
            : Format.Names([.. rows.Groups.Columns, .. rows.Classes is null ? Array.Empty<string>() : ["class"]]);
        string range = sizes.Smallest == sizes.Largest
            ? $"{Format.Count(sizes.Smallest, "row")} each"
            : $"{Format.Whole(sizes.Smallest)} to {Format.Whole(sizes.Largest)} rows";
        string whole = sizes.KeptWhole == 0 ? ""
            : sizes.KeptWhole == cells.Count ? ", all kept whole" : $", {Format.Whole(sizes.KeptWhole)} kept whole";
        return $"{Format.Whole(cells.Count)} by {by}, {range}{whole}";
    }

    private static string Loss(MarkedRows rows) => rows.Roles.Loss switch
    {
        LossWord.Any => "used as one more column (--loss any)",
        LossWord.Classes => $"{Format.Count(rows.Classes!.Count, "class", "classes")}, the weight of each is preserved",
        { } loss => $"{LossWords.Word(loss)} loss of models on the columns",
        null => "",
    };
}
