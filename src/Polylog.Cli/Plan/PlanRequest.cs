namespace Polylog.Cli;

/// <summary>A plan, as asked for: of an input, or of so many rows and columns.</summary>
internal sealed record PlanRequest(TableInput? Input, long Rows, int Dimension)
{
    public ColumnRequest Columns { get; init; } = new([], []);

    public string? WeightColumn { get; init; }

    public bool DropMissing { get; init; }

    /// <summary>Rows to keep; null for <see cref="Error"/>, or a tenth where there is neither.</summary>
    public long? Size { get; init; }

    public double? Error { get; init; }

    public Use Use { get; init; } = Use.Smooth;

    public DataShape Shape { get; init; } = DataShape.Normal;
}
