using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>What columns are there for besides coordinates, as lines below each other and for programs.</summary>
internal static class RoleLines
{
    public static void Write(Summary summary, MarkedRows rows, Grouping? kept)
    {
        Roles roles = rows.Roles;
        if (roles.Targets.Count > 0)
            summary.Line(roles.Targets.Count == 1 ? "target" : "targets", $"{Figures.Names(roles.Targets)}: {Loss(rows)}");
        if (roles.Match.Count > 0)
            summary.Line("totals", $"{Figures.Names(roles.Match)}: kept exactly");
        if (rows.Cells is not { } cells)
            return;
        (int smallest, int largest, int whole) = Sizes(rows, kept);
        string by = Figures.Names([.. roles.Splitting, .. rows.Classes is null ? Array.Empty<string>() : ["class"]]);
        string range = smallest == largest ? Figures.Count(smallest, "row") + " each" : $"{Figures.Whole(smallest)} to {Figures.Whole(largest)} rows";
        summary.Line(rows.Groups is null ? "classes" : "groups", $"{Figures.Whole(cells.Count)} by {(rows.Groups is null ? roles.Targets[0] : by)}, {range}"
            + (whole == 0 ? "" : whole == cells.Count ? ", all kept whole" : $", {Figures.Whole(whole)} kept whole"));
    }

    /// <summary>The same facts for programs.</summary>
    public static void Add(JsonObject json, MarkedRows rows, Grouping? kept)
    {
        Roles roles = rows.Roles;
        json["targets"] = JsonOutput.Names(roles.Targets);
        json["loss"] = roles.Loss is { } loss ? LossWords.Of(loss) : null;
        json["match"] = JsonOutput.Names(roles.Match);
        json["groupBy"] = JsonOutput.Names(roles.GroupBy);
        json["categories"] = JsonOutput.Names(roles.Categories);
        json["groups"] = rows.Cells is not { } cells ? null : Json(Sizes(rows, kept), cells.Count);
    }

    private static JsonObject Json((int Smallest, int Largest, int Whole) sizes, int count) => new()
    {
        ["count"] = count,
        ["smallest"] = sizes.Smallest,
        ["largest"] = sizes.Largest,
        ["keptWhole"] = sizes.Whole,
    };

    private static string Loss(MarkedRows rows) => rows.Roles.Loss switch
    {
        LossWord.Any => "one more column (--loss any)",
        LossWord.Classes => $"{Figures.Count(rows.Classes!.Count, "class", "classes")}, the weight of each kept",
        { } loss => $"{LossWords.Of(loss)} loss of models of the columns",
        null => "",
    };

    private static (int Smallest, int Largest, int Whole) Sizes(MarkedRows rows, Grouping? kept)
    {
        int[] all = rows.Cells!.Weighing(rows.Measure.Weights.Span), few = kept?.Weighing([]) ?? [];
        return (all.Min(), all.Max(), Enumerable.Range(0, all.Length).Count(cell => cell < few.Length && few[cell] == all[cell]));
    }
}
