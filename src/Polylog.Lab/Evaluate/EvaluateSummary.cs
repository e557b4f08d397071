using Polylog.Experiments;
using Spectre.Console;

namespace Polylog.Lab;

/// <summary>Shows the result of an evaluation.</summary>
internal static class EvaluateSummary
{
    // Standard errors over fewer splits are rough.
    private const int EnoughSplits = 3;

    public static void Write(EvaluateOutcome outcome, IAnsiConsole console)
    {
        var summary = new Summary(console);
        WriteInput(outcome, summary);
        WriteCompared(outcome, summary);
        EvaluateTables.Write(outcome.Result, console);
        WriteReading(outcome, summary);
        if (outcome.Request.Settings.SmoothTarget)
            summary.Line("take", SmoothVerdict.Sentence(outcome.Result.Models));
        if (outcome.Files is { } files)
        {
            summary.Line("fits", files.Rows);
            summary.Line("picture", PictureFont.Exists
                ? $"{files.Png}, {files.Svg}"
                : $"{files.Png} (without text: this machine has no font)");
        }
        summary.Line("time", Format.Seconds(outcome.Time));
    }

    private static void WriteInput(EvaluateOutcome outcome, Summary summary)
    {
        EvaluationResult result = outcome.Result;
        Roles roles = outcome.Roles;
        string each = result.Splits.Count > 1 ? $", in each of {result.Splits.Count} splits" : "";
        string[] left =
        [
            .. outcome.Dropped > 0 ? [$"{Format.Count(outcome.Dropped, "incomplete row")} left out"] : Array.Empty<string>(),
            .. outcome.Weightless > 0 ? [$"{Format.Count(outcome.Weightless, "row")} of weight 0 left out"] : Array.Empty<string>(),
        ];
        summary.Line("rows", $"{Format.Whole(result.TrainingRows)} for training, {Format.Whole(result.TestRows)} for testing{each}"
            + (left.Length > 0 ? $" ({string.Join(", ", left)})" : ""));
        summary.Line("columns", $"{roles.Columns.Count}: {Format.Names(roles.Columns)}");
        if (roles.Categories.Count > 0)
        {
            summary.Line("categories", $"{roles.Categories.Count}: {Format.Names(roles.Categories)}; "
                + $"{Format.Count(result.Features - roles.Columns.Count, "column")} of 0 and 1 in the models");
        }
        if (outcome.Marked.Groups is { } groups)
        {
            summary.Line("groups",
                $"{Format.Whole(groups.Count)} by {Format.Names(roles.Splitting)}; the coreset preserves the moments of each");
        }
        if (outcome.Request.WeightColumn is { } weight)
            summary.Line("weights", $"{Format.Plain(weight)}; of training rows, random rows and test errors");
        summary.Line("target", $"{outcome.Target}, "
            + $"{(result.Classes == 0 ? "a number" : Format.Count(result.Classes, "class", "classes"))}");
    }

    private static void WriteCompared(EvaluateOutcome outcome, Summary summary)
    {
        EvaluationResult result = outcome.Result;
        EvaluationSettings settings = outcome.Request.Settings;
        SplitResult first = result.Splits[0];
        bool isOne = result.Splits.Count == 1;
        summary.Line("coreset", $"{Kept(first.Coreset, result)}, made for the {settings.Loss.Name} loss{For(settings.Use)} "
            + $"in {Format.Seconds(TimeSpan.FromSeconds(first.CoresetSeconds))}{(isOne ? "" : " (first split)")}");
        if (settings.SmoothTarget)
            summary.Line("smooth target", "the same rows; a part of the target of each is a smooth regression on all training rows");
        summary.Line("as in the paper", first.Paper is { } paper
            ? $"{Kept(paper, result)}, the target as one more column"
            : "not made: with the target as one more column, the order has more moments than there are rows to keep");
        summary.Line("random rows", $"as many as in the coreset, {Format.Count(settings.Draws, "draw")}{(isOne ? "" : " in each split")}"
            + (settings.Draws > 1 ? "; ±sd: standard deviation from draw to draw" : ""));
        summary.Line("test error", $"{(result.Classes == 0 ? "root mean square" : "mean log loss")}"
            + $"{(isOne ? "" : ", mean over the splits")}; the best constant has {EvaluateTables.Error(outcome.ConstantError)}");
    }

    private static void WriteReading(EvaluateOutcome outcome, Summary summary)
    {
        EvaluationResult result = outcome.Result;
        WriteFailures(result, summary);
        foreach ((string model, string reason) in result.LeftOut)
            summary.Line("left out", $"{model}: {reason}");
        int splits = result.Splits.Count;
        summary.Line("gap closed", "0%: as good as random rows, 100%: as good as all rows, -: there is no gap");
        if (splits == 1)
        {
            summary.Line("standard error", $"none with one split, so a gap may be chance; use --splits {EnoughSplits} or more");
            return;
        }
        summary.Line("standard error", $"± of the gap closed, over the {splits} splits; more --splits make it smaller");
        string[] random = [.. result.Models.Where(model => model.GapClosed is { IsNoise: true }).Select(model => model.Model)];
        string[] paper = [.. result.Models.Where(model => model.IsGainNoise).Select(model => model.Model)];
        if (random.Length > 0)
            summary.Line("no difference", $"coreset and random rows: {Format.Names(random)} (inside the standard error)");
        if (paper.Length > 0)
            summary.Line("no difference", $"coreset and the paper's way: {Format.Names(paper)} (inside the standard error)");
    }

    private static void WriteFailures(EvaluationResult result, Summary summary)
    {
        FitOutcome[] failed = [.. result.Fits.Where(fit => fit.IsFailed)];
        if (failed.Length == 0)
            return;
        foreach (IGrouping<(string Model, RowChoice Rows), FitOutcome> fits in failed.GroupBy(fit => (fit.Model, fit.Rows)))
        {
            int all = result.Fits.Count(fit => (fit.Model, fit.Rows) == fits.Key);
            double[] finite = [.. fits.Select(fit => fit.Error).Where(double.IsFinite)];
            string errors = finite.Length == 0 ? "test error not finite" : $"test error up to {EvaluateTables.Error(finite.Max())}";
            summary.Line("failed (*)",
                $"{fits.Key.Model} on {Words(fits.Key.Rows)}: {Format.Whole(fits.Count())} of {Format.Count(all, "fit")}, {errors}");
        }
        summary.Line("", $"not averaged: errors over {FitOutcome.MostTimesConstant:0} times that of the best constant, or not finite");
    }

    private static string Words(RowChoice rows) => rows switch
    {
        RowChoice.All => "all rows",
        RowChoice.Coreset => "the coreset",
        RowChoice.Smooth => "the coreset with a smoothed target",
        RowChoice.Paper => "the coreset as in the paper",
        _ => "random rows",
    };

    private static string For(Use use) => use == Use.Any ? "" : $" of {UseWords.Word(use)} models";

    private static string Kept(Coreset coreset, EvaluationResult result)
    {
        int highest = coreset.Shares[^1].Order;
        string order = highest > coreset.Order ? $"orders {coreset.Order} to {highest}" : $"order {coreset.Order}";
        string leaves = coreset.Leaves > 1 ? $" in {Format.Whole(coreset.Leaves)} leaves" : "";
        return $"{Format.Count(coreset.Count, "row")} ({Format.Percent((double)coreset.Count / result.TrainingRows)}), {order}{leaves}";
    }
}
