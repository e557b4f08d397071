using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Notes on how an input was read, and on columns that text keeps from being numbers.</summary>
internal static class InputNotes
{
    /// <summary>Writes the notes about a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="input">Where it comes from.</param>
    /// <param name="unused">Columns that are not used because they are no numbers.</param>
    /// <param name="categories">Columns that are used as categories because they are text.</param>
    /// <param name="notes">Takes the notes.</param>
    /// <param name="cancellation">Stops the search for text.</param>
    public static void Write(
        Table table,
        TableInput input,
        IReadOnlyList<string> unused,
        IReadOnlyList<string> categories,
        NoteList notes,
        CancellationToken cancellation)
    {
        foreach (string note in table.Notes)
            notes.Add(note);
        foreach (StrayText text in table.StrayTexts(unused, cancellation).Where(text => text.IsMeantAsNumbers))
            notes.Add($"{table.Description}: column '{text.Column}' is not used, because it {text.Sentence}; {WayOut(text, table, input)}");
        foreach (StrayText text in table.StrayTexts(categories, cancellation).Where(text => text.IsMeantAsNumbers))
            notes.Add($"{table.Description}: column '{text.Column}' is a category, because it {text.Sentence}; "
                + $"{WayOut(text, table, input)}");
    }

    // As it can be typed, where the table is one file.
    private static string WayOut(StrayText text, Table table, TableInput input)
    {
        string name = Suggestion.Name(text.Column);
        if (!text.CanBeCast || (input.Sql is null && !table.IsReadAsItStands))
            return "correct the input";
        return input is { Sql: null, Paths: [var path] } && path != "-"
            ? $"correct the file, or leave such rows out: --sql "
                + $"{ShellWord.Quote([$"select * replace (try_cast({name} as double) as {name}) from "
                + $"'{path.Replace("'", "''", StringComparison.Ordinal)}'"])} --drop-missing"
            : $"correct the input, or leave such rows out with try_cast({name} as double) in a query (--sql) and --drop-missing";
    }
}
