namespace Polylog.Reports;

/// <summary>What a page shows of a coreset.</summary>
/// <param name="All">The rows that it stands for, or a sample of them.</param>
/// <param name="Kept">The kept rows with their weights.</param>
/// <param name="Columns">Names of the coordinates.</param>
/// <param name="Evidence">What the coreset is worth.</param>
internal sealed record CoresetView(Measure All, Measure Kept, IReadOnlyList<string> Columns, Evidence Evidence)
{
    /// <summary>Order up to which moments match.</summary>
    public required int Order { get; init; }

    /// <summary>The largest error of a matched moment.</summary>
    public required double Residual { get; init; }

    /// <summary>Rows of the table.</summary>
    public required long Rows { get; init; }

    /// <summary>Errors of each test function; null where they were not kept.</summary>
    public EvidenceDetail? Detail { get; init; }

    /// <summary>Whether every row that differs from the others is kept.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether <see cref="All"/> is a sample of the rows.</summary>
    public bool IsSample { get; init; }

    /// <summary>The loss whose models the coreset is for, in words; null for none.</summary>
    public string? Loss { get; init; }

    /// <summary>Columns that these models predict.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Rows of the table that were left out because a value was missing.</summary>
    public long Dropped { get; init; }

    /// <summary>What the coreset is compared with.</summary>
    public string Source { get; init; } = "the table";

    /// <summary>The rows that it is compared with.</summary>
    public string SourceRows { get; init; } = "all rows";

    /// <summary>What random rows are drawn from, as " of ..."; empty for the table.</summary>
    public string RandomFrom { get; init; } = "";

    /// <summary>Whether a check found that the coreset does not belong to these rows.</summary>
    public bool IsRefuted { get; init; }

    /// <summary>Whether the commands made the page alone, and not the coreset.</summary>
    public bool IsAfterwards { get; init; }

    /// <summary>The largest weight that was allowed, over the mean; null for no limit.</summary>
    public double? MaxWeight { get; init; }

    /// <summary>Groups with their rows and kept rows; null where all rows were compressed together.</summary>
    public IReadOnlyList<(string Name, long Rows, long Kept)>? Groups { get; init; }

    /// <summary>What a group is called.</summary>
    public string GroupNoun { get; init; } = "group";

    /// <summary>How it was made, as stored with it: names and values.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Settings { get; init; } = [];

    /// <summary>The leaves by order; empty where they are not known.</summary>
    public IReadOnlyList<OrderShare> Shares { get; init; } = [];

    /// <summary>What was tried to choose the orders.</summary>
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>Commands that make the coreset again.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Columns of the table of which nothing is preserved.</summary>
    public IReadOnlyList<string> OtherColumns { get; init; } = [];

    /// <summary>Further points of "In plain words".</summary>
    public IReadOnlyList<Point> Points { get; init; } = [];
}
