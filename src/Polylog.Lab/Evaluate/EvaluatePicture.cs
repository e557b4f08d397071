using System.Globalization;
using Polylog.Experiments;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Polylog.Lab;

/// <summary>Draws test errors and training times of each model. Fits that failed have no error to draw.</summary>
internal static class EvaluatePicture
{
    // Errors above this multiple of the usual ones are drawn at the top, so that they do not compress the scale.
    private const double Highest = 1.5;

    private const float SlantedNames = 90;

    private static readonly (RowChoice Choice, SeriesStyle Style, double Shift, string Text)[] s_series =
    [
        (RowChoice.Random, SeriesStyle.Trial(SeriesStyle.Colour(2)), 0.24, "random rows, one point per draw"),
        (RowChoice.All, SeriesStyle.Ours(SeriesStyle.Ink), -0.24, "all rows"),
        (RowChoice.Coreset, SeriesStyle.Ours(SeriesStyle.Colour(1)), -0.08, "coreset, for the loss"),
        (RowChoice.Smooth, SeriesStyle.Ours(SeriesStyle.Colour(4)), 0, "coreset, smooth target"),
        (RowChoice.Paper, SeriesStyle.Authors(SeriesStyle.Colour(3)), 0.08, "coreset, as in the paper"),
    ];

    public static PictureSheet Draw(EvaluateOutcome outcome)
    {
        EvaluationResult result = outcome.Result;
        Plot errors = Panel(result, result.Classes == 0 ? "test error (root mean square)" : "test error (log loss)");
        FitOutcome[] fits = [.. result.Fits.Where(fit => !fit.IsFailed)];
        double top = Highest * fits.GroupBy(fit => (fit.Model, fit.Rows)).Select(own => SampleStatistics.Median(own.Select(Error)))
            .DefaultIfEmpty(outcome.ConstantError).Max();
        Add(errors, result, fits, fit => Math.Min(fit.Error, top));
        if (fits.Length > 0)
            errors.Axes.SetLimitsY(0.9 * fits.Min(Error), Math.Min(top, fits.Max(Error)) * 1.02);
        Plot times = Panel(result, "training time, seconds");
        Add(times, result, result.Fits, fit => Math.Log10(Math.Max(fit.Seconds, 1e-5)));
        var decades = new NumericManual();
        for (int power = -5; power <= 5; power++)
            decades.AddMajor(power, Math.Pow(10, power).ToString("0.#####", CultureInfo.InvariantCulture));
        times.Axes.Left.TickGenerator = decades;
        return new PictureSheet(
            $"{outcome.Target}: {Format.Whole(result.Splits[0].Coreset.Count)} of {Format.Whole(result.TrainingRows)} rows", columns: 3,
                [errors, times],
            [
                .. s_series.Where(series => series.Choice != RowChoice.Smooth || outcome.Request.Settings.SmoothTarget)
                    .Select(series => (series.Style, series.Text)),
            ]);
    }

    private static double Error(FitOutcome fit) => fit.Error;

    private static Plot Panel(EvaluationResult result, string title)
    {
        Plot plot = new LogLogPanel(title, "", "").Plot;
        var names = new NumericManual();
        foreach ((int place, ModelSummary model) in result.Models.Index())
            names.AddMajor(place, model.Model);
        plot.Axes.Bottom.TickGenerator = names;
        plot.Axes.Bottom.MinimumSize = SlantedNames;
        plot.Axes.Bottom.TickLabelStyle.Rotation = -30;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.SetLimitsX(-0.6, result.Models.Count - 0.4);
        return plot;
    }

    private static void Add(Plot plot, EvaluationResult result, IEnumerable<FitOutcome> fits, Func<FitOutcome, double> value)
    {
        string[] models = [.. result.Models.Select(model => model.Model)];
        foreach ((RowChoice choice, SeriesStyle style, double shift, _) in s_series)
        {
            Coordinates[] points =
            [
                .. fits.Where(fit => fit.Rows == choice)
                    .Select(fit => new Coordinates(Array.IndexOf(models, fit.Model) + shift, value(fit))),
            ];
            if (points.Length > 0)
                style.Draw(plot, points);
        }
    }
}
