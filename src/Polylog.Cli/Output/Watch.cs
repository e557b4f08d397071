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
        if (console is null)
            return work(null);
        var share = new Share();
        Task<T> task = Task.Run(() => work(share));
        if (!Ended(task, s_patience))
            Show(title, task, share);
        return task.GetAwaiter().GetResult();
    }

    private void Show(string title, Task task, Share share) => console!.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: 1);
            do
            {
                bar.IsIndeterminate = share.Value <= 0;
                bar.Value = share.Value;
            }
            while (!Ended(task, s_tick));
        });

    // Unlike Task.Wait this does not throw what the task threw.
    private static bool Ended(Task task, TimeSpan time) => Task.WaitAny([task], time) == 0;

    /// <summary>The part done, told by any thread.</summary>
    private sealed class Share : IProgress<double>
    {
        private double _value;

        public double Value => Volatile.Read(ref _value);

        public void Report(double value) => Volatile.Write(ref _value, value);
    }
}
