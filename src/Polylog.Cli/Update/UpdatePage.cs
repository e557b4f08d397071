namespace Polylog.Cli;

/// <summary>What the page of an update shows: the coreset of all rows, and how it came to be.</summary>
internal static class UpdatePage
{
    private const int MostInTable = 60;

    public static void Fill(Report report, UpdateOutcome outcome, string command, CancellationToken cancellation)
    {
        if (outcome.Coreset is { } coreset)
            StreamedPage.Fill(report, coreset, command, cancellation);
        else
            FillState(report, outcome, command);
        report.Add(History(outcome.Record.Steps!));
    }

    private static void FillState(Report report, UpdateOutcome outcome, string command)
    {
        report.Add(new Card("Rows so far", Format.Long(outcome.Record.Rows), $"of {Format.Count(outcome.Record.Files.Count, "file")}"));
        report.Add(new Card("Rows in the state", Format.Whole(outcome.Held), "with the weights of all"));
        report.Add(new Card("Added now", Format.Whole(outcome.Added), $"of {Format.Count(outcome.AddedFiles, "file")}"));
        report.Add(new Section("In plain words")
        {
            Paragraphs =
            [
                $"The state keeps {Format.Count(outcome.Held, "row")} for {Format.Long(outcome.Record.Rows)}. No coreset was made of it "
                    + "now: give -o to make one, and this page shows how good it is.",
            ],
        });
        report.Add(new Section("How it was made") { Commands = [command] });
    }

    private static Section History(IReadOnlyList<StateStep> steps)
    {
        var pictures = new List<Picture>
        {
            new Curves("Rows, update by update", "update", "rows (log scale)") { Logarithmic = (false, true) }.Draw(
            [
                new Curve("rows so far", Points(steps, step => step.Rows)),
                new Curve("rows in the state", Points(steps, step => step.Held)),
                .. steps.Any(step => step.EffectiveRows is not null)
                    ? [new Curve("effective rows of the coreset", Points(steps, step => step.EffectiveRows))] : Array.Empty<Curve>(),
            ]),
        };
        if (steps.Any(step => step.Error > 0))
        {
            pictures.Add(new Curves("Typical error of the coreset, update by update", "update", "relative error (log scale)")
            {
                Logarithmic = (false, true),
            }.Draw([new Curve("median of the test functions", Points(steps, step => step.Error))]));
        }
        string left = steps.Count > MostInTable ? $", the last {MostInTable}" : "";
        return new Section("History")
        {
            Pictures = pictures,
            Tables =
            [
                new FactTable($"Updates{left}", ["files so far", "rows so far", "in the state", "kept in the coreset", "typical error",
                    "effective rows"],
                    [.. steps.TakeLast(MostInTable).Select(step => (IReadOnlyList<string>)[
                        Format.Whole(step.Files), Format.Long(step.Rows), Format.Whole(step.Held), step.Kept is { } kept
                            ? Format.Whole(kept) : "–",
                        step.Error is { } error ? Format.Small(error) : "–", step.EffectiveRows is { } rows ? Format.Whole((long)rows)
                            : "–"])]),
            ],
        };
    }

    private static (double X, double Y)[] Points(IReadOnlyList<StateStep> steps, Func<StateStep, double?> value) =>
        [.. steps.Select((step, i) => (i + 1.0, value(step) ?? double.NaN)).Where(point => double.IsFinite(point.Item2))];
}
