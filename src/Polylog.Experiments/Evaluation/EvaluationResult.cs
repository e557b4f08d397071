namespace Polylog.Experiments;

/// <summary>The result of an evaluation.</summary>
public sealed record EvaluationResult
{
    /// <summary>Number of training rows.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Number of test rows.</summary>
    public required int TestRows { get; init; }

    /// <summary>Number of classes; 0 where the target is a number.</summary>
    public required int Classes { get; init; }

    /// <summary>The coreset of the training rows.</summary>
    public required Coreset Coreset { get; init; }

    /// <summary>Seconds it took to make.</summary>
    public required double CoresetSeconds { get; init; }

    /// <summary>The coreset made as in the paper; null where the order has more moments than there are rows to keep.</summary>
    public required Coreset? Paper { get; init; }

    /// <summary>Every fit, model by model.</summary>
    public required IReadOnlyList<FitOutcome> Fits { get; init; }

    /// <summary>Models that could not be trained, and why.</summary>
    public required IReadOnlyList<(string Model, string Reason)> LeftOut { get; init; }

    /// <summary>Model by model.</summary>
    public IReadOnlyList<ModelSummary> Models =>
    [
        .. Fits.GroupBy(fit => fit.Model).Select(fits => new ModelSummary(
            fits.Key,
            fits.Single(fit => fit.Rows == RowChoice.All),
            fits.Single(fit => fit.Rows == RowChoice.Coreset),
            fits.SingleOrDefault(fit => fit.Rows == RowChoice.Paper),
            [.. fits.Where(fit => fit.Rows == RowChoice.Random)])),
    ];
}
