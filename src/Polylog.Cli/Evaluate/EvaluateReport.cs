using System.Globalization;
using System.Text.Json.Nodes;
using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what an evaluation came to.</summary>
internal static class EvaluateReport
{
    /// <summary>The word for a choice of rows in files.</summary>
    public static string Word(RowChoice choice) => choice switch
    {
        RowChoice.All => "all",
        RowChoice.Coreset => "coreset",
        RowChoice.Paper => "paper",
        _ => "random",
    };

    public static void Write(EvaluateOutcome outcome, IAnsiConsole console)
    {
        EvaluationResult result = outcome.Result;
        EvaluationSettings settings = outcome.Request.Settings;
        var summary = new Summary(console);
        string dropped = outcome.Dropped > 0 ? $" ({Figures.Count(outcome.Dropped, "incomplete row")} left out)" : "";
        summary.Line("rows", $"{Figures.Whole(result.TrainingRows)} to learn from, {Figures.Whole(result.TestRows)} to be judged on{dropped}");
        summary.Line("columns", $"{outcome.Columns.Count}: {Figures.Names(outcome.Columns)}");
        summary.Line("target", $"{outcome.Target}, {(result.Classes == 0 ? "a number" : Figures.Count(result.Classes, "class", "classes"))}");
        summary.Line("coreset", $"{Kept(result.Coreset, result)}, made for the {settings.Loss.Name} loss{For(settings.Use)} in {Figures.Seconds(TimeSpan.FromSeconds(result.CoresetSeconds))}");
        summary.Line("as in the paper", result.Paper is { } paper
            ? $"{Kept(paper, result)}, the target as one more column"
            : "not made: with the target as one more column the order has more moments than rows are to be kept");
        summary.Line("random rows", $"as many as in the coreset, {Figures.Count(settings.Draws, "draw")}: mean and standard deviation");
        summary.Line("test error", result.Classes == 0 ? "root mean square" : "mean log loss");
        WriteErrors(result, console);
        if (result.Classes > 0)
            WriteAccuracies(result, console);
        foreach ((string model, string reason) in result.LeftOut)
            summary.Line("left out", $"{model}: {reason}");
        summary.Line("gap closed", "0% as good as random rows, 100% as good as all rows");
        if (outcome.Files is { } files)
        {
            summary.Line("fits", files.Rows);
            summary.Line("picture", PictureFont.Exists ? $"{files.Png}, {files.Svg}" : $"{files.Png} (without words: this machine has no font)");
        }
        summary.Line("time", Figures.Seconds(outcome.Time));
    }

    private static string For(Use use) => use == Use.Any ? "" : $" of {UseWords.Of(use)} models";

    public static void WriteJson(EvaluateOutcome outcome, TextWriter output)
    {
        EvaluationResult result = outcome.Result;
        JsonOutput.Write(output, new JsonObject
        {
            ["trainingRows"] = result.TrainingRows,
            ["testRows"] = result.TestRows,
            ["dropped"] = outcome.Dropped,
            ["columns"] = JsonOutput.Names(outcome.Columns),
            ["target"] = outcome.Target,
            ["loss"] = outcome.Request.Settings.Loss.Name,
            ["use"] = UseWords.Of(outcome.Request.Settings.Use),
            ["classes"] = result.Classes,
            ["seed"] = outcome.Request.Settings.Seed,
            ["kept"] = result.Coreset.Count,
            ["order"] = result.Coreset.Order,
            ["leaves"] = result.Coreset.Leaves,
            ["compressionSeconds"] = result.CoresetSeconds,
            ["models"] = new JsonArray([.. result.Models.Select(model => Json(model))]),
            ["leftOut"] = new JsonArray([.. result.LeftOut.Select(pair => new JsonObject { ["model"] = pair.Model, ["reason"] = pair.Reason })]),
            ["seconds"] = outcome.Time.TotalSeconds,
        });
    }

    /// <summary>An error or a share: four digits.</summary>
    public static string Error(double value) => Math.Abs(value) is >= 10_000 and < 1e9
        ? value.ToString("#,##0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    private static void WriteErrors(EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable("model", "all rows", "coreset", "as in the paper", "random rows", "gap closed", "seconds: all", "coreset", "random");
        foreach (ModelSummary model in result.Models)
        {
            table.Row(
                model.Model, Error(model.All.Error), Error(model.Coreset.Error), model.Paper is { } paper ? Error(paper.Error) : "-",
                model.Random.Count > 1 ? $"{Error(model.RandomError)} ±{Error(model.RandomDeviation)}" : Error(model.RandomError), Gap(model.GapClosed),
                Seconds(model.All.Seconds), Seconds(model.Coreset.Seconds), Seconds(model.Random.Average(fit => fit.Seconds)));
        }
        table.Write(console);
    }

    private static void WriteAccuracies(EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable("right classes", "all rows", "coreset", "as in the paper", "random rows");
        foreach (ModelSummary model in result.Models)
            table.Row(model.Model, Share(model.All.Accuracy), Share(model.Coreset.Accuracy), Share(model.Paper?.Accuracy), Share(model.RandomAccuracy));
        table.Write(console);
    }

    private static JsonObject Json(ModelSummary model) => new()
    {
        ["model"] = model.Model,
        ["all"] = Json(model.All),
        ["coreset"] = Json(model.Coreset),
        ["paper"] = model.Paper is { } paper ? Json(paper) : null,
        ["random"] = new JsonArray([.. model.Random.Select(Json)]),
        ["randomError"] = JsonOutput.Number(model.RandomError),
        ["gapClosed"] = model.GapClosed,
        ["paperGapClosed"] = model.PaperGapClosed,
    };

    private static JsonObject Json(FitOutcome fit) => new()
    {
        ["rows"] = fit.Count,
        ["error"] = JsonOutput.Number(fit.Error),
        ["accuracy"] = fit.Accuracy,
        ["seconds"] = fit.Seconds,
    };

    private static string Kept(Coreset coreset, EvaluationResult result)
    {
        int highest = coreset.Certificate.Shares[^1].Order;
        string order = highest > coreset.Order ? $"orders {coreset.Order} to {highest}" : $"order {coreset.Order}";
        return $"{Figures.Count(coreset.Count, "row")} ({Figures.Percent((double)coreset.Count / result.TrainingRows)}), {order}{(coreset.Leaves > 1 ? $" in {Figures.Whole(coreset.Leaves)} leaves" : "")}";
    }

    private static string Gap(double? share) => share is { } value ? value.ToString("0%", CultureInfo.InvariantCulture) : "-";

    private static string Share(double? share) => share is { } value ? value.ToString("0.0%", CultureInfo.InvariantCulture) : "-";

    private static string Seconds(double seconds) => seconds.ToString(seconds < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
