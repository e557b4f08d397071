using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Errors, accuracies and times of an evaluation as tables that fit into 80 columns.</summary>
internal static class EvaluateTables
{
    public static void Fill(Report report, EvaluateOutcome outcome)
    {
        EvaluationResult result = outcome.Result;
        report.Table(Errors(result));
        if (result.Models.Any(model => model.Smooth is not null))
            report.Table(Smooth(result));
        if (result.Classes > 0)
            report.Table(Of("accuracy", choice => Share(choice?.Accuracy), result));
        report.Table(Of("seconds", choice => choice is null ? "-" : Seconds(choice.Seconds), result));
        if (outcome.Curve.Count > 0)
            report.Table(Sizes(outcome));
    }

    private static FactTable Sizes(EvaluateOutcome outcome) => new("Test errors by number of rows", ["model", "rows", "coreset",
        "random rows", "all rows"],
        [.. outcome.Result.Models.SelectMany(model => outcome.Curve.Select(step =>
        {
            ModelSummary own = step.Result.Models.First(other => other.Model == model.Model);
            return (IReadOnlyList<string>)[model.Model, Format.Whole(step.Size), Cell(own.Coreset), Cell(own.Random), Cell(own.All)];
        }))]);

    /// <summary>An error with four digits.</summary>
    public static string Error(double value) => Rounded(value, "G4");

    private static FactTable Errors(EvaluationResult result)
    {
        bool isOneDraw = result.Models.All(model => model.Random.Fits.All(fit => fit.Draw == 0));
        return new FactTable("Test errors",
            ["model", "all rows", "coreset", "the paper", isOneDraw ? "random rows" : "random rows ±sd", "gap closed"],
            [.. result.Models.Select(model => (IReadOnlyList<string>)[
                model.Model, Cell(model.All), Cell(model.Coreset), model.Paper is { } paper ? Cell(paper) : "-",
                Cell(model.Random, isOneDraw ? null : model.Random.Deviation), Gap(model.GapClosed)])]);
    }

    private static FactTable Smooth(EvaluationResult result)
    {
        return new FactTable("Test errors with a smoothed target", ["model", "coreset", "smooth target", "lower by", "gap closed"],
            [.. result.Models.Where(model => model.Smooth is not null).Select(model => (IReadOnlyList<string>)[
                model.Model, Cell(model.Coreset), Cell(model.Smooth!), Gain(model.SmoothGain), Gap(model.SmoothGapClosed)])]);
    }

    private static FactTable Of(string what, Func<ChoiceSummary?, string> cell, EvaluationResult result)
    {
        return new FactTable(what, [what, "all rows", "coreset", "the paper", "random rows"],
            [.. result.Models.Select(model => (IReadOnlyList<string>)[
                model.Model, cell(model.All), cell(model.Coreset), cell(model.Paper), cell(model.Random)])]);
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
