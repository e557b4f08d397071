using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Notes on how an input was read: missing header, renamed columns, columns that text makes unusable.</summary>
internal static class InputNotes
{
    public static void Write(Table table, IReadOnlyList<TableColumn> notNumeric, Action<string> note, CancellationToken cancellation)
    {
        if (!table.HasNames)
        {
            string names = table.Columns.Count == 1
                ? $"column is named {table.Columns[0].Name}"
                : $"columns are named {table.Columns[0].Name} to {table.Columns[^1].Name}";
            note($"{table.Description} has no header line, so its {names}");
        }
        foreach (RenamedColumn column in table.Renamed)
        {
            note($"{table.Description} has an earlier column with the same name as '{column.Header}' (upper and lower case are the same); "
                + $"the later one is named '{column.Name}' here and in the output");
        }
        if (notNumeric.Count == 0)
            return;
        foreach (StrayText text in table.StrayTexts(cancellation).Where(text => notNumeric.Any(column => column.Name == text.Column)))
        {
            note($"{table.Description}: column '{text.Column}' is not compressed, because it has the text '{text.Text}' in row {text.Row} "
                + $"(counting from 0); {Format.Whole(text.Numbers)} of its first {Format.Whole(text.Values)} values are numbers; "
                + "clean the file, "
                + $"or make text a missing value with try_cast({text.Column} as double) in a query (--sql) and add --drop-missing");
        }
    }
}
