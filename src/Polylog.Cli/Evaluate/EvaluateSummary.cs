using System.Globalization;
using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows the result of an evaluation.</summary>
internal static class EvaluateSummary
{
    public static void Write(EvaluateOutcome outcome, IAnsiConsole console)
    {
        EvaluationResult result = outcome.Result;
        EvaluationSettings settings = outcome.Request.Settings;
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $" ({Format.Count(outcome.Dropped, "incomplete row")} left out)" : "";
        summary.Line("rows", $"{Format.Whole(result.TrainingRows)} for training, {Format.Whole(result.TestRows)} for testing{dropped}");
        summary.Line("columns", $"{outcome.Columns.Count}: {Format.Names(outcome.Columns)}");
        summary.Line("target", $"{outcome.Target}, "
            + $"{(result.Classes == 0 ? "a number" : Format.Count(result.Classes, "class", "classes"))}");
        summary.Line("coreset", $"{Kept(result.Coreset, result)}, made for the {settings.Loss.Name} loss{For(settings.Use)} "
            + $"in {Format.Seconds(TimeSpan.FromSeconds(result.CoresetSeconds))}");
        summary.Line("as in the paper", result.Paper is { } paper
            ? $"{Kept(paper, result)}, the target as one more column"
            : "not made: with the target as one more column, the order has more moments than there are rows to keep");
        summary.Line("random rows", $"as many as in the coreset, {Format.Count(settings.Draws, "draw")}: mean and standard deviation");
        summary.Line("test error", result.Classes == 0 ? "root mean square" : "mean log loss");
        WriteErrors(result, console);
        if (result.Classes > 0)
            WriteAccuracies(result, console);
        foreach ((string model, string reason) in result.LeftOut)
            summary.Line("left out", $"{model}: {reason}");
        summary.Line("gap closed", "0%: as good as random rows, 100%: as good as all rows");
        if (outcome.Files is { } files)
        {
            summary.Line("fits", files.Rows);
            summary.Line("picture", PictureFont.Exists
                ? $"{files.Png}, {files.Svg}"
                : $"{files.Png} (without text: this machine has no font)");
        }
        summary.Line("time", Format.Seconds(outcome.Time));
    }

    private static string For(Use use) => use == Use.Any ? "" : $" of {UseWords.Word(use)} models";

    /// <summary>An error with four digits.</summary>
    public static string Error(double value) => Math.Abs(value) is >= 10_000 and < 1e9
        ? value.ToString("#,##0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    private static void WriteErrors(EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable(
            "model", "all rows", "coreset", "as in the paper", "random rows", "gap closed", "seconds: all", "coreset", "random");
        foreach (ModelSummary model in result.Models)
        {
            table.Row(
                model.Model, Error(model.All.Error), Error(model.Coreset.Error), model.Paper is { } paper ? Error(paper.Error) : "-",
                model.Random.Count > 1 ? $"{Error(model.RandomError)} ±{Error(model.RandomDeviation)}" : Error(model.RandomError),
                Gap(model.GapClosed),
                Seconds(model.All.Seconds), Seconds(model.Coreset.Seconds), Seconds(model.Random.Average(fit => fit.Seconds)));
        }
        table.Write(console);
    }

    private static void WriteAccuracies(EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable("accuracy", "all rows", "coreset", "as in the paper", "random rows");
        foreach (ModelSummary model in result.Models)
        {
            table.Row(
                model.Model, Share(model.All.Accuracy), Share(model.Coreset.Accuracy),
                Share(model.Paper?.Accuracy), Share(model.RandomAccuracy));
        }
        table.Write(console);
    }

    private static string Kept(Coreset coreset, EvaluationResult result)
    {
        int highest = coreset.Shares[^1].Order;
        string order = highest > coreset.Order ? $"orders {coreset.Order} to {highest}" : $"order {coreset.Order}";
        string leaves = coreset.Leaves > 1 ? $" in {Format.Whole(coreset.Leaves)} leaves" : "";
        return $"{Format.Count(coreset.Count, "row")} ({Format.Percent((double)coreset.Count / result.TrainingRows)}), {order}{leaves}";
    }

    private static string Gap(double? share) => share is { } value ? value.ToString("0%", CultureInfo.InvariantCulture) : "-";

    private static string Share(double? share) => share is { } value ? value.ToString("0.0%", CultureInfo.InvariantCulture) : "-";

    private static string Seconds(double seconds) => seconds.ToString(seconds < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
