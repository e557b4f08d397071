using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>The roles of columns that are not coordinates, as fields of a JSON object.</summary>
internal static class RoleJson
{
    public static void Add(JsonObject json, MarkedRows rows, Grouping? kept)
    {
        Roles roles = rows.Roles;
        json["targets"] = JsonOutput.Names(roles.Targets);
        json["loss"] = roles.Loss is { } loss ? LossWords.Word(loss) : null;
        json["match"] = JsonOutput.Names(roles.Match);
        json["groupBy"] = JsonOutput.Names(roles.GroupBy);
        json["categories"] = JsonOutput.Names(roles.Categories);
        json["groups"] = rows.Cells is { } cells ? Groups(GroupSizes.Count(cells, rows.Measure.Weights.Span, kept), cells.Count) : null;
    }

    private static JsonObject Groups(GroupSizes sizes, int count) => new()
    {
        ["count"] = count,
        ["smallest"] = sizes.Smallest,
        ["largest"] = sizes.Largest,
        ["keptWhole"] = sizes.KeptWhole,
    };
}
