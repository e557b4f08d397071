namespace Polylog.Cluster;

/// <summary>What a user asks of a cluster: tables, options of <c>polylog compress</c>, and a file for the kept rows.</summary>
/// <example>
/// <code>
/// var order = new JobOrder
/// {
///     Inputs = ["/mnt/tables/2026/*.parquet"],
///     Output = "/mnt/tables/c.parquet",
///     Options = ["--size", "10000", "--order", "3"],
/// };
/// </code>
/// </example>
[GenerateSerializer]
public sealed record JobOrder
{
    /// <summary>Full paths of Parquet files, or patterns such as <c>/mnt/tables/*.parquet</c>, as the nodes see them.</summary>
    [Id(0)]
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Full path of the file for the kept rows, as the nodes see it.</summary>
    [Id(1)]
    public required string Output { get; init; }

    /// <summary>Options as <c>polylog compress</c> takes them, such as <c>--size</c> and <c>10000</c>; a size is needed.</summary>
    [Id(2)]
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>About how many rows a part has; null for 400 for each row to keep, from one to four million.</summary>
    [Id(3)]
    public int? PartRows { get; init; }
}
