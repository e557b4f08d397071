namespace Polylog.Cli;

/// <summary>What a state and its coreset were after an update.</summary>
/// <param name="Files">Files so far.</param>
/// <param name="Rows">Rows so far.</param>
/// <param name="Held">Rows that the state kept.</param>
internal sealed record StateStep(int Files, long Rows, int Held)
{
    /// <summary>A state remembers as many updates.</summary>
    public const int Most = 400;

    /// <summary>The typical error of the coreset; null where none was made.</summary>
    public double? Error { get; init; }

    /// <summary>Its effective rows; null where none was made.</summary>
    public double? EffectiveRows { get; init; }

    /// <summary>Rows it keeps; null where none was made.</summary>
    public int? Kept { get; init; }
}
