namespace Polylog.Tables;

/// <summary>A file of a table, and what the engine reads of it: the file itself, or a copy that is plainer text.</summary>
/// <param name="Path">The full path of the file; of the copy, where the bytes came from a stream.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Format">The format of what is read.</param>
/// <param name="ReadPath">What the engine reads.</param>
internal sealed record InputFile(string Path, string Name, TableFormat Format, string ReadPath)
{
    /// <summary>The path as the user gave it, for what they can type.</summary>
    public string Given { get; init; } = Path;

    /// <summary>The option that reads the file with options of its own; null where the engine cannot read it as it stands.</summary>
    /// <param name="options">Options of DuckDB's read_csv.</param>
    public string? ReadCsv(string options) => IsStream || ReadPath != Path ? null : Suggestion.ReadCsv(Given, options);

    /// <summary>The option that runs a query on the file; null where the engine cannot read it as it stands.</summary>
    /// <param name="select">The query without its FROM.</param>
    public string? Query(string select) => IsStream || ReadPath != Path
        ? null : Suggestion.Query($"{select} from '{Given.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Whether the bytes came from standard input, a pipe or a device, and cannot be had again.</summary>
    public bool IsStream { get; init; }

    /// <summary>A column of a Parquet file that is left out; null for none.</summary>
    public string? Without { get; init; }

    /// <summary>Whether it is Arrow data, which are read from a Parquet file that has the same rows.</summary>
    public bool IsArrow { get; init; }

    /// <summary>What the pass over its bytes told; null for Parquet and arrays.</summary>
    public TextSurvey? Survey { get; init; }

    /// <summary>How it was read, where that is not as it stands, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
