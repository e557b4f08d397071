namespace Polylog.ML;

/// <summary>
/// The role of each column of a data view in a compression. The defaults are the names that ML.NET uses. Change them with an initialiser or
/// <c>with</c>.
/// </summary>
/// <example>
/// <code>
/// var prices = new MomentColumns { Features = ["Rooms", "Age"], Label = "Price" };
/// var kinds = new MomentColumns { Features = ["Length", "Width"], Label = "Species", Loss = Loss.Classes, Groups = ["Island"] };
/// MomentColumns weighted = prices with { Weight = "Count", WeightName = "CoresetWeight" };
/// </code>
/// </example>
public sealed record MomentColumns
{
    /// <summary>
    /// The columns whose moments are kept: single numbers or truth values, and vectors of numbers of a known size. "Features" by default.
    /// </summary>
    public IReadOnlyList<string> Features { get; init; } = ["Features"];

    /// <summary>
    /// The column that a model is to predict: a number, a truth value, or a key; for <see cref="Polylog.Loss.Classes"/> also a text.
    /// "Label" by default. Null to preserve the moments of the features only.
    /// </summary>
    public string? Label { get; init; } = "Label";

    /// <summary>The loss whose sums are preserved; squared by default. Ignored without a <see cref="Label"/>.</summary>
    public ILoss Loss { get; init; } = Polylog.Loss.Squared;

    /// <summary>The column of weights that the rows already have, numbers &gt;= 0; null, the default, for a weight of 1 each.</summary>
    public string? Weight { get; init; }

    /// <summary>
    /// Columns of texts, keys, truth values or numbers. Rows that are equal in all of them form a group, and the moments of each group are
    /// preserved. None by default.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// Name of the new column of weights; "Weight" by default. It may replace <see cref="Weight"/>, but no other column.
    /// </summary>
    public string WeightName { get; init; } = "Weight";
}
