namespace Polylog.Reports;

/// <summary>Reports as pages.</summary>
public static class ReportHtml
{
    /// <summary>The report as one HTML page that needs no other file, no network and no script.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text of an <c>.html</c> file, at most 1.5 MB whatever the size of the table. To be written as UTF-8.</returns>
    /// <exception cref="ArgumentNullException">The report is null.</exception>
    /// <example>
    /// <code>
    /// var measure = new Measure(new[] { 0.1, 0.4, 0.2, 0.9, 0.5, 0.3, 0.8, 0.7 }, dimension: 1);
    /// Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 3 });
    /// File.WriteAllText("report.html", CoresetReport.Of(coreset, measure).ToHtml());
    /// </code>
    /// </example>
    public static string ToHtml(this Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlPage.Of(report);
    }
}
