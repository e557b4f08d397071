using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>
/// Finds cells that a spreadsheet would run as formulas. They are written as they are, since kept rows are unchanged, but told.
/// </summary>
internal static class SpreadsheetFormulas
{
    // A statement about thousands of columns takes long to plan.
    private const int ColumnsAtOnce = 200;

    /// <summary>A note about such cells; null where there are none.</summary>
    /// <param name="session">Runs the statements.</param>
    /// <param name="output">What messages call the file that is written.</param>
    /// <param name="relation">The rows that are written.</param>
    /// <param name="columns">The text columns: what they are called in the relation and in the file.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static string? Note(
        TableSession session,
        string output,
        string relation,
        IReadOnlyList<(string Cell, string Name)> columns,
        CancellationToken cancellation)
    {
        long cells = 0;
        string? text = null, name = null;
        foreach ((string Cell, string Name)[] chunk in columns.Chunk(ColumnsAtOnce))
        {
            string found = string.Join(
                ", ", chunk.Select(column => $"count(*) FILTER ({Runs(column.Cell)}), min({column.Cell}) FILTER ({Runs(column.Cell)})"));
            (long Cells, string? Text)[] counts = session.Rows($"SELECT {found} FROM {relation}", output, Counts, cancellation)[0];
            for (int i = 0; i < chunk.Length; i++)
            {
                cells += counts[i].Cells;
                (text, name) = text is null && counts[i].Text is { } first ? (first, chunk[i].Name) : (text, name);
            }
        }
        return cells == 0 ? null : TableNotes.Formulas(output, cells, name!, Shortened.Text(text!));
    }

    private static (long Cells, string? Text)[] Counts(DuckDBDataReader row) =>
    [
        .. Enumerable.Range(0, row.FieldCount / 2)
            .Select(at => (row.GetInt64(2 * at), row.IsDBNull((2 * at) + 1) ? null : row.GetString((2 * at) + 1))),
    ];

    // A number with a sign is no formula.
    private static string Runs(string cell) =>
        $"{cell} LIKE '=%' OR {cell} LIKE '@%' OR (({cell} LIKE '+%' OR {cell} LIKE '-%') AND length({cell}) > 1 AND "
            + $"NOT regexp_full_match({cell}, '[+-][0-9.,]+'))";
}
