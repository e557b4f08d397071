namespace Polylog.Reports;

/// <summary>Reports of coresets that a program made.</summary>
public static class CoresetReport
{
    /// <summary>What a page about a coreset is headed.</summary>
    internal const string Kind = "Coreset: a few weighted rows that stand for a table";

    /// <summary>Describes a coreset: certifies it, and compares it with its measure in pictures.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="measure">The measure it was made from.</param>
    /// <param name="title">What it is about; null for its numbers of rows.</param>
    /// <param name="columns">Names of the measure's coordinates; null for x1, x2, ...</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>Takes as long as <see cref="Coreset.Certify"/>, and at most about a second more.</remarks>
    /// <exception cref="ArgumentNullException">The coreset or the measure is null.</exception>
    /// <exception cref="ArgumentException">The measure is not that of the coreset, or the number of names is not its dimension.</exception>
    /// <example>
    /// <code>
    /// var random = new Random(1);
    /// double[] rows = [.. Enumerable.Range(0, 40_000).Select(_ =&gt; random.NextDouble())];
    /// var measure = new Measure(rows, dimension: 4);
    /// Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 500 });
    /// Report report = CoresetReport.Of(coreset, measure, "Flights");
    /// File.WriteAllText("report.html", report.ToHtml());
    /// </code>
    /// </example>
    public static Report Of(
        Coreset coreset, Measure measure, string? title = null, IReadOnlyList<string>? columns = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(coreset);
        ArgumentNullException.ThrowIfNull(measure);
        if (columns is not null && columns.Count != measure.Dimension)
        {
            throw new ArgumentException(
                $"There are {columns.Count} names for {measure.Dimension} coordinates; give one for each.", nameof(columns));
        }
        columns ??= [.. Enumerable.Range(1, measure.Dimension).Select(column => $"x{column}")];
        (Certificate certificate, EvidenceDetail detail) = coreset.CertifyInDetail(measure, CoresetPage.Subsets, null, cancellation);
        Evidence evidence = certificate.Evidence;
        var report = new Report(title ?? $"{Format.Whole(coreset.Count)} of {Format.Whole(measure.Count)} rows")
        {
            Kind = Kind,
        };
        report.Fact("rows", $"{Format.Whole(measure.Count)} -> {Format.Whole(coreset.Count)}", "kept", coreset.Count);
        report.Fact("order", Format.Whole(coreset.Order), "order", coreset.Order);
        report.Fact("moment residual", Format.Small(coreset.MomentResidual), "momentResidual", coreset.MomentResidual);
        report.Fact("test functions", $"median relative error {Format.Small(evidence.Coreset.Median)}, random rows "
            + Format.Small(evidence.Random.Median), "error", evidence.Coreset.Median);
        report.Fact("effective rows", Format.Figure(evidence.EffectiveCount), "effectiveRows", evidence.EffectiveCount);
        report.Fact("total weight", Format.Exact(coreset.TotalWeight), "totalWeight", coreset.TotalWeight);
        report.Fact("status", coreset.StatusMessage, "status", coreset.Status.ToString());
        CoresetPage.Fill(report, new CoresetView(measure, coreset.Points, columns, evidence)
        {
            Order = coreset.Order,
            Residual = coreset.MomentResidual,
            Rows = measure.Count,
            Detail = detail,
            IsWhole = coreset.IsExact,
            Loss = measure.Loss?.Name,
            MaxWeight = coreset.MaxWeight,
            Shares = coreset.Shares,
            Trials = coreset.Trials,
        }, cancellation);
        return report;
    }

    /// <summary>Describes weighted rows that stand for all rows, from the two alone.</summary>
    /// <param name="all">All rows.</param>
    /// <param name="kept">The kept ones with their weights, in the same columns.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="columns">Names of the coordinates.</param>
    /// <param name="order">Order up to which moments match.</param>
    /// <param name="residual">The largest error of a matched moment.</param>
    /// <param name="isExact">Whether every distinct row is kept.</param>
    /// <param name="use">The kind of test functions.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    internal static Report OfRows(
        Measure all, Measure kept, string title, IReadOnlyList<string> columns, int order, double residual, bool isExact, Use use,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        (Evidence evidence, EvidenceDetail detail) =
            Evidence.Detailed(all, kept, order, use, CoresetPage.Subsets, progress, cancellation);
        var report = new Report(title) { Kind = Kind };
        report.Line("rows", $"{Format.Whole(all.Count)} -> {Format.Whole(kept.Count)}");
        report.Line("order", Format.Whole(order));
        report.Line("moment residual", Format.Small(residual));
        report.Line("total weight", Format.Exact(kept.TotalWeight));
        CoresetPage.Fill(report, new CoresetView(all, kept, columns, evidence)
        {
            Order = order,
            Residual = residual,
            Rows = all.Count,
            Detail = detail,
            IsWhole = isExact,
            Loss = all.Loss?.Name,
        }, cancellation);
        return report;
    }
}
