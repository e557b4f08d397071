namespace Polylog;

/// <summary>Counts points that are done, on several threads, and tells their share.</summary>
/// <param name="progress">Told the share, 0 to 1; null for nobody.</param>
/// <param name="all">Points in all, each as often as it is passed.</param>
internal sealed class PointProgress(IProgress<double>? progress, long all)
{
    private long _done;

    /// <summary>Counts points.</summary>
    /// <param name="points">How many.</param>
    public void Add(int points)
    {
        if (progress is not null)
            progress.Report(Math.Min(1, (double)Interlocked.Add(ref _done, points) / all));
    }
}
