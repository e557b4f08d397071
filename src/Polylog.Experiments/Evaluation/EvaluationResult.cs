namespace Polylog.Experiments;

/// <summary>The result of an evaluation.</summary>
public sealed record EvaluationResult
{
    /// <summary>Rows that models learned from in full.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows they were judged on.</summary>
    public required int TestRows { get; init; }

    /// <summary>Number of classes; 0 where the target is a number.</summary>
    public required int Classes { get; init; }

    /// <summary>The coreset of the training rows.</summary>
    public required Coreset Coreset { get; init; }

    /// <summary>Seconds it took to make.</summary>
    public required double CoresetSeconds { get; init; }

    /// <summary>The coreset made as in the paper; null where the order asked for has more moments than rows were to be kept.</summary>
    public required Coreset? Paper { get; init; }

    /// <summary>Every fit, model by model.</summary>
    public required IReadOnlyList<FitOutcome> Fits { get; init; }

    /// <summary>Models that are not available on this machine, and why.</summary>
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
