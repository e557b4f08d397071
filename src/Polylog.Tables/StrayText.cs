namespace Polylog.Tables;

/// <summary>A text column in which nearly all values are numbers.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Text">The first cell that is not a number.</param>
/// <param name="Row">Its row, counted from 0.</param>
/// <param name="Numbers">Number of the values examined that are numbers.</param>
/// <param name="Values">Number of values examined, without missing ones.</param>
public sealed record StrayText(string Column, string Text, long Row, long Numbers, long Values)
{
    // More than the rows from which types are detected, so that the text is among them.
    private const int Rows = 25_000;

    internal static IReadOnlyList<StrayText> In(Table table, CancellationToken cancellation)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(index => table.Columns[index].TypeName == SqlTypes.Text)];
        if (columns.Length == 0)
            return [];
        // One pass over the first rows, four aggregates a column.
        string aggregates = string.Join(", ", columns.Select(column =>
        {
            string value = Sql.Column(column), stray = $"FILTER ({value} IS NOT NULL AND TRY_CAST({value} AS DOUBLE) IS NULL)";
            return $"count({value}), count(TRY_CAST({value} AS DOUBLE)), arg_min({value}, rn) {stray}, min(rn) {stray}";
        }));
        string values = string.Join(
            ", ", columns.Select(column => $"nullif(trim({DelimitedSource.Unmarked(Sql.Column(column))}), '') AS {Sql.Column(column)}"));
        string query = $"SELECT {aggregates} FROM (SELECT rn, {values} FROM ({table.Source.SelectNumbered(columns, CellForm.Text, "rn")}) "
            + $"LIMIT {Rows})";
        return table.Session.Rows(query, table.Description, row => columns
            .Select((column, index) => (column, at: 4 * index))
            .Where(pair => !row.IsDBNull(pair.at + 2) && row.GetInt64(pair.at + 1) * 10 >= row.GetInt64(pair.at) * 9)
            .Select(pair => new StrayText(table.Columns[pair.column].Name, row.GetString(pair.at + 2), row.GetInt64(pair.at + 3),
                row.GetInt64(pair.at + 1), row.GetInt64(pair.at)))
            .ToArray(), cancellation)[0];
    }
}
