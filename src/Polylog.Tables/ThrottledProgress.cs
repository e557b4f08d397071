using System.Diagnostics;

namespace Polylog.Tables;

/// <summary>Reports progress a few times a second at most, and never backwards.</summary>
internal sealed class ThrottledProgress(IProgress<double>? target, Func<double> current)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private long _last = Stopwatch.GetTimestamp();
    private double _highest;

    public void Tick()
    {
        if (target is null || Stopwatch.GetElapsedTime(_last) < s_interval)
            return;
        _last = Stopwatch.GetTimestamp();
        _highest = Math.Max(_highest, current());
        target.Report(_highest);
    }
}
