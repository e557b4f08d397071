namespace Polylog.Tables;

/// <summary>
/// Finds the first cell that is text in a column whose first rows are numbers. Types are sniffed on the first rows of a delimited file,
/// because sniffing all rows takes longer than reading them. So such a cell is noticed only while reading.
/// </summary>
internal static class UnreadableCell
{
    public static TableException Find(
        Table table,
        IReadOnlyList<int> columns,
        CellConversionException cause,
        CancellationToken cancellation)
    {
        foreach (int column in columns.Distinct())
        {
            string cell = Sql.Column(column);
            string query = $"SELECT rn, {cell} FROM ({table.Source.SelectNumbered([column], CellForm.Text, "rn")}) "
                + $"WHERE ({DelimitedSource.Unmarked(cell)}) IS NOT NULL AND "
                + $"{(table.Columns[column].IsNumeric ? NumberText.Try(cell) : $"TRY_CAST({cell} AS {SqlTypes.Truth})")} IS NULL "
                + "ORDER BY rn LIMIT 1";
            List<(long Row, string Value)> found =
                table.Session.Rows(query, table.Description, row => (row.GetInt64(0), row.GetString(1)), cancellation);
            if (found.Count > 0)
                return TableErrors.NotANumber(
                    table.Description, table.Columns[column].Name, table.Columns[column].IsNumeric, found[0].Value, found[0].Row);
        }
        return TableErrors.Engine(table.Description, cause.Message, cause);
    }
}
