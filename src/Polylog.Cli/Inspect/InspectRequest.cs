namespace Polylog.Cli;

/// <summary>What a user asks of an inspection; settings that are null come from the files.</summary>
internal sealed record InspectRequest(
    string Coreset,
    TableInput Against,
    ColumnRequest Columns,
    LearningRequest Learning,
    int? Order,
    Use? Use,
    string? WeightName,
    string? RowIdName,
    string? WeightColumn,
    bool DropMissing,
    double Tolerance);
