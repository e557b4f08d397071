namespace Polylog.Cli;

/// <summary>The roles of columns that are not coordinates, as lines below each other.</summary>
internal static class RoleLines
{
    public static void Write(Summary summary, MarkedRows rows, Grouping? kept)
    {
        Roles roles = rows.Roles;
        if (roles.Targets.Count > 0)
            summary.Line(roles.Targets.Count == 1 ? "target" : "targets", $"{Format.Names(roles.Targets)}: {Loss(rows)}");
        if (roles.Match.Count > 0)
            summary.Line("totals", $"{Format.Names(roles.Match)}: preserved");
        if (rows.Cells is { } cells)
            summary.Line(rows.Groups is null ? "classes" : "groups", Groups(rows, cells, kept));
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
