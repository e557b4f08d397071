namespace Polylog.Experiments.Tests;

/// <summary>An experiment that was stopped, or whose file was spoilt.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly ResultRows _rows = new();

    [Fact]
    public void Stopped_and_gone_on_with_gives_the_same_rows()
    {
        string[] whole = _rows.Run(ResultRows.Small, "whole");
        for (int parts = 0; parts < 8; parts += 3)
        {
            string name = $"stopped-{parts}";
            Assert.Equal(parts, RunSome(name, parts));
            Assert.Equal(1 + parts, ResultRows.Untimed(Csv(name)).Length);
            Assert.Equal(whole, _rows.Run(ResultRows.Small, name));
        }
    }

    [Fact]
    public void Cut_anywhere_it_gives_the_same_rows()
    {
        string[] whole = _rows.Run(ResultRows.Small, "cut");
        byte[] bytes = File.ReadAllBytes(Csv("cut"));
        for (int length = 0; length <= bytes.Length; length += 23)
        {
            File.WriteAllBytes(Csv("cut"), bytes[..length]);
            Assert.Equal(whole, _rows.Run(ResultRows.Small, "cut"));
        }
    }

    [Fact]
    public void Rows_that_are_there_are_not_worked_out_again()
    {
        _rows.Run(ResultRows.Small, "twice");
        byte[] before = File.ReadAllBytes(Csv("twice"));
        _rows.Run(ResultRows.Small, "twice");
        Assert.Equal(before, File.ReadAllBytes(Csv("twice")));
    }

    [Fact]
    public void A_spoilt_last_row_is_worked_out_again()
    {
        string[] whole = _rows.Run(ResultRows.Small, "last");
        string text = File.ReadAllText(Csv("last"));
        File.WriteAllText(Csv("last"), text[..(text.TrimEnd().LastIndexOf('\n') + 4)] + "?,?\n");
        Assert.Equal(whole, _rows.Run(ResultRows.Small, "last"));
    }

    [Fact]
    public void A_spoilt_row_in_the_middle_is_refused_and_left_alone()
    {
        _rows.Run(ResultRows.Small, "middle");
        string[] lines = File.ReadAllLines(Csv("middle"));
        lines[2] = lines[2].Replace("1,500,", "1,501,", StringComparison.Ordinal);
        string spoilt = string.Join('\n', lines) + "\n";
        File.WriteAllText(Csv("middle"), spoilt);
        Assert.Equal(
            $"line 3 of '{Csv("middle")}' must be the row '1,500,500,1,...' with 11 cells; "
            + "delete it and all lines after it, or choose another folder with ResultFolder.Open",
            Refusal(() => _rows.Run(ResultRows.Small, "middle")));
        Assert.Equal(spoilt, File.ReadAllText(Csv("middle")));
    }

    [Fact]
    public void More_rows_than_the_experiment_has_are_refused()
    {
        _rows.Run(ResultRows.Small, "more");
        File.AppendAllText(Csv("more"), File.ReadLines(Csv("more")).Last() + "\n");
        Assert.Equal(
            $"'{Csv("more")}' has lines after line 9, the last one of the experiment; "
            + "delete them, or choose another folder with ResultFolder.Open",
            Refusal(() => _rows.Run(ResultRows.Small, "more")));
    }

    [Fact]
    public void Another_experiment_s_folder_is_refused_and_left_alone()
    {
        _rows.Run(ResultRows.Small, "one");
        byte[] before = File.ReadAllBytes(Csv("one"));
        Refused("scale tiny, not quick", () => _rows.Run(ResultRows.Small, "one", scale: FigureScale.Quick));
        Refused("seed 1, not 2", () => _rows.Run(ResultRows.Small, "one", seed: 2));
        Refused("figure fig8, not fig6", () => _rows.Run(new Figure6Runtime(RuntimeSettings.ForScale(FigureScale.Tiny)), "one"));
        Refused("other settings", () => _rows.Run(new Figure8Polylog(new PolylogSettings([1], [500], 2)), "one"));
        Assert.Equal(["experiment.json", "fig8.csv"], Directory.GetFiles(_rows["one"]).Select(Path.GetFileName).Order());
        Assert.Equal(before, File.ReadAllBytes(Csv("one")));

        void Refused(string what, Action run) => Assert.Equal(
            $"'{_rows["one"]}' holds the results of another experiment ({what}); choose another folder with ResultFolder.Open",
            Refusal(run));
    }

    [Fact]
    public void Two_runs_at_once_are_refused()
    {
        Figure figure = ResultRows.Small;
        var run = new FigureRun(figure, ResultFolder.Open(_rows["both"], figure, FigureScale.Tiny, 1), 1);
        string? refusal = null;
        run.Complete(new Tell(() => refusal ??= Refusal(() => _rows.Run(figure, "both"))), TestContext.Current.CancellationToken);
        Assert.StartsWith($"cannot write '{Csv("both")}': ", refusal, StringComparison.Ordinal);
        Assert.Equal(_rows.Run(figure, "one"), ResultRows.Untimed(Csv("both")));
    }

    [Fact]
    public void Rows_of_unknown_origin_are_refused()
    {
        Directory.CreateDirectory(_rows["unknown"]);
        File.WriteAllText(Csv("unknown"), "mine");
        Assert.Equal(
            $"'{Csv("unknown")}' exists, but no experiment.json says which experiment it is from; "
            + "choose another folder with ResultFolder.Open",
            Refusal(() => _rows.Run(ResultRows.Small, "unknown")));
        File.WriteAllText(Path.Combine(_rows["unknown"], "experiment.json"), "{");
        Assert.StartsWith(
            $"'{Path.Combine(_rows["unknown"], "experiment.json")}' does not say which experiment",
            Refusal(() => _rows.Run(ResultRows.Small, "unknown")),
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Csv("unknown")));
    }

    public void Dispose() => _rows.Dispose();

    private static string Refusal(Action run)
    {
        string message = Assert.Throws<ExperimentException>(run).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private string Csv(string name) => Path.Combine(_rows[name], "fig8.csv");

    // Stops when the part after some whole ones begins; gives how many are done.
    private int RunSome(string name, int parts)
    {
        using var stop = new CancellationTokenSource();
        Figure figure = ResultRows.Small;
        var run = new FigureRun(figure, ResultFolder.Open(_rows[name], figure, FigureScale.Tiny, 1), 1);
        Assert.ThrowsAny<OperationCanceledException>(() => run.Complete(
            new Tell(() =>
            {
                if (run.Done == parts)
                    stop.Cancel();
            }),
            stop.Token));
        return run.Done;
    }

    private sealed class Tell(Action action) : IProgress<FigureProgress>
    {
        public void Report(FigureProgress value)
        {
            Assert.InRange(value.Share, 0, 1);
            action();
        }
    }
}
