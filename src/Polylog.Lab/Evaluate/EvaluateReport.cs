using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The facts of an evaluation.</summary>
internal static class EvaluateReport
{
    // Standard errors over fewer splits are rough.
    private const int EnoughSplits = 3;

    public static Report Of(EvaluateOutcome outcome)
    {
        var report = new Report($"Predicting {outcome.Target}")
        {
            Kind = "Models on all rows, on a coreset and on random rows",
            Program = "polylog-lab",
        };
        WriteInput(outcome, report);
        WriteCompared(outcome, report);
        EvaluateTables.Fill(report, outcome);
        WriteReading(outcome, report);
        if (outcome.Request.Settings.SmoothTarget)
            report.Line("take", SmoothVerdict.Sentence(outcome.Result.Models));
        if (outcome.Files is { } files)
        {
            report.Line("fits", files.Rows);
            report.Line("picture", PictureFont.Exists
                ? $"{files.Png}, {files.Svg}"
                : $"{files.Png} (without text: this machine has no font)");
        }
        report.Fact("time", Format.Seconds(outcome.Time), "seconds", outcome.Time.TotalSeconds);
        EvaluateNumbers.Fill(report, outcome);
        return report;
    }

    private static void WriteInput(EvaluateOutcome outcome, Report report)
    {
        EvaluationResult result = outcome.Result;
        Roles roles = outcome.Roles;
        string each = result.Splits.Count > 1 ? $", in each of {result.Splits.Count} splits" : "";
        string[] left =
        [
            .. outcome.Dropped > 0 ? [$"{Format.Count(outcome.Dropped, "incomplete row")} left out"] : Array.Empty<string>(),
            .. outcome.Weightless > 0 ? [$"{Format.Count(outcome.Weightless, "row")} of weight 0 left out"] : Array.Empty<string>(),
        ];
        report.Line("rows", $"{Format.Whole(result.TrainingRows)} for training, {Format.Whole(result.TestRows)} for testing{each}"
            + (left.Length > 0 ? $" ({string.Join(", ", left)})" : ""));
        report.Line("columns", $"{roles.Columns.Count}: {Format.Names(roles.Columns)}");
        if (roles.Categories.Count > 0)
        {
            report.Line("categories", $"{roles.Categories.Count}: {Format.Names(roles.Categories)}; "
                + $"{Format.Count(result.Features - roles.Columns.Count, "column")} of 0 and 1 in the models");
        }
        if (outcome.Marked.Groups is { } groups)
        {
            report.Line("groups",
                $"{Format.Whole(groups.Count)} by {Format.Names(roles.Splitting)}; the coreset preserves the moments of each");
        }
        if (outcome.Request.WeightColumn is { } weight)
            report.Line("weights", $"{Format.Plain(weight)}; of training rows, random rows and test errors");
        report.Line("target", $"{outcome.Target}, {(result.Classes == 0 ? "a number" : Format.Count(result.Classes, "class", "classes"))}");
    }

    private static void WriteCompared(EvaluateOutcome outcome, Report report)
    {
        EvaluationResult result = outcome.Result;
        EvaluationSettings settings = outcome.Request.Settings;
        SplitResult first = result.Splits[0];
        bool isOne = result.Splits.Count == 1;
        report.Line("coreset", $"{Kept(first.Coreset, result)}, made for the {settings.Loss.Name} loss{For(settings.Use)} "
            + $"in {Format.Seconds(TimeSpan.FromSeconds(first.CoresetSeconds))}{(isOne ? "" : " (first split)")}");
        if (settings.SmoothTarget)
            report.Line("smooth target", "the same rows; a part of the target of each is a smooth regression on all training rows");
        report.Line("as in the paper", first.Paper is { } paper
            ? $"{Kept(paper, result)}, the target as one more column"
            : "not made: with the target as one more column, the order has more moments than there are rows to keep");
        report.Line("random rows", $"as many as in the coreset, {Format.Count(settings.Draws, "draw")}{(isOne ? "" : " in each split")}"
            + (settings.Draws > 1 ? "; ±sd: standard deviation from draw to draw" : ""));
        report.Line("test error", $"{(result.Classes == 0 ? "root mean square" : "mean log loss")}"
            + $"{(isOne ? "" : ", mean over the splits")}; the best constant has {EvaluateTables.Error(outcome.ConstantError)}");
    }

    private static void WriteReading(EvaluateOutcome outcome, Report report)
    {
        EvaluationResult result = outcome.Result;
        WriteFailures(result, report);
        foreach ((string model, string reason) in result.LeftOut)
            report.Line("left out", $"{model}: {reason}");
        int splits = result.Splits.Count;
        report.Line("gap closed", "0%: as good as random rows, 100%: as good as all rows, -: there is no gap");
        if (splits == 1)
        {
            report.Line("standard error", $"none with one split, so a gap may be chance; use --splits {EnoughSplits} or more");
            return;
        }
        report.Line("standard error", $"± of the gap closed, over the {splits} splits; more --splits make it smaller");
        string[] random = [.. result.Models.Where(model => model.GapClosed is { IsNoise: true }).Select(model => model.Model)];
        string[] paper = [.. result.Models.Where(model => model.IsGainNoise).Select(model => model.Model)];
        if (random.Length > 0)
            report.Line("no difference", $"coreset and random rows: {Format.Names(random)} (inside the standard error)");
        if (paper.Length > 0)
            report.Line("no difference", $"coreset and the paper's way: {Format.Names(paper)} (inside the standard error)");
    }

    private static void WriteFailures(EvaluationResult result, Report report)
    {
        FitOutcome[] failed = [.. result.Fits.Where(fit => fit.IsFailed)];
        if (failed.Length == 0)
            return;
        foreach (IGrouping<(string Model, RowChoice Rows), FitOutcome> fits in failed.GroupBy(fit => (fit.Model, fit.Rows)))
        {
            int all = result.Fits.Count(fit => (fit.Model, fit.Rows) == fits.Key);
            double[] finite = [.. fits.Select(fit => fit.Error).Where(double.IsFinite)];
            string errors = finite.Length == 0 ? "test error not finite" : $"test error up to {EvaluateTables.Error(finite.Max())}";
            report.Line("failed (*)",
                $"{fits.Key.Model} on {Words(fits.Key.Rows)}: {Format.Whole(fits.Count())} of {Format.Count(all, "fit")}, {errors}");
        }
        report.Line("", $"not averaged: errors over {FitOutcome.MostTimesConstant:0} times that of the best constant, or not finite");
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
