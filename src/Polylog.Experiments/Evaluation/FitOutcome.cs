namespace Polylog.Experiments;

/// <summary>One model fitted to one choice of rows.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Rows">What it learned from.</param>
/// <param name="Draw">Number of the random draw, 0 the first; 0 for the other choices.</param>
/// <param name="Count">Rows it learned from.</param>
public sealed record FitOutcome(string Model, RowChoice Rows, int Draw, int Count)
{
    /// <summary>On the test rows: root mean square for numbers, mean log loss for classes.</summary>
    public required double Error { get; init; }

    /// <summary>Share of the test rows whose class it got right; null for numbers.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Time to fit it.</summary>
    public required double Seconds { get; init; }
}
