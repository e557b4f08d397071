namespace Polylog.Experiments;

/// <summary>The result of an evaluation.</summary>
public sealed record EvaluationResult
{
    /// <summary>Number of training rows in each split.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Number of test rows in each split.</summary>
    public required int TestRows { get; init; }

    /// <summary>Number of classes; 0 where the target is a number.</summary>
    public required int Classes { get; init; }

    /// <summary>Features of the models: the numeric ones, and one for each value but one of every category.</summary>
    public required int Features { get; init; }

    /// <summary>The coresets, split by split.</summary>
    public required IReadOnlyList<SplitResult> Splits { get; init; }

    /// <summary>Every fit, split by split and model by model.</summary>
    public required IReadOnlyList<FitOutcome> Fits { get; init; }

    /// <summary>Models that could not be trained, and why.</summary>
    public required IReadOnlyList<(string Model, string Reason)> LeftOut { get; init; }

    /// <summary>Model by model.</summary>
    public IReadOnlyList<ModelSummary> Models =>
    [
        .. Fits.GroupBy(fit => fit.Model).Select(fits => new ModelSummary(
            fits.Key,
            Of(fits, RowChoice.All)!,
            Of(fits, RowChoice.Coreset)!,
            Of(fits, RowChoice.Paper),
            Of(fits, RowChoice.Random)!)
        {
            Smooth = Of(fits, RowChoice.Smooth),
        }),
    ];

    private static ChoiceSummary? Of(IEnumerable<FitOutcome> fits, RowChoice choice) =>
        fits.Where(fit => fit.Rows == choice).ToArray() is { Length: > 0 } own ? new ChoiceSummary(own) : null;
}
