using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The columns a user asked for as coordinates: named ones, all numeric ones but some, or all numeric ones.</summary>
internal sealed record ColumnRequest(IReadOnlyList<string> Named, IReadOnlyList<string> Excluded)
{
    public bool IsOpen => Named.Count == 0 && Excluded.Count == 0;

    /// <summary>The columns of a table that are meant, by their exact names.</summary>
    public IReadOnlyList<string> Resolve(Table table, string? weightColumn) =>
        Resolve(table, weightColumn is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { [weightColumn] = "the weight (--weight)" });

    /// <summary>The columns of a table that are meant, without columns that have another role.</summary>
    /// <param name="table">The table.</param>
    /// <param name="taken">The columns with another role, and that role in words.</param>
    public IReadOnlyList<string> Resolve(Table table, IReadOnlyDictionary<string, string> taken)
    {
        if (Named.Count > 0)
            return Find(table, [.. Named.SelectMany(value => Expanded(table, value))], "--columns", taken);
        HashSet<string> excluded = [.. ExcludedFrom(table), .. CoresetColumns.In(table).Keys];
        string[] columns =
        [
            .. table.Columns.Where(column => column.IsNumeric && !taken.ContainsKey(column.Name) && !excluded.Contains(column.Name))
                .Select(column => column.Name),
        ];
        return columns.Length > 0 ? columns : throw NothingLeft(table, excluded.Count > 0);
    }

    /// <summary>The excluded columns, by their exact names in the table.</summary>
    public IEnumerable<string> ExcludedFrom(Table table) => Find(table, Excluded);

    /// <summary>The columns that an option names. Refuses a column that is named twice or has another role.</summary>
    public static IReadOnlyList<string> Find(
        Table table, IReadOnlyList<string> values, string option, IReadOnlyDictionary<string, string> taken)
    {
        var columns = new List<string>();
        foreach (string name in Find(table, values))
        {
            if (columns.Contains(name))
                throw new CommandException($"column '{name}' is named twice in {option}; name it once");
            if (taken.TryGetValue(name, out string? role))
                throw new CommandException($"column '{name}' is {role}, so it cannot be in {option} as well; name it in one of them");
            columns.Add(name);
        }
        return columns.Count > 0 ? columns : throw new CommandException($"{option} names no column; give at least one");
    }

    // A value that equals the name of a column means that column, even if it contains a comma.
    private static IEnumerable<string> Find(Table table, IReadOnlyList<string> values) => values
        .SelectMany(value => table.Columns.Any(column => column.Name == value)
            ? [value]
            : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(name => table.Column(name).Name);

    // A column of lists stands for its elements.
    private static IEnumerable<string> Expanded(Table table, string value) => Find(table, [value]).SelectMany(name => table.Features(name));

    // Lists and times are used when they are named; objects of JSON and text have to be taken apart by a query.
    private static string WayOut(Table table)
    {
        if (table.Columns.FirstOrDefault(column => column.IsList || column.IsTime) is { } named)
            return $"use lists and times by name: --columns {ShellWord.Quote(Suggestion.Name(named.Name).Trim('"'))}";
        string file = table.Files is [var path] ? path : "file.json";
        string near = Path.GetRelativePath(Environment.CurrentDirectory, file);
        file = near.StartsWith("..", StringComparison.Ordinal) ? file : near;
        string from = $"from '{file.Replace("'", "''", StringComparison.Ordinal)}'";
        string? query = table.Columns.Select(column => (Name: Suggestion.Name(column.Name), Type: column.TypeName))
            .Select(column => column.Type switch
            {
                ['S', 'T', 'R', 'U', 'C', 'T', '(', .., ')', '[', ']'] => $"select unnest({column.Name}, recursive := true) {from}",
                ['S', 'T', 'R', 'U', 'C', 'T', '(', .., ')'] => $"select {column.Name}.* {from}",
                _ => null,
            })
            .FirstOrDefault(query => query is not null);
        string text = table.Columns.FirstOrDefault(column => column.TypeName == "VARCHAR") is { } words
            ? Suggestion.Name(words.Name) : "column";
        return query is not null
            ? "use " + Suggestion.Query(query).Replace(Tables.OptionNames.Query, "--sql", StringComparison.Ordinal)
            : $"convert one to numbers in a query (--sql) with try_cast({text} as double)";
    }

    private static CommandException NothingLeft(Table table, bool isExcluded)
    {
        if (table.Columns is [{ TypeName: "VARCHAR" } only])
        {
            return new CommandException(
                $"{table.Description} has one column, '{Format.Plain(only.Name)}', and it is text; if its lines have "
                + "several cells, say what is between them with read_csv in a query (--sql), such as delim = ':'");
        }
        IReadOnlyList<StrayText> strays = table.StrayTexts([.. table.Columns.Select(column => column.Name)]);
        string why = strays.FirstOrDefault(stray => stray.IsMeantAsNumbers) is { } stray
            ? $" (column '{Format.Plain(stray.Column)}' {stray.Sentence})" : "";
        string types = Format.Names([.. table.Columns.Select(column => $"'{column.Name}' {column.TypeName}")]);
        return new CommandException($"{table.Description} has no numeric column to use; its columns are {types}{why}; "
            + (isExcluded ? "exclude fewer columns, or " : "") + WayOut(table));
    }
}
