namespace Polylog.Cli;

/// <summary>What the page of a merge shows: its parts, and the merge itself.</summary>
internal static class MergePage
{
    private const int MostParts = 60;

    public static void Fill(Report report, MergeParts parts, CompressOutcome outcome, string command, CancellationToken cancellation)
    {
        CompressPage.Fill(report, outcome, command, cancellation, view => view with
        {
            Rows = parts.Rows,
            Source = "the parts",
            SourceRows = "the rows of the parts",
            RandomFrom = " of the parts",
            Points =
            [
                .. view.Points,
                new Point("Measured against the parts", "errors on this page are those of the merge alone: those of the parts come on top, "
                    + "and are below under “Parts”", Mark.Fair),
            ],
        });
        report.Add(Parts(parts, outcome));
    }

    private static Section Parts(MergeParts parts, CompressOutcome outcome)
    {
        (string Path, string Hash, CoresetMetadata Record)[] shown = [.. parts.Records.Take(MostParts)];
        var pictures = new List<Picture>();
        (double, double)[] effective = [.. shown.Select((part, i) => (i + 1.0, part.Record.Certificate?.Weights?.EffectiveRows
            ?? double.NaN))];
        (double, double)[] errors = [.. shown.Select((part, i) => (i + 1.0, part.Record.Certificate?.Panel.Coreset.Median ?? double.NaN))];
        if (effective.Any(point => double.IsFinite(point.Item2)))
        {
            pictures.Add(new Curves("Effective rows of the parts", "part", "rows").Draw(
            [
                new Curve("effective rows", effective),
                new Curve("kept rows", [.. shown.Select((part, i) => (i + 1.0, (double)part.Record.Kept))]),
                new Curve("effective rows of the merge", [(1, outcome.Certificate.Evidence.EffectiveCount), (shown.Length,
                    outcome.Certificate.Evidence.EffectiveCount)]),
            ]));
        }
        if (errors.Any(point => point.Item2 > 0))
        {
            double merged = outcome.Certificate.Evidence.Coreset.Median;
            pictures.Add(new Curves("Typical error of the parts", "part", "relative error") { Logarithmic = (false, true) }.Draw(
            [
                new Curve("each part against its table", errors),
                new Curve("the merge against the parts", [(1, merged), (shown.Length, merged)]),
            ]));
        }
        string left = parts.Records.Count > shown.Length ? $"; {MostParts} of {Format.Whole(parts.Records.Count)}" : "";
        return new Section("Parts")
        {
            Pictures = pictures,
            Tables =
            [
                new FactTable($"Parts{left}", ["part", "rows of its table", "kept", "order", "moment residual", "typical error",
                    "effective rows"],
                    [.. shown.Select(part => (IReadOnlyList<string>)[
                        part.Path, Format.Whole(part.Record.Rows), Format.Whole(part.Record.Kept), Format.Whole(part.Record.Order),
                        Format.Small(part.Record.MomentResidual),
                        part.Record.Certificate is { } certificate ? Format.Small(certificate.Panel.Coreset.Median) : "–",
                        part.Record.Certificate?.Weights is { } weights ? Format.Whole((long)weights.EffectiveRows) : "–"])]),
            ],
        };
    }
}
