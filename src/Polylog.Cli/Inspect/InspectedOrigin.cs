using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>
/// How the coresets were made that a coreset was made from. It can be compared with their tables: equal moments are passed on.
/// </summary>
/// <param name="Levels">The records from the direct inputs down to those whose table it is compared with.</param>
internal sealed record InspectedOrigin(IReadOnlyList<IReadOnlyList<CoresetMetadata>> Levels)
{
    private IReadOnlyList<CoresetMetadata> Last => Levels[^1];

    public string? WeightColumn => Last[0].WeightColumn;

    /// <summary>The lowest order of all of them: moments above it need not be equal.</summary>
    public int Order => Levels.SelectMany(level => level).Min(input => input.Order);

    public bool DropMissing => Levels.SelectMany(level => level).Any(input => input.DropMissing);

    /// <summary>The certificates in words.</summary>
    public string Sentence
    {
        get
        {
            IReadOnlyList<CoresetMetadata> inputs = Levels[0];
            long kept = inputs.Sum(input => (long)input.Kept), rows = Last.Sum(input => input.Rows);
            string parts = inputs.Count == 1 ? "a coreset" : $"{Format.Count(inputs.Count, "coreset")}";
            return $"it is about {parts} of {Format.Whole(kept)} rows, made from {Format.Whole(rows)} rows up to order {Order}";
        }
    }

    /// <summary>The origin to compare with a table; null where the table can be the direct input.</summary>
    public static InspectedOrigin? Find(CoresetMetadata metadata, Table against)
    {
        var levels = new List<IReadOnlyList<CoresetMetadata>>();
        CoresetMetadata level = metadata;
        IReadOnlyList<CoresetMetadata>? records = CoresetMetadata.OfFiles(against);
        while (level.Inputs is { } inputs && !IsMadeAs(against, records, inputs, level.WeightColumn))
        {
            levels.Add(inputs);
            level = inputs[0];
        }
        return levels.Count == 0 ? null : new InspectedOrigin(levels);
    }

    /// <summary>The column of the original's row numbers, where there is one original and the coreset still has it.</summary>
    public string? RowIdName(Table coreset) =>
        Last is [{ RowIdName: { } name }] && Has(coreset, name) ? name : null;

    /// <summary>Columns that the coresets added to those of the original table.</summary>
    public IEnumerable<string> Added(CoresetMetadata metadata) => Levels.SelectMany(level => level).Append(metadata)
        .SelectMany(input => new[] { input.WeightName, input.RowIdName, input.SmoothName })
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase);

    // Files say themselves which coresets they are; the columns of a query's result have to tell.
    private static bool IsMadeAs(
        Table table, IReadOnlyList<CoresetMetadata>? records, IReadOnlyList<CoresetMetadata> inputs, string? weightColumn) =>
        table.Files.Count == 0
            ? weightColumn is null || Has(table, weightColumn)
            : records?.Count == inputs.Count && records.Zip(inputs).All(pair =>
                pair.First.Kept == pair.Second.Kept && pair.First.Order == pair.Second.Order
                && pair.First.TotalWeight == pair.Second.TotalWeight && pair.First.WeightName == pair.Second.WeightName);

    private static bool Has(Table table, string name) =>
        table.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));
}
