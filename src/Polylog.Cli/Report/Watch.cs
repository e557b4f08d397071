using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows a progress bar at a terminal while work takes longer than a moment.</summary>
/// <param name="console">Where the bar is drawn; null where the output is not a terminal, and nothing is drawn.</param>
internal sealed class Watch(IAnsiConsole? console)
{
    // What the bar shows now; null while there is no bar.
    private volatile Func<(string Title, double Share)>? _state;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Does work and removes the bar afterwards. Steps of that work that are watched as well show in the same bar.</summary>
    public T Over<T>(string title, Func<IProgress<double>?, T> work)
    {
        var share = new Latest<double>();
        return Over(() => work(console is null ? null : share), () => (title, share.Value));
    }

    /// <summary>Does work of many parts, and shows the current part and the time left.</summary>
    public T OverParts<T>(string title, Func<IProgress<PartProgress>?, T> work)
    {
        var progress = new Latest<PartProgress>();
        return Over(
            () => work(console is null ? null : progress),
            () => progress.Value is { } now ? ($"{title}: {now.Now}{Left(now.Left)}", now.Share) : (title, 0));
    }

    private static string Left(TimeSpan? left) => left is { } time ? $", {Format.Duration(time)} left" : "";

    private T Over<T>(Func<T> work, Func<(string Title, double Share)> state)
    {
        if (console is null)
            return work();
        Func<(string Title, double Share)>? outer = _state;
        _state = state;
        try
        {
            if (outer is not null)
                return work();
            Task<T> task = Task.Run(work);
            if (!Ended(task, s_patience))
                Show(task);
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            _state = outer;
        }
    }

    private void Show(Task task) => console!.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(_state!().Title), maxValue: 1);
            do
            {
                (string title, double share) = _state!();
                bar.Description = Markup.Escape(title);
                bar.IsIndeterminate = share <= 0;
                bar.Value = share;
            }
            while (!Ended(task, s_tick));
        });

    // Task.Wait would throw the exception of the task here.
    private static bool Ended(Task task, TimeSpan time) => Task.WaitAny([task], time) == 0;

    /// <summary>The last value that any thread reported.</summary>
    private sealed class Latest<T> : IProgress<T>
    {
        private StrongBox<T?> _value = new();

        public T? Value => Volatile.Read(ref _value).Value;

        public void Report(T value) => Volatile.Write(ref _value, new StrongBox<T?>(value));
    }
}
