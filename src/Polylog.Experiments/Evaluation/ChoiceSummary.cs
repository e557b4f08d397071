namespace Polylog.Experiments;

/// <summary>One model on one choice of rows, over all splits. Failed fits do not count in means of errors.</summary>
/// <param name="Fits">The fits, at least one.</param>
public sealed record ChoiceSummary(IReadOnlyList<FitOutcome> Fits)
{
    /// <summary>Fits that failed.</summary>
    public int Failed => Fits.Count(fit => fit.IsFailed);

    /// <summary>Mean error over the splits; null if every fit failed.</summary>
    public double? Error => Mean(fits => fits.Average(fit => fit.Error));

    /// <summary>Standard deviation of the error from draw to draw inside a split; null if every fit failed.</summary>
    public double? Deviation => Mean(fits => Math.Pow(SampleStatistics.Deviation([.. fits.Select(fit => fit.Error)]), 2)) is { } square
        ? Math.Sqrt(square) : null;

    /// <summary>Mean accuracy over the splits; null for numbers, or if every fit failed.</summary>
    public double? Accuracy => Mean(fits => fits.Average(fit => fit.Accuracy));

    /// <summary>Mean time of a fit.</summary>
    public double Seconds => Fits.Average(fit => fit.Seconds);

    /// <summary>The mean error in one split; null if every fit failed there.</summary>
    /// <param name="seed">Seed of the split.</param>
    public double? ErrorOf(ulong seed) => Splits.FirstOrDefault(split => split.Key == seed)?.Average(fit => fit.Error);

    private IEnumerable<IGrouping<ulong, FitOutcome>> Splits => Fits.Where(fit => !fit.IsFailed).GroupBy(fit => fit.Seed);

    private double? Mean(Func<IEnumerable<FitOutcome>, double?> value) => Splits.Average(value);
}
