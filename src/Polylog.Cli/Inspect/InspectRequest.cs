namespace Polylog.Cli;

/// <summary>What a user asks of an inspection; settings that are null come from the files.</summary>
internal sealed record InspectRequest(string Coreset, TableInput Against, ColumnRequest Columns, LearningRequest Learning)
{
    public int? Order { get; init; }

    public Use? Use { get; init; }

    public string? WeightName { get; init; }

    public string? RowIdName { get; init; }

    /// <summary>The coreset's column with a smoothed target; null for the one its file names.</summary>
    public string? SmoothName { get; init; }

    public string? WeightColumn { get; init; }

    public bool DropMissing { get; init; }

    /// <summary>Whether a page is to be made of the result, which shows the errors of each test function.</summary>
    public bool HasReport { get; init; }

    public required double Tolerance { get; init; }
}
