namespace Polylog.Reports;

/// <summary>Fills the page of a report with what is to be seen of a coreset.</summary>
internal static class CoresetPage
{
    /// <summary>Random subsets that the coreset is compared with on a page.</summary>
    public const int Subsets = 20;

    private const int MostInMatrix = 6;
    private const int MostDots = 1500;
    private const int MostNamed = 60;

    public static void Fill(Report report, CoresetView view, CancellationToken cancellation = default)
    {
        IReadOnlyList<TestedErrors> tested = view.Detail is { } detail ? TestedErrors.Of(detail, view.Loss is not null) : [];
        var marginals = Marginals.Compare(view.All, view.Kept);
        int[] byChange = [.. Enumerable.Range(0, view.Columns.Count).OrderByDescending(column => marginals.Distances[column])];
        if (view.IsRefuted)
        {
            report.Add(PlainWords.OfRefuted(view));
            report.Add(Rows(view, marginals, byChange));
            AddMade(report, view);
            return;
        }
        Cards(report, view, tested);
        report.Add(PlainWords.Of(view, tested, (view.Columns[byChange[0]], marginals.Distances[byChange[0]])));
        report.Add(Rows(view, marginals, byChange));
        if (!view.IsWhole)
        {
            report.Add(new Section("How large the errors are")
            {
                Paragraphs =
                [
                    $"Sums of test functions over the coreset, compared with the same sums over {(view.IsSample ? "all rows"
                        : view.SourceRows)}."
                        + (view.Loss is { } loss ? $" Functions stand for models here: what is compared is their {loss} loss." : ""),
                ],
                Pictures = [.. tested.Count > 0 ? [ErrorDots.Draw(tested)] : Array.Empty<Picture>(), Weights(view)],
            });
            if (!view.IsSample)
                report.Add(new Section("Moments") { Tables = [MomentErrors.Table(view, byChange, cancellation)] });
        }
        if (view.Groups is { } groups)
            report.Add(new Section("Groups") { Pictures = [GroupDots.Draw(groups, view.GroupNoun, view.Order)] });
        AddMade(report, view);
    }

    private static void AddMade(Report report, CoresetView view)
    {
        if (Made(view) is { } made)
            report.Add(made);
    }

    private static void Cards(Report report, CoresetView view, IReadOnlyList<TestedErrors> tested)
    {
        Evidence evidence = view.Evidence;
        (string name, double own, double random) = tested.Count > 0 ? (tested[0].Name, tested[0].Median, tested[0].RandomMedian)
            : ("test functions", evidence.Coreset.Median, evidence.Random.Median);
        report.Add(new Card("Rows kept", Format.Whole(view.Kept.Count),
            $"of {Format.Long(view.Rows)}: {Format.Percent(view.Kept.Count / (double)view.Rows)}"));
        report.Add(new Card("Order", view.IsWhole ? "all" : Format.Whole(view.Order),
            $"preserved: {(view.IsWhole ? "everything" : view.Order < 3 ? PlainWords.Moments(view.Order)
                : $"averages of products of up to {view.Order} values")}"));
        report.Add(new Card("Worst residual", Format.Small(view.Residual), "largest error of what is preserved"));
        report.Add(view.IsWhole ? new Card("Typical error", "0", "every sum is that of the table")
            : new Card("Typical error", Format.Error(own), $"of {name}; random rows have {Format.Error(random)}"));
        report.Add(new Card("Effective rows", Format.Whole((long)Math.Round(evidence.EffectiveCount)),
            "for unrelated questions as good as so many random rows"));
    }

    private static Section Rows(CoresetView view, Marginals marginals, int[] byChange)
    {
        int[] shown = [.. byChange.Take(MostInMatrix).Order()];
        MatrixColumn[] columns = [.. shown.Select(column =>
        {
            (double Low, double High, int Bins, double First, double Last) range = marginals.Range(column, view.Kept);
            return new MatrixColumn(view.Columns[column], range.Low, range.High, (range.First, range.Last),
                Marginals.Histogram(marginals.Rows, column, (range.Low, range.High, range.Bins)),
                Marginals.Histogram(view.Kept, column, (range.Low, range.High, range.Bins)));
        })];
        int[] all = Thinned(marginals.Rows.Count), kept = Thinned(view.Kept.Count);
        double mean = view.Kept.TotalWeight / view.Kept.Count;
        string chosen = shown.Length < view.Columns.Count
            ? $" {shown.Length} of {Format.Whole(view.Columns.Count)} columns are shown: those whose distribution changed most." : "";
        string thinned = all.Length < view.All.Count || kept.Length < view.Kept.Count
            ? $" Drawn are {Format.Whole(all.Length)} of {Format.Long(view.All.Count)} rows and {Format.Whole(kept.Length)} of "
                + $"{Format.Whole(view.Kept.Count)} kept ones." : "";
        Picture matrix = ScatterMatrix.Draw(columns,
            [.. all.Select(row => shown.Select(column => marginals.Rows.Atom(row)[column]).ToArray())],
            [.. kept.Select(row => (shown.Select(column => view.Kept.Atom(row)[column]).ToArray(), view.Kept.AtomWeights[row] / mean))],
            Caption(shown.Length, view.SourceRows) + chosen + thinned,
            Numbers(view, marginals, byChange));
        return new Section("What was kept") { Pictures = [matrix] };
    }

    private static string Caption(int columns, string rows)
    {
        string ends = "Axes end where all but 0.1% of the rows lie; rows beyond are at the edge.";
        return columns == 1 ? $"Grey: the distribution of {rows}. Blue line: that of the weighted kept rows. {ends}"
            : $"Grey, above the diagonal: {rows}. Blue, below: kept rows, their area is the weight; the axes of a panel are swapped "
                + $"there. On the diagonal: the distributions of {rows} (grey) and of the weighted kept rows (blue line). {ends}";
    }

    private static FactTable Numbers(CoresetView view, Marginals marginals, int[] byChange) => new(
        "Columns, those whose distribution changed most first" + (view.Columns.Count > MostNamed
            ? $"; {MostNamed} of {Format.Whole(view.Columns.Count)}" : ""),
        ["column", $"mean of {view.SourceRows}", "of kept rows", $"standard deviation of {view.SourceRows}", "of kept rows",
            "largest difference of shares below a number"],
        [.. byChange.Take(MostNamed).Select(column =>
        {
            (double Mean, double Deviation) all = Spread(marginals.Rows, column), kept = Spread(view.Kept, column);
            return (IReadOnlyList<string>)[
                view.Columns[column], Format.Rough(all.Mean), Format.Rough(kept.Mean), Format.Rough(all.Deviation),
                    Format.Rough(kept.Deviation),
                Format.Percent(marginals.Distances[column])];
        })]);

    private static (double Mean, double Deviation) Spread(Measure measure, int column)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < measure.Count; i++)
            sum += measure.AtomWeights[i] * measure.Atom(i)[column];
        double mean = sum / measure.TotalWeight;
        for (int i = 0; i < measure.Count; i++)
            squares += measure.AtomWeights[i] * Math.Pow(measure.Atom(i)[column] - mean, 2);
        return (mean, Math.Sqrt(squares / measure.TotalWeight));
    }

    private static Picture Weights(CoresetView view)
    {
        double mean = view.Kept.TotalWeight / view.Kept.Count;
        return WeightBars.Draw([.. Enumerable.Range(0, view.Kept.Count).Select(i => view.Kept.AtomWeights[i] / mean)
            .Where(ratio => ratio > 0)],
            view.MaxWeight, view.Groups is null ? "the mean" : $"the mean of its {view.GroupNoun}");
    }

    // Rows of a table are often in some order: every so many of them show all of it.
    private static int[] Thinned(int count)
    {
        int drawn = Math.Min(count, MostDots);
        return [.. Enumerable.Range(0, drawn).Select(dot => (int)((long)dot * count / drawn))];
    }

    private static Section? Made(CoresetView view)
    {
        var tables = new List<FactTable>();
        if (view.Settings.Count > 0)
            tables.Add(new FactTable("What the coreset says of itself", ["setting", "value"], view.Settings));
        if (view.Shares.Count > 0 && !view.IsWhole)
        {
            tables.Add(new FactTable("The plan that was carried out: leaves by order", ["order", "leaves", "kept rows"],
                [.. view.Shares.Select(share => (IReadOnlyList<string>)[
                    Format.Whole(share.Order), Format.Whole(share.Leaves), Format.Whole(share.Points)])]));
        }
        if (view.Trials.Count > 0)
        {
            tables.Add(new FactTable("What was tried", ["way", "typical error", "tried on rows", "taken"],
                [.. view.Trials.Select(trial => (IReadOnlyList<string>)[
                    trial.Name, Format.Small(trial.Error), Format.Whole(trial.Rows), trial.IsTaken ? "yes" : ""])]));
        }
        string title = !view.IsAfterwards ? "How it was made"
            : tables.Count == 0 ? "How this page was made" : "How the coreset and this page were made";
        return tables.Count + view.Commands.Count == 0 ? null : new Section(title) { Tables = tables, Commands = view.Commands };
    }
}
