using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Which columns are to be compressed, as the user put it: some, all but some, or all that are numeric.</summary>
internal sealed record ColumnRequest(IReadOnlyList<string> Named, IReadOnlyList<string> Excluded)
{
    public bool IsOpen => Named.Count == 0 && Excluded.Count == 0;

    /// <summary>The columns it means in a table, by their exact names.</summary>
    public IReadOnlyList<string> Resolve(Table table, string? weightColumn) =>
        Resolve(table, weightColumn is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [weightColumn] = "the weight (--weight)" });

    /// <summary>The columns it means in a table, besides those that have a role already.</summary>
    /// <param name="table">The table.</param>
    /// <param name="taken">For columns that are no coordinates what else they are.</param>
    public IReadOnlyList<string> Resolve(Table table, IReadOnlyDictionary<string, string> taken)
    {
        if (Named.Count > 0)
            return Find(table, Named, "--columns", taken);
        HashSet<string> excluded = [.. ExcludedFrom(table)];
        string[] columns =
        [
            .. table.Columns.Where(column => column.IsNumeric && !taken.ContainsKey(column.Name) && !excluded.Contains(column.Name))
                .Select(column => column.Name),
        ];
        return columns.Length > 0 ? columns : throw NothingLeft(table);
    }

    /// <summary>Columns left out, as the table calls them.</summary>
    public IEnumerable<string> ExcludedFrom(Table table) => Find(table, Excluded);

    /// <summary>Columns that an option names, each once and none that has a role already.</summary>
    public static IReadOnlyList<string> Find(Table table, IReadOnlyList<string> values, string option, IReadOnlyDictionary<string, string> taken)
    {
        var columns = new List<string>();
        foreach (string name in Find(table, values))
        {
            if (columns.Contains(name))
                throw new CommandException($"column '{name}' is named twice in {option}; name it once");
            if (taken.TryGetValue(name, out string? role))
                throw new CommandException($"column '{name}' is {role}, so it cannot be in {option} as well; leave it out of one");
            columns.Add(name);
        }
        return columns.Count > 0 ? columns : throw new CommandException($"{option} names no column; give at least one");
    }

    // A value that is a column's name as it stands means that column, even with a comma in it.
    private static IEnumerable<string> Find(Table table, IReadOnlyList<string> values) => values
        .SelectMany(value => table.Columns.Any(column => column.Name == value)
            ? [value]
            : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(name => table.Column(name).Name);

    private static CommandException NothingLeft(Table table)
    {
        string types = Format.Names([.. table.Columns.Select(column => $"'{column.Name}' {column.TypeName}")]);
        return new CommandException($"{table.Description} leaves no numeric column to compress; its columns are {types}; "
            + "exclude fewer, or make numbers of some through --sql");
    }
}
