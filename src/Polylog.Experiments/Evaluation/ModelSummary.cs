namespace Polylog.Experiments;

/// <summary>The errors of one model on all choices of rows.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="All">On all training rows.</param>
/// <param name="Coreset">On the coreset.</param>
/// <param name="Paper">On the coreset made as in the paper; null where it could not be made.</param>
/// <param name="Random">On random rows, one a draw.</param>
public sealed record ModelSummary(string Model, FitOutcome All, FitOutcome Coreset, FitOutcome? Paper, IReadOnlyList<FitOutcome> Random)
{
    /// <summary>Mean error on random rows.</summary>
    public double RandomError => Random.Average(fit => fit.Error);

    /// <summary>Standard deviation of the error from draw to draw.</summary>
    public double RandomDeviation => SampleStatistics.Deviation([.. Random.Select(fit => fit.Error)]);

    /// <summary>Mean accuracy on random rows; null for numbers.</summary>
    public double? RandomAccuracy => Random.Average(fit => fit.Accuracy);

    /// <summary>
    /// How far the coreset's error is from that of random rows towards that of all rows: 1 is as good as all rows, 0 as random rows; null
    /// if random rows are as good as all.
    /// </summary>
    public double? GapClosed => Closed(Coreset);

    /// <summary>The same of the paper's way.</summary>
    public double? PaperGapClosed => Paper is null ? null : Closed(Paper);

    private double? Closed(FitOutcome fit) => RandomError > All.Error ? (RandomError - fit.Error) / (RandomError - All.Error) : null;
}
