namespace Polylog.ML;

/// <summary>
/// Which columns of a data view mean what to a compression. The defaults are ML.NET's own names; change with an initialiser or <c>with</c>.
/// </summary>
public sealed record MomentColumns
{
    /// <summary>
    /// The columns whose moments are kept: single numbers or truth values, and vectors of numbers of a known size. "Features" by default.
    /// </summary>
    public IReadOnlyList<string> Features { get; init; } = ["Features"];

    /// <summary>
    /// What a model is to predict: a number, a truth value, or a key; for <see cref="Polylog.Loss.Classes"/> a text too. "Label" by
    /// default; null to keep the moments of the features alone.
    /// </summary>
    public string? Label { get; init; } = "Label";

    /// <summary>The loss whose sums are kept; squared by default. Without a <see cref="Label"/> it is not looked at.</summary>
    public ILoss Loss { get; init; } = Polylog.Loss.Squared;

    /// <summary>The weights the rows have already, a column of numbers of 0 or more; null, the default, for 1 each.</summary>
    public string? Weight { get; init; }

    /// <summary>
    /// Texts, keys, truth values or numbers: rows that are equal in all of these are a group, and each group keeps its own moments. None by
    /// default.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// What the new column of weights is called; "Weight" by default. It may take the place of <see cref="Weight"/>, of no other column.
    /// </summary>
    public string WeightName { get; init; } = "Weight";
}
