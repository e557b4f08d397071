using System.Globalization;
using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Lab;

/// <summary>Errors, accuracies and times of an evaluation as tables that fit into 80 columns.</summary>
internal static class EvaluateTables
{
    public static void Write(EvaluationResult result, IAnsiConsole console)
    {
        WriteErrors(result, console);
        if (result.Models.Any(model => model.Smooth is not null))
            WriteSmooth(result, console);
        if (result.Classes > 0)
            Write("accuracy", choice => Share(choice?.Accuracy), result, console);
        Write("seconds", choice => choice is null ? "-" : Seconds(choice.Seconds), result, console);
    }

    /// <summary>An error with four digits.</summary>
    public static string Error(double value) => Rounded(value, "G4");

    private static void WriteErrors(EvaluationResult result, IAnsiConsole console)
    {
        bool isOneDraw = result.Models.All(model => model.Random.Fits.All(fit => fit.Draw == 0));
        var table = new ReportTable(
            "model", "all rows", "coreset", "the paper", isOneDraw ? "random rows" : "random rows ±sd", "gap closed");
        foreach (ModelSummary model in result.Models)
        {
            table.Row(model.Model, Cell(model.All), Cell(model.Coreset), model.Paper is { } paper ? Cell(paper) : "-",
                Cell(model.Random, isOneDraw ? null : model.Random.Deviation), Gap(model.GapClosed));
        }
        table.Write(console);
    }

    private static void WriteSmooth(EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable("model", "coreset", "smooth target", "lower by", "gap closed");
        foreach (ModelSummary model in result.Models.Where(model => model.Smooth is not null))
            table.Row(model.Model, Cell(model.Coreset), Cell(model.Smooth!), Gain(model.SmoothGain), Gap(model.SmoothGapClosed));
        table.Write(console);
    }

    private static void Write(string what, Func<ChoiceSummary?, string> cell, EvaluationResult result, IAnsiConsole console)
    {
        var table = new ReportTable(what, "all rows", "coreset", "the paper", "random rows");
        foreach (ModelSummary model in result.Models)
            table.Row(model.Model, cell(model.All), cell(model.Coreset), cell(model.Paper), cell(model.Random));
        table.Write(console);
    }

    // A star where a fit failed and is not in the mean.
    private static string Cell(ChoiceSummary choice, double? deviation = null)
    {
        if (choice.Error is not { } error)
            return "failed*";
        return $"{Error(error)}{(deviation is { } spread ? $" ±{Rounded(spread, "G2")}" : "")}{(choice.Failed > 0 ? "*" : "")}";
    }

    private static string Gap(SplitEstimate? gap) => gap is null ? "-"
        : gap.StandardError is { } error ? $"{Percent(gap.Value)} ±{Percent(error)}"
        : Percent(gap.Value);

    private static string Gain(SplitEstimate? gain) => gain is null ? "-"
        : gain.StandardError is { } error ? $"{Rounded(gain.Value, "G2")} ±{Rounded(error, "G2")}"
        : Rounded(gain.Value, "G2");

    private static string Rounded(double value, string digits) => Math.Abs(value) is >= 100 and < 1e9
        ? value.ToString(Math.Abs(value) < 10_000 && digits == "G4" ? digits : "#,##0", CultureInfo.InvariantCulture)
        : value.ToString(digits, CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0%", CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } value ? value.ToString("0.0%", CultureInfo.InvariantCulture) : "-";

    private static string Seconds(double seconds) => seconds.ToString(seconds < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
