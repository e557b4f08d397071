using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Which columns are to be compressed, as the user put it: some, all but some, or all that are numeric.</summary>
internal sealed record ColumnRequest(IReadOnlyList<string> Named, IReadOnlyList<string> Excluded)
{
    public bool IsOpen => Named.Count == 0 && Excluded.Count == 0;

    /// <summary>The columns it means in a table, by their exact names.</summary>
    public IReadOnlyList<string> Resolve(Table table, string? weightColumn)
    {
        if (Named.Count > 0)
            return Distinct(Find(table, Named), weightColumn);
        HashSet<string> excluded = [.. Find(table, Excluded)];
        string[] columns =
        [
            .. table.Columns.Where(column => column.IsNumeric && column.Name != weightColumn && !excluded.Contains(column.Name))
                .Select(column => column.Name),
        ];
        return columns.Length > 0 ? columns : throw NothingLeft(table);
    }

    // A value that is a column's name as it stands means that column, even with a comma in it.
    private static IEnumerable<string> Find(Table table, IReadOnlyList<string> values) => values
        .SelectMany(value => table.Columns.Any(column => column.Name == value)
            ? [value]
            : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(name => table.Column(name).Name);

    private static List<string> Distinct(IEnumerable<string> names, string? weightColumn)
    {
        var columns = new List<string>();
        foreach (string name in names)
        {
            if (columns.Contains(name))
                throw new CommandException($"column '{name}' is named twice in --columns; name it once");
            if (name == weightColumn)
            {
                throw new CommandException($"column '{name}' is the weight (--weight), so it cannot be in --columns as well; "
                    + "leave it out of one");
            }
            columns.Add(name);
        }
        return columns.Count > 0 ? columns : throw new CommandException("--columns names no column; give at least one");
    }

    private static CommandException NothingLeft(Table table)
    {
        string types = Figures.Names([.. table.Columns.Select(column => $"'{column.Name}' {column.TypeName}")]);
        return new CommandException($"{table.Description} leaves no numeric column to compress; its columns are {types}; "
            + "exclude fewer, or make numbers of some through --sql");
    }
}
