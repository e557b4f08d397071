namespace Polylog.Tables;

/// <summary>The error of a column that is to be read as numbers and is not one of numbers.</summary>
internal static class NotNumeric
{
    public static TableException Error(TableColumn column, Table table)
    {
        string[] numeric = [.. table.Columns.Where(other => other.IsNumeric).Select(other => other.Name)];
        IReadOnlyList<StrayText> stray = table.StrayTexts([column.Name]);
        return TableErrors.NotNumeric(
            column.Name, table.Description, stray.Count > 0 ? stray[0].Sentence : $"is {column.TypeName}, not a number", numeric);
    }
}
