namespace Polylog.Experiments;

/// <summary>The errors of one model on all choices of rows, over all splits.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="All">On all training rows.</param>
/// <param name="Coreset">On the coreset.</param>
/// <param name="Paper">On the coreset made as in the paper; null where it could not be made.</param>
/// <param name="Random">On random rows.</param>
public sealed record ModelSummary(string Model, ChoiceSummary All, ChoiceSummary Coreset, ChoiceSummary? Paper, ChoiceSummary Random)
{
    // Errors that differ by less than this share are equal but for rounding.
    private const double Rounding = 1e-9;

    /// <summary>On the coreset with a smoothed target; null where nobody asked for it.</summary>
    public ChoiceSummary? Smooth { get; init; }

    /// <summary>Fits that failed, in words of their rows.</summary>
    public IEnumerable<FitOutcome> FailedFits =>
        All.Fits.Concat(Coreset.Fits).Concat(Smooth?.Fits ?? []).Concat(Paper?.Fits ?? []).Concat(Random.Fits).Where(fit => fit.IsFailed);

    /// <summary>
    /// How far the coreset's error is from that of random rows towards that of all rows: 1 is as good as all rows, 0 as random rows. The
    /// means are over the splits in which all three have an error. Null if there is none, or random rows are as good as all.
    /// </summary>
    public SplitEstimate? GapClosed => Closed(Coreset);

    /// <summary>The same of the paper's way.</summary>
    public SplitEstimate? PaperGapClosed => Paper is null ? null : Closed(Paper);

    /// <summary>The same of the coreset with a smoothed target.</summary>
    public SplitEstimate? SmoothGapClosed => Smooth is null ? null : Closed(Smooth);

    /// <summary>How much smaller the coreset's error is than that of the paper's way; null if no split has both.</summary>
    public SplitEstimate? Gain => Difference(Paper, Coreset);

    /// <summary>Whether the coreset and the paper's way are no further apart than the standard error of their difference.</summary>
    public bool IsGainNoise => IsNoise(Gain);

    /// <summary>How much smaller the error is with a smoothed target than with the coreset's own; null if no split has both.</summary>
    public SplitEstimate? SmoothGain => Difference(Coreset, Smooth);

    /// <summary>
    /// Whether both targets are no further apart than twice the standard error of their difference: a choice between them is advice.
    /// </summary>
    public bool IsSmoothGainNoise =>
        IsNoise(SmoothGain) || (SmoothGain is { StandardError: { } error } gain && Math.Abs(gain.Value) <= 2 * error);

    /// <summary>Splits of the rows into training and test rows.</summary>
    public int Splits => Seeds.Count();

    private IEnumerable<ulong> Seeds => All.Fits.Select(fit => fit.Seed).Distinct();

    private SplitEstimate? Difference(ChoiceSummary? from, ChoiceSummary? to) =>
        Seeds.Where(seed => from?.ErrorOf(seed) is not null && to?.ErrorOf(seed) is not null)
            .Select(seed => from!.ErrorOf(seed)!.Value - to!.ErrorOf(seed)!.Value).ToArray() is { Length: > 0 } gains
                ? SplitEstimate.Mean(gains) : null;

    private bool IsNoise(SplitEstimate? gain) => gain is { StandardError: not null }
        && (gain.IsNoise || Math.Abs(gain.Value) <= Rounding * Coreset.Error);

    private SplitEstimate? Closed(ChoiceSummary choice)
    {
        (double Part, double Whole)[] splits =
        [
            .. from seed in Seeds
               let all = All.ErrorOf(seed)
               let random = Random.ErrorOf(seed)
               let own = choice.ErrorOf(seed)
               where all is not null && random is not null && own is not null
               select (random.Value - own.Value, random.Value - all.Value),
        ];
        return splits.Sum(split => split.Whole) > 0 ? SplitEstimate.Ratio(splits) : null;
    }
}
