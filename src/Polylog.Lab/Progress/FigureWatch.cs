using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Shows how far an experiment is.</summary>
internal static class FigureWatch
{
    /// <summary>Does work of many parts, and shows the current part and the time left.</summary>
    public static T OverFigure<T>(this Watch watch, string title, Func<IProgress<FigureProgress>?, T> work) =>
        watch.OverParts(title, progress => work(progress is null ? null : new Passed(progress)));

    private sealed class Passed(IProgress<PartProgress> target) : IProgress<FigureProgress>
    {
        public void Report(FigureProgress value) => target.Report(new PartProgress(value.Share, value.Now, value.Left));
    }
}
