using System.Diagnostics;

namespace Polylog.Tables;

/// <summary>Reports progress no more often than an eye can follow, and never backwards.</summary>
internal sealed class ThrottledProgress(IProgress<double>? target, Func<double> current)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private long last = Stopwatch.GetTimestamp();
    private double highest;

    public void Tick()
    {
        if (target is null || Stopwatch.GetElapsedTime(last) < Interval)
            return;
        last = Stopwatch.GetTimestamp();
        highest = Math.Max(highest, current());
        target.Report(highest);
    }
}
