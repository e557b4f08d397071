namespace Polylog.Lab;

/// <summary>What the page of the figures shows.</summary>
internal static class ReproducePage
{
    public static void Fill(Report report, IReadOnlyList<FigureOutcome> figures, ReproduceRequest request, string command)
    {
        string scale = request.Scale.ToString().ToLowerInvariant();
        report.Add(new Card("Figures", Format.Whole(figures.Count), "of the paper"));
        report.Add(new Card("Scale", scale, scale == "full" ? "the sizes and trials of the paper" : "fewer points than the paper"));
        report.Add(new Card("Seed", Format.Whole((long)request.Seed), "of all random numbers"));
        report.Add(new Section("In plain words")
        {
            Paragraphs =
            [
                "Wang, Luo, Poggio, Chuang and Ziyin proved that about log^m(d) weighted objects can stand for d objects, and showed "
                    + "what follows from it in eight figures (ICLR 2026, arXiv 2510.00504). Here they are computed anew by this program.",
                request.Reference is null
                    ? "The authors' own points are not in the pictures: give their data files with --reference."
                    : "The authors' own points are beside ours, as they published them.",
            ],
        });
        foreach (FigureOutcome figure in figures)
            report.Add(Of(figure));
        report.Add(new Section("How they were made") { Commands = [command] });
    }

    private static Section Of(FigureOutcome outcome)
    {
        string title = $"Figure {outcome.Figure.Name["fig".Length..]}: {outcome.Figure.Description}";
        FactTable[] tables = [.. outcome.Report.Items.OfType<TableItem>().Select(item => item.Table)];
        string description = $"{title} The numbers are in the {(tables.Length == 1 ? "table" : "tables")} below.";
        return new Section(title.TrimEnd('.'))
        {
            PixelPictures = [new PixelPicture(title, description, outcome.Sheet.ToWebp(), "image/webp", outcome.Sheet.Width)],
            Tables = tables,
            Points = [.. outcome.Report.Facts.Where(IsFinding).Select(fact => new Point(fact.Label!, fact.Text))],
        };
    }

    // The heading and the numbers of the page say the others.
    private static bool IsFinding(Fact fact) => fact.Label is not (null or "figure" or "scale" or "picture");
}
