using System.Diagnostics;

namespace Polylog.Experiments;

/// <summary>How far a figure is.</summary>
/// <param name="Share">The share done, 0 to 1.</param>
/// <param name="Now">What is being worked out.</param>
/// <param name="Left">Time left, judged by the time taken so far; null while there is nothing to judge by.</param>
public sealed record FigureProgress(double Share, string Now, TimeSpan? Left);

/// <summary>Works out what is missing of a figure.</summary>
/// <param name="figure">The figure.</param>
/// <param name="folder">Where its rows go.</param>
/// <param name="seed">Its seed.</param>
public sealed class FigureRun(Figure figure, ResultFolder folder, ulong seed)
{
    // Sooner than this the time left is a guess.
    private const double FirstGuessSeconds = 2;

    private readonly IReadOnlyList<WorkUnit> _units = figure.Units(seed);

    /// <summary>Units in all.</summary>
    public int Units => _units.Count;

    /// <summary>Units whose rows are on the disk.</summary>
    public int Done { get; private set; }

    /// <summary>Units whose rows were on the disk when the work began.</summary>
    public int Before { get; private set; }

    /// <summary>Goes on behind the last unit that is there, to the end.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work; the units done by then are kept.</param>
    /// <exception cref="ExperimentException">The folder's rows are not this figure's.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Complete(IProgress<FigureProgress>? progress, CancellationToken cancellation)
    {
        using ResultFile rows = ResultFile.Open(folder.Rows, figure.Columns, _units);
        Before = Done = rows.UnitsDone;
        double all = _units.Sum(unit => unit.Cost);
        double before = _units.Take(Done).Sum(unit => unit.Cost);
        double done = before;
        var clock = Stopwatch.StartNew();
        foreach (WorkUnit unit in _units.Skip(Done))
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(unit, 0);
            rows.Append(unit, unit.Run(progress is null ? null : new Share(share => Tell(unit, share)), cancellation));
            done += unit.Cost;
            Done++;
        }

        void Tell(WorkUnit unit, double share)
        {
            double now = done + share * unit.Cost;
            double seconds = clock.Elapsed.TotalSeconds;
            TimeSpan? left = seconds > FirstGuessSeconds && now > before
                ? TimeSpan.FromSeconds(seconds * (all - now) / (now - before))
                : null;
            progress?.Report(new FigureProgress(now / all, unit.Title, left));
        }
    }

    private sealed class Share(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
