using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The columns that compress added to a table that is made of coresets. They are no features.</summary>
internal static class CoresetColumns
{
    /// <summary>Their names, and their roles in words; empty where the table is not made of coresets.</summary>
    public static IReadOnlyDictionary<string, string> In(Table table)
    {
        var roles = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (IEnumerable<CoresetMetadata>? level = CoresetMetadata.OfFiles(table); level is not null; level = Below(level))
        {
            foreach (CoresetMetadata made in level)
            {
                roles.TryAdd(made.WeightName, "the weight of a coreset");
                if (made.RowIdName is { } rowId)
                    roles.TryAdd(rowId, "the row numbers of a coreset");
                if (made.SmoothName is { } smooth)
                    roles.TryAdd(smooth, "the smoothed target of a coreset");
                if (made.WeightColumn is { } weight)
                    roles.TryAdd(weight, "the weight of a coreset's input");
            }
        }
        return table.Columns.Where(column => roles.ContainsKey(column.Name))
            .ToDictionary(column => column.Name, column => roles[column.Name], StringComparer.Ordinal);
    }

    /// <summary>Refuses a coreset whose weights nobody asked for: each of its rows stands for many.</summary>
    public static void CheckWeight(Table table, string? weightColumn)
    {
        if (weightColumn is not null || CoresetMetadata.OfFiles(table) is not { } made)
            return;
        string name = made[0].WeightName;
        throw new CommandException($"{table.Description} is a coreset, and its rows have the weights in column '{name}'; use them with "
            + $"--weight {ShellWord.Quote(name)}{(made[0].IsSigned ? " --signed" : "")}");
    }

    private static CoresetMetadata[]? Below(IEnumerable<CoresetMetadata> level)
    {
        CoresetMetadata[] below = [.. level.SelectMany(made => made.Inputs ?? [])];
        return below.Length == 0 ? null : below;
    }
}
