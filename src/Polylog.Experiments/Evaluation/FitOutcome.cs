namespace Polylog.Experiments;

/// <summary>One model fitted to one choice of rows.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Seed">Seed of the split.</param>
/// <param name="Rows">What it learned from.</param>
/// <param name="Draw">Number of the random draw, 0 the first; 0 for the other choices.</param>
public sealed record FitOutcome(string Model, ulong Seed, RowChoice Rows, int Draw)
{
    /// <summary>A fit has failed if its error is above this multiple of the error of a constant.</summary>
    public const double MostTimesConstant = 100;

    /// <summary>Rows it learned from.</summary>
    public required int Count { get; init; }

    /// <summary>On the test rows: root mean square for numbers, mean log loss for classes.</summary>
    public required double Error { get; init; }

    /// <summary>Share of the test rows whose class it got right; null for numbers.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Time to fit it.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Whether the error is not finite, or far above that of a constant. Such an error is left out of every mean, which it would decide.
    /// </summary>
    public required bool IsFailed { get; init; }

    /// <summary>Whether an error is that of a failed fit.</summary>
    /// <param name="error">The error.</param>
    /// <param name="constantError">The error of a constant on the same rows.</param>
    public static bool Fails(double error, double constantError) =>
        !double.IsFinite(error) || (constantError > 0 && error > MostTimesConstant * constantError);
}
