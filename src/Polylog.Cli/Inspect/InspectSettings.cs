using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>How a coreset was made: from the options, else from its file, else the defaults.</summary>
internal sealed record InspectSettings(Roles Roles, string ColumnsFrom, int Order)
{
    /// <summary>The order of the moments to compare where neither the user nor the file gives one.</summary>
    public const int DefaultOrder = 3;

    /// <summary>Whether the columns are all numeric ones, because neither the user nor the file says which.</summary>
    public bool HasAllNumeric { get; init; }

    /// <summary>The column of weights in the coreset.</summary>
    public required string WeightName { get; init; }

    /// <summary>The column of row numbers in the coreset; null for none.</summary>
    public required string? RowIdName { get; init; }

    /// <summary>The column of weights in the table; null for none.</summary>
    public required string? WeightColumn { get; init; }

    public required MissingRows Missing { get; init; }

    public required Use Use { get; init; }

    /// <summary>
    /// The columns that only coresets have: weights and row numbers of those that this one was made from, and smoothed targets.
    /// </summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>How the coresets were made that this one was made from, where it is compared with their tables; null otherwise.</summary>
    public required InspectedOrigin? Origin { get; init; }

    public static InspectSettings Resolve(InspectRequest request, CoresetMetadata? metadata, Table coreset, Table against)
    {
        InspectedOrigin? origin = metadata is null || request.WeightColumn is not null ? null : InspectedOrigin.Find(metadata, against);
        string? weight = request.WeightColumn ?? (origin is null ? metadata?.WeightColumn : origin.WeightColumn);
        string? weightColumn = weight is null ? null : against.Column(weight).Name;
        bool isStored = request.Columns.IsOpen && request.Learning.IsOpen && metadata is not null;
        Roles roles = isStored
            ? metadata!.Roles.In(against)
            : Roles.Resolve(against, request.Columns, request.Learning, weightColumn);
        string from = isStored ? "stored in the coreset" : request.Columns.IsOpen ? "all numeric columns of the input" : "as given";
        bool drop = request.DropMissing || metadata is { DropMissing: true } || origin is { DropMissing: true };
        int order = request.Order ?? Math.Min(metadata?.Order ?? DefaultOrder, origin?.Order ?? int.MaxValue);
        string? rowId = request.RowIdName ?? (origin is null ? metadata?.RowIdName : origin.RowIdName(coreset));
        return new InspectSettings(roles with { IsSigned = roles.IsSigned || request.Learning.IsSigned }, from, order)
        {
            HasAllNumeric = !isStored && request.Columns.IsOpen,
            WeightName = request.WeightName ?? metadata?.WeightName ?? "weight",
            RowIdName = rowId,
            WeightColumn = weightColumn,
            Missing = drop ? MissingRows.Drop : MissingRows.Refuse,
            Use = request.Use ?? StoredUse(metadata) ?? Use.Any,
            Added =
            [
                .. (origin?.Added(metadata!) ?? []).Where(name => name != rowId),
                .. (request.SmoothName ?? metadata?.SmoothName) is { } smooth ? [smooth] : Array.Empty<string>(),
            ],
            Origin = origin,
        };
    }

    private static Use? StoredUse(CoresetMetadata? metadata) =>
        metadata?.Certificate is { } certificate ? UseWords.Find(certificate.Panel.Use) : null;

    /// <summary>Refuses a coreset whose columns are not those of the table and the added ones.</summary>
    public void Check(Table coreset, Table against)
    {
        if (!Has(coreset, WeightName))
        {
            throw new CommandException($"{coreset.Description} has no weight column '{WeightName}'; it has "
                + $"{Format.Names([.. coreset.Columns.Select(column => $"'{column.Name}'")])}: name one with --weight-name, "
                + "or give the file that compress wrote");
        }
        TableColumn? lost = against.Columns.FirstOrDefault(column => !Has(coreset, column.Name));
        if (lost is not null)
        {
            throw new CommandException($"{against.Description} has a column '{lost.Name}' that {coreset.Description} does not have; "
                + "compare the coreset with the table it was made from");
        }
        TableColumn? extra = coreset.Columns.FirstOrDefault(column =>
            !Same(column.Name, WeightName) && !(RowIdName is { } rowId && Same(column.Name, rowId))
            && !Added.Any(name => Same(name, column.Name)) && !Has(against, column.Name));
        if (extra is not null)
        {
            throw new CommandException($"{coreset.Description} has a column '{extra.Name}' that {against.Description} does not have; "
                + $"if it contains row numbers use --row-id {ShellWord.Quote(extra.Name)}, if a smoothed target "
                + $"--smooth-target {ShellWord.Quote(extra.Name)}, otherwise compare with the table the coreset was made from");
        }
    }

    private static bool Has(Table table, string name) => table.Columns.Any(column => Same(column.Name, name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
