namespace Polylog.Tables;

/// <summary>How messages name options. The command line replaces these names by its own.</summary>
internal static class OptionNames
{
    public const string Query = $"{nameof(Table)}.{nameof(Table.OpenQuery)}";
    public const string Columns = $"{nameof(ColumnSelection)}.{nameof(ColumnSelection.Columns)}";
    public const string Exclude = nameof(ColumnSelection);
    public const string DropMissing = $"{nameof(MissingRows)}.{nameof(MissingRows.Drop)}";
    public const string Signed = $"{nameof(ColumnSelection)}.{nameof(ColumnSelection.IsSigned)}";
    public const string WeightName = $"{nameof(RowSelection)}.{nameof(RowSelection.WeightName)}";
    public const string AddedName = $"{nameof(RowSelection)}.{nameof(RowSelection.Added)}";
    public const string RowIdName = $"{nameof(RowSelection)}.{nameof(RowSelection.RowIdName)}";
}
