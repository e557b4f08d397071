namespace Polylog.Cli;

/// <summary>What a user asks of a plan: for an input, or for a number of rows and columns.</summary>
internal sealed record PlanRequest(TableInput? Input, long Rows, int Dimension)
{
    public ColumnRequest Columns { get; init; } = new([], []);

    public string? WeightColumn { get; init; }

    public bool DropMissing { get; init; }

    /// <summary>Whether weights may be negative; the errors are then those of their magnitudes.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Number of rows to keep; null for <see cref="Error"/>, or for a tenth of the rows where both are null.</summary>
    public long? Size { get; init; }

    public double? Error { get; init; }

    public Use Use { get; init; } = Use.Smooth;

    public DataShape Shape { get; init; } = DataShape.Normal;
}
