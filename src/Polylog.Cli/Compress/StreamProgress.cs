using System.Diagnostics;

namespace Polylog.Cli;

/// <summary>Tells the rows compressed so far, how many a second, and the time left.</summary>
/// <param name="target">Told all of it; null to tell nobody.</param>
/// <param name="all">Rows of the input; null where nobody knows, and the share that was read stands for that of the rows.</param>
/// <param name="before">Rows that an earlier run compressed.</param>
internal sealed class StreamProgress(IProgress<PartProgress>? target, long? all, long before) : IProgress<double>
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _before = before;
    private long _rows = before;

    /// <summary>The reader tells its share.</summary>
    public void Report(double value)
    {
        if (all is null)
            Tell(value, null);
    }

    /// <summary>Another part is done.</summary>
    /// <param name="rows">Rows so far, with those of an earlier run.</param>
    public void Done(long rows)
    {
        Volatile.Write(ref _rows, rows);
        if (all is { } known)
            Tell(rows / (double)known, Stopwatch.GetElapsedTime(_start) * ((known - rows) / (double)Math.Max(1, rows - _before)));
    }

    private void Tell(double share, TimeSpan? left)
    {
        long rows = Volatile.Read(ref _rows);
        double rate = (rows - _before) / Math.Max(1e-3, Stopwatch.GetElapsedTime(_start).TotalSeconds);
        target?.Report(new PartProgress(share, $"{Format.Count(rows, "row")}, {Format.Whole((long)rate)} a second", left));
    }
}
