using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>What the page of an evaluation shows.</summary>
internal static class EvaluatePage
{
    public static void Fill(Report report, EvaluateOutcome outcome, string command)
    {
        EvaluationResult result = outcome.Result;
        Cards(report, outcome);
        report.Add(new Section("In plain words") { Paragraphs = Words(outcome), Points = [.. result.Models.Select(Verdict)] });
        report.Add(new Section("Errors of the models") { Pictures = [Errors(result)] });
        if (outcome.Curve.Count > 1)
        {
            report.Add(new Section("Errors over the number of rows")
            {
                Pictures = [.. result.Models.Select(model => Learning(outcome, model))],
            });
        }
        report.Add(new Section("Time to train")
        {
            Pictures =
            [
                PairBars.Draw("Seconds of a training", "seconds", [.. result.Models.Select(model => (model.Model, model.All.Seconds,
                    model.Coreset.Seconds, $"{Format.Rough(model.All.Seconds)} → {Format.Rough(model.Coreset.Seconds)} s"))], "all rows",
                        "coreset"),
            ],
        });
        report.Add(new Section("How it was made")
        {
            Tables = [.. report.Items.OfType<TableItem>().Select(item => item.Table)],
            Commands = [command],
        });
    }

    private static void Cards(Report report, EvaluateOutcome outcome)
    {
        EvaluationResult result = outcome.Result;
        int kept = result.Splits[0].Coreset.Count;
        double[] gaps = [.. result.Models.Select(model => model.GapClosed?.Value).OfType<double>()];
        report.Add(new Card("Rows kept", Format.Whole(kept), $"of {Format.Whole(result.TrainingRows)} for training"));
        report.Add(new Card("Rows to test", Format.Whole(result.TestRows), $"in each of {Format.Count(result.Splits.Count, "split")}"));
        report.Add(new Card("Models", Format.Whole(result.Models.Count), $"that predict {outcome.Target}"));
        report.Add(new Card("Gap closed", gaps.Length == 0 ? "–" : Format.Percent(Math.Round(Median(gaps), 2)),
            "median of the models; 100%: as good as all rows"));
        report.Add(new Card("Best constant", EvaluateTables.Error(outcome.ConstantError), "its error: a model should be below"));
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string[] Words(EvaluateOutcome outcome)
    {
        EvaluationResult result = outcome.Result;
        string rows = Format.Whole(result.TrainingRows), kept = Format.Whole(result.Splits[0].Coreset.Count);
        string paper = result.Models.Any(model => model.Paper is not null) ? ", on a coreset made as in the paper" : "";
        int draws = result.Models[0].Random.Fits.Count / result.Splits.Count;
        return
        [
            $"The rows were split into training and test rows {Format.Count(result.Splits.Count, "time")}. In each split every model was "
                + $"trained on all {rows} training rows, on a coreset of {kept} of them with weights{paper}, and on "
                + $"{Format.Count(draws, "draw")} of as many random rows. What counts is the error on {Format.Whole(result.TestRows)} rows "
                + "that none of them has seen, as a mean over the splits.",
            "The gap closed says how far the coreset's error is from that of random rows towards that of all rows: 0% is as good as random "
                + "rows, 100% as good as all rows.",
        ];
    }

    private static Point Verdict(ModelSummary model)
    {
        if (model.GapClosed is not { } gap)
            return new Point(model.Model, "there is no gap to close: random rows are as good as all rows", Mark.Fair);
        string error = gap.StandardError is { } own ? $" ± {Format.Percent(Math.Round(own, 2))}" : "";
        string found = $"{Format.Percent(Math.Round(gap.Value, 2))}{error} of the gap closed";
        return gap.IsNoise ? new Point(model.Model, $"{found}: no difference from random rows can be told", Mark.Fair)
            : gap.Value > 0 ? new Point(model.Model, $"{found}: better than random rows", Mark.Good)
            : new Point(model.Model, $"{found}: worse than random rows", Mark.Bad);
    }

    private static Picture Errors(EvaluationResult result) => ChoiceDots.Draw(
        result.Classes == 0 ? "test error (root mean square)" : "test error (mean log loss)",
        [.. result.Models.Select(model => new ChoiceErrors(model.Model, model.All.Error, model.Coreset.Error,
            Draws(model, result.Splits.Count)))]);

    // Splits differ in their test rows: a draw is compared with all rows by its mean over all of them.
    private static double[] Draws(ModelSummary model, int splits) =>
    [
        .. model.Random.Fits.Where(fit => !fit.IsFailed).GroupBy(fit => fit.Draw).Where(draw => draw.Count() == splits)
            .Select(draw => draw.Average(fit => fit.Error)),
    ];

    private static Picture Learning(EvaluateOutcome outcome, ModelSummary model)
    {
        ModelSummary Of(EvaluationResult result) => result.Models.First(other => other.Model == model.Model);
        (double, double)[] Points(Func<ModelSummary, double?> error) =>
            [.. outcome.Curve.Select(step => ((double)step.Size, error(Of(step.Result)) ?? double.NaN))];
        return new Curves(model.Model, "rows (log scale)", "test error") { Logarithmic = (true, false) }.Draw(
        [
            new Curve("coreset", Points(own => own.Coreset.Error)),
            new Curve("random rows", Points(own => own.Random.Error)),
            new Curve("all rows", Points(own => own.All.Error)),
        ]);
    }
}
