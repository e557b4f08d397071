namespace Polylog;

/// <summary>Reports the progress of a part of the work as progress of the whole.</summary>
internal sealed class ScaledProgress : IProgress<double>
{
    private readonly IProgress<double> _whole;
    private readonly double _from;
    private readonly double _share;

    private ScaledProgress(IProgress<double> whole, double from, double share)
    {
        _whole = whole;
        _from = from;
        _share = share;
    }

    /// <summary>A part's progress; none where nobody asked for the whole's.</summary>
    /// <param name="whole">Takes the whole's, 0 to 1.</param>
    /// <param name="from">Where the part begins in it.</param>
    /// <param name="share">How much of it the part is.</param>
    public static ScaledProgress? Part(IProgress<double>? whole, double from, double share) =>
        whole is null ? null : new ScaledProgress(whole, from, share);

    /// <inheritdoc/>
    public void Report(double value) => _whole.Report(_from + _share * value);
}
