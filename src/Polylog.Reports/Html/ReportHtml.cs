namespace Polylog.Reports;

/// <summary>Reports as pages.</summary>
public static class ReportHtml
{
    /// <summary>The report as one HTML page that needs no other file, no network and no script.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text of an <c>.html</c> file, at most 1.5 MB whatever the size of the table. To be written as UTF-8.</returns>
    /// <exception cref="ArgumentNullException">The report is null.</exception>
    public static string ToHtml(this Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return HtmlPage.Of(report);
    }
}
