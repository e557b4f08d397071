using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>What the page of a smaller model shows.</summary>
internal static class ShrinkPage
{
    private const int MostCurves = 4;
    private const int Quantiles = 50;

    public static void Fill(Report report, ShrinkOutcome outcome, string command)
    {
        ModelDifference difference = outcome.Difference;
        Cards(report, outcome);
        report.Add(new Section("In plain words") { Paragraphs = Words(outcome), Points = Points(outcome) });
        report.Add(Layers(outcome));
        if (difference.ExampleWorst > 0 && outcome.Sample.Errors.Count > 0)
            report.Add(new Section("What changed in the outputs") { Pictures = [Errors(outcome), Predictions(outcome)] });
        report.Add(new Section("How it was made") { Commands = [command] });
    }

    private static void Cards(Report report, ShrinkOutcome outcome)
    {
        (long before, long now) = outcome.Parameters;
        long units = outcome.Changes.Sum(change => change.Layer.Units), left = outcome.Changes.Sum(change => (long)change.Units);
        report.Add(new Card("Units", Format.Whole(left), $"of {Format.Whole(units)} in the layers that were shrunk"));
        report.Add(new Card("Parameters", Format.Percent(before == 0 ? 1 : (double)now / before),
            $"{Format.Whole(now)} of {Format.Whole(before)}"));
        report.Add(new Card("Output error", Format.Small(outcome.Difference.RelativeRms), "relative, root mean square, on inputs held "
            + "out"));
        report.Add(outcome.Difference.SameLargest is { } same
            ? new Card("Same choice", Format.Percent(same), "of the inputs have the same largest output")
            : new Card("Worst input", Format.Small(outcome.Difference.ExampleWorst), "relative error of the input that changes most"));
        report.Add(outcome.Latency is { } latency
            ? new Card("Latency", $"{Format.Rough(latency.Now.TotalMilliseconds)} ms",
                $"before {Format.Rough(latency.Before.TotalMilliseconds)} ms, {Format.Count(latency.Batch, "input")}")
            : new Card("File", ShrinkReport.Bytes(outcome.Bytes.Now), $"before {ShrinkReport.Bytes(outcome.Bytes.Before)}"));
    }

    private static string[] Words(ShrinkOutcome outcome)
    {
        ModelDifference difference = outcome.Difference;
        string inputs = outcome.Data is { } data ? $"rows of {data.Name}" : "random normal numbers";
        string size = difference.RelativeRms < 1e-6 ? "The outputs are the same, to rounding of the file's numbers."
            : $"On {Format.Whole(outcome.HeldOutCount)} inputs that were held out ({inputs}), outputs differ by "
                + $"{Format.Percent(difference.RelativeRms)} of their size on average (root mean square), and by "
                + $"{Format.Percent(difference.ExampleWorst)} for the worst of them.";
        return [$"The model {outcome.Request.Model} was made smaller: units that others can stand in for were removed, and the weights of "
            + "the others adapted. Inputs and outputs have the same names and shapes.", size];
    }

    private static Point[] Points(ShrinkOutcome outcome)
    {
        var points = new List<Point>
        {
            new("Good for inputs like these", outcome.Data is { } data
                ? $"the error was measured on {Format.Whole(outcome.HeldOutCount)} rows of {data.Name} that were not used to choose units"
                : "the error was measured on random normal numbers", outcome.Data is null ? Mark.Fair : Mark.Good),
            new("Not good for other inputs", outcome.Data is null
                ? "real inputs can differ much from random numbers; give some with --calibration"
                : "inputs of another kind than these can have larger errors", Mark.Bad),
        };
        if (outcome.Latency is { } latency && latency.Now > latency.Before)
            points.Add(new Point("Not faster here", "the time of a run did not go down; it varies from run to run and with the number of "
                + "inputs", Mark.Bad));
        points.AddRange(outcome.Notes.Select(note => new Point("Note", note)));
        return [.. points];
    }

    private static Section Layers(ShrinkOutcome outcome)
    {
        var pictures = new List<Picture>
        {
            PairBars.Draw("Units of each layer", "units", [.. outcome.Changes.Select(change => (
                change.Layer.Name, (double)change.Layer.Units, (double)change.Units,
                $"{Format.Whole(change.Layer.Units)} → {Format.Whole(change.Units)}"))]),
        };
        LayerChange[] curves = [.. outcome.Changes.Where(change => change.Curve is { Count: > 2 }).OrderByDescending(change =>
            change.Layer.Units)
            .Take(MostCurves)];
        if (curves.Length > 0)
        {
            pictures.Add(new Curves("Error of a layer over its width", "units", "squared error that remains (share)")
            {
                Logarithmic = (false, true),
                Caption = "What is left of the layer's output when units are taken one by one, the most useful first, on the inputs they "
                    + "are chosen on."
                    + (outcome.Changes.Count > curves.Length ? $" {curves.Length} of {outcome.Changes.Count} layers." : ""),
            }.Draw([.. curves.Select(change => new Curve(change.Layer.Name, [.. Thinned(change.Curve!)]))]));
        }
        pictures.Add(PairBars.Draw(outcome.Latency is null ? "Size" : "Size and time", "share of before",
        [
            ("parameters", 1, Share(outcome.Parameters), $"{Format.Whole(outcome.Parameters.Before)} → "
                + $"{Format.Whole(outcome.Parameters.Now)}"),
            ("file", 1, Share(outcome.Bytes), $"{ShrinkReport.Bytes(outcome.Bytes.Before)} → {ShrinkReport.Bytes(outcome.Bytes.Now)}"),
            .. outcome.Latency is { } latency
                ? [("latency", 1.0, latency.Now / latency.Before, $"{Format.Rough(latency.Before.TotalMilliseconds)} → "
                    + $"{Format.Rough(latency.Now.TotalMilliseconds)} ms")]
                : Array.Empty<(string, double, double, string)>(),
        ]));
        FactTable table = new("Layers", ["layer", "pattern", "units before", "after", "way", "samples"],
            [.. outcome.Changes.Select(change => (IReadOnlyList<string>)[
                change.Layer.Name, LayerList.Remark(change.Layer), Format.Whole(change.Layer.Units), Format.Whole(change.Units),
                change.Method.ToString().ToLowerInvariant(), change.Samples == 0 ? "–" : Format.Whole(change.Samples)])]);
        return new Section("Layers") { Pictures = pictures, Tables = [table] };
    }

    private static double Share((long Before, long Now) sizes) => sizes.Before == 0 ? 1 : (double)sizes.Now / sizes.Before;

    private static IEnumerable<(double X, double Y)> Thinned(IReadOnlyList<double> curve)
    {
        int step = Math.Max(1, curve.Count / 200);
        for (int units = 0; units < curve.Count; units += step)
            yield return (units, Math.Max(curve[units], 1e-16));
    }

    private static Picture Errors(ShrinkOutcome outcome)
    {
        double[] sorted = [.. outcome.Sample.Errors.Order()];
        return new Curves("Errors of the inputs", "share of the inputs", "relative error of an input (at most)")
        {
            Logarithmic = (false, true),
            Caption = "So large a share of the inputs held out has an error below the curve.",
        }.Draw([new Curve($"{Format.Whole(sorted.Length)} inputs", [.. Enumerable.Range(0, Quantiles + 1).Select(step =>
            ((double)step / Quantiles, sorted[(int)((long)step * (sorted.Length - 1) / Quantiles)]))])]);
    }

    private static Picture Predictions(ShrinkOutcome outcome) => PairDots.Draw("Outputs before and after", outcome.Sample.Pairs);
}
