namespace Polylog.Cli;

/// <summary>An inspection as asked for; what is null is to be found out from the files.</summary>
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
