using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What is worth knowing about how an input was understood, before its rows are compressed.</summary>
internal static class InputNotes
{
    public static void Tell(Table table, IReadOnlyList<TableColumn> notNumeric, Action<string> note, CancellationToken cancellation)
    {
        if (!table.HasNames)
        {
            string names = table.Columns.Count == 1 ? $"column is called {table.Columns[0].Name}" : $"columns are called {table.Columns[0].Name} to {table.Columns[^1].Name}";
            note($"{table.Description} has no header line, so its {names}");
        }
        foreach (RenamedColumn column in table.Renamed)
            note($"{table.Description} has a column '{column.Header}' that is called like one before it; it is '{column.Name}' here and in what is written");
        if (notNumeric.Count == 0)
            return;
        foreach (StrayText text in table.StrayTexts(cancellation).Where(text => notNumeric.Any(column => column.Name == text.Column)))
        {
            note($"{table.Description}: column '{text.Column}' is left out for its text, '{text.Text}' in row {text.Row} (counting from 0), "
                + $"but {Format.Whole(text.Numbers)} of its first {Format.Whole(text.Values)} values are numbers; "
                + $"clean the file, or take text for missing with try_cast({text.Column} as double) in a query through --sql, and --drop-missing");
        }
    }
}
