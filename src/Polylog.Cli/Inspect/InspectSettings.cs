using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>How a coreset was made, from what was said, what its file remembers, and the defaults, in that order.</summary>
internal sealed record InspectSettings(
    Roles Roles,
    string ColumnsFrom,
    int Order,
    string WeightName,
    string? RowIdName,
    string? WeightColumn,
    MissingRows Missing,
    Use Use)
{
    /// <summary>The order of the moments to compare where neither the coreset's file nor the user says one.</summary>
    public const int DefaultOrder = 3;

    public static InspectSettings Resolve(InspectRequest request, CoresetMetadata? metadata, Table against)
    {
        string? weight = request.WeightColumn ?? metadata?.WeightColumn;
        string? weightColumn = weight is null ? null : against.Column(weight).Name;
        bool remembered = request.Columns.IsOpen && request.Learning.IsOpen && metadata is not null;
        Roles roles = remembered ? metadata!.Roles.In(against) : Roles.Resolve(against, request.Columns, request.Learning, weightColumn);
        string from = remembered ? "as the coreset remembers" : request.Columns.IsOpen ? "all numeric ones of the input" : "as given";
        bool drop = request.DropMissing || metadata is { DropMissing: true };
        return new InspectSettings(
            roles,
            from,
            request.Order ?? metadata?.Order ?? DefaultOrder,
            request.WeightName ?? metadata?.WeightName ?? "weight",
            request.RowIdName ?? metadata?.RowIdName,
            weightColumn,
            drop ? MissingRows.Drop : MissingRows.Refuse,
            request.Use ?? (metadata?.Certificate is { } certificate ? UseWords.Find(certificate.Panel.Use) : null) ?? Use.Any);
    }

    /// <summary>Refuses a coreset that lacks a column it must have, or has one that nothing explains.</summary>
    public void Check(Table coreset, Table against)
    {
        if (!Has(coreset, WeightName))
        {
            throw new CommandException($"{coreset.Description} has no weight column '{WeightName}'; name it with --weight-name, "
                + "or give the file that compress wrote");
        }
        TableColumn? lost = against.Columns.FirstOrDefault(column => !Has(coreset, column.Name));
        if (lost is not null)
        {
            throw new CommandException($"{against.Description} has a column '{lost.Name}' that {coreset.Description} has not; "
                + "compare the coreset with the table it was made from");
        }
        TableColumn? extra = coreset.Columns.FirstOrDefault(column =>
            !Same(column.Name, WeightName) && !(RowIdName is { } rowId && Same(column.Name, rowId)) && !Has(against, column.Name));
        if (extra is not null)
        {
            throw new CommandException($"{coreset.Description} has a column '{extra.Name}' that {against.Description} has not; "
                + $"if it holds row numbers say --row-id {ShellWord.Quote(extra.Name)}, "
                + "otherwise compare with the table the coreset was made from");
        }
    }

    private static bool Has(Table table, string name) => table.Columns.Any(column => Same(column.Name, name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
