using System.Runtime.CompilerServices;
using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows a bar while work goes on that takes longer than a moment, where somebody watches.</summary>
internal sealed class Watch(IAnsiConsole? console)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Does work, and clears the bar away afterwards.</summary>
    public T Over<T>(string title, Func<IProgress<double>?, T> work)
    {
        var share = new Latest<double>();
        return Over(() => work(console is null ? null : share), () => (title, share.Value));
    }

    /// <summary>Does work of many parts, some of them long: says which of them it is at and how much time is left.</summary>
    public T OverParts<T>(string title, Func<IProgress<FigureProgress>?, T> work)
    {
        var progress = new Latest<FigureProgress>();
        return Over(() => work(console is null ? null : progress), () => progress.Value is { } now ? ($"{title}: {now.Now}{Left(now.Left)}", now.Share) : (title, 0));
    }

    private static string Left(TimeSpan? left) => left is { } time ? $", {Format.Duration(time)} left" : "";

    private T Over<T>(Func<T> work, Func<(string Title, double Share)> state)
    {
        if (console is null)
            return work();
        Task<T> task = Task.Run(work);
        if (!Ended(task, s_patience))
            Show(task, state);
        return task.GetAwaiter().GetResult();
    }

    private void Show(Task task, Func<(string Title, double Share)> state) => console!.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(state().Title), maxValue: 1);
            do
            {
                (string title, double share) = state();
                bar.Description = Markup.Escape(title);
                bar.IsIndeterminate = share <= 0;
                bar.Value = share;
            }
            while (!Ended(task, s_tick));
        });

    // Unlike Task.Wait this does not throw what the task threw.
    private static bool Ended(Task task, TimeSpan time) => Task.WaitAny([task], time) == 0;

    /// <summary>What was told last, by any thread.</summary>
    private sealed class Latest<T> : IProgress<T>
    {
        private StrongBox<T?> _value = new();

        public T? Value => Volatile.Read(ref _value).Value;

        public void Report(T value) => Volatile.Write(ref _value, new StrongBox<T?>(value));
    }
}
