using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Polylog.Reports;

/// <summary>Writes a report as one HTML page: no script, no other file, no network.</summary>
internal sealed partial class HtmlPage
{
    // Nothing is loaded and nothing runs, whatever a name in the page contains.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";
    private const string PolicyWithPixels = Policy + "; img-src data:";

    private readonly StringBuilder _html = new();
    private int _pictures;

    private HtmlPage()
    {
    }

    /// <summary>The page of a report.</summary>
    public static string Of(Report report) => new HtmlPage().Page(report);

    private static string Escaped(string text) => MarkupText.Escaped(PlainText.Of(text));

    // A number such as 1.2e-6 stays on one line.
    [GeneratedRegex(@"\d(\.\d+)?e-\d+")]
    private static partial Regex SmallNumber();

    private static string Sentence(string text) => SmallNumber().Replace(Escaped(text), "<span class=\"n\">$0</span>");

    // A name that is read from right to left stays by itself.
    private static string Isolated(string text) => $"<bdi>{Escaped(text)}</bdi>";

    private string Page(Report report)
    {
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{PolicyOf(report)}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escaped($"{report.Kind}: {report.Title}")}</title>\n<style>\n")
            .Append(StyleSheet.OfPages).Append("</style>\n</head>\n<body>\n<header>\n")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"kind\">{Escaped(report.Kind)}</p>\n<h1>{Isolated(report.Title)}</h1>\n");
        Cards(report.Cards);
        _html.Append("</header>\n<main>\n");
        foreach (Section section in report.Sections)
            Write(section);
        Facts(report);
        _html.Append("</main>\n<footer>\n");
        foreach (string line in report.Origin)
            _html.Append(CultureInfo.InvariantCulture, $"<p>{Escaped(line)}</p>\n");
        return _html.Append("</footer>\n</body>\n</html>\n").ToString();
    }

    // Pixels in the page itself need a permission that other pages do not have.
    private static string PolicyOf(Report report) =>
        report.Sections.Any(section => section.PixelPictures.Count > 0) ? PolicyWithPixels : Policy;

    private void Cards(IReadOnlyList<Card> cards)
    {
        if (cards.Count == 0)
            return;
        _html.Append("<ul class=\"cards\">\n");
        foreach (Card card in cards)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<li><span>{Escaped(card.Label)}</span><b>{Escaped(card.Value)}</b>")
                .Append(CultureInfo.InvariantCulture, $"<span>{Escaped(card.Note)}</span></li>\n");
        }
        _html.Append("</ul>\n");
    }

    private void Write(Section section)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Escaped(section.Title)}</h2>\n");
        foreach (string paragraph in section.Paragraphs)
            _html.Append(CultureInfo.InvariantCulture, $"<p>{Sentence(paragraph)}</p>\n");
        if (section.Points.Count > 0)
        {
            _html.Append("<ul class=\"points\">\n");
            foreach (Point point in section.Points)
                Write(point);
            _html.Append("</ul>\n");
        }
        if (section.Pictures.Count > 0)
        {
            _html.Append("<div class=\"pictures\">\n");
            foreach (Picture picture in section.Pictures)
                Write(picture);
            _html.Append("</div>\n");
        }
        foreach (PixelPicture picture in section.PixelPictures)
            Write(picture);
        foreach (FactTable table in section.Tables)
            Write(table);
        foreach (string command in section.Commands)
            _html.Append(CultureInfo.InvariantCulture, $"<pre>{Escaped(command)}</pre>\n");
        _html.Append("</section>\n");
    }

    private void Write(Point point)
    {
        (string sign, string style) = point.Mark switch
        {
            Mark.Good => ("✓", "good"),
            Mark.Fair => ("=", "fair"),
            Mark.Bad => ("✗", "bad"),
            _ => ("•", "fair"),
        };
        _html.Append(CultureInfo.InvariantCulture, $"<li><i class=\"{style}\" aria-hidden=\"true\">{sign}</i>")
            .Append(CultureInfo.InvariantCulture, $"<strong>{Escaped(point.Name)}</strong>: {Sentence(point.Text)}</li>\n");
    }

    private void Write(Picture picture)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"picture-{++_pictures}");
        SvgCanvas svg = picture.Svg;
        _html.Append(CultureInfo.InvariantCulture,
            $"<figure{(picture.IsWide ? " class=\"wide\"" : "")}>\n<h3>{Escaped(picture.Title)}</h3>\n")
            .Append(picture.IsWide ? $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escaped(picture.Title)}\">" : "")
            .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {svg.Width:0.#} {svg.Height:0.#}\" role=\"img\" ")
            .Append(CultureInfo.InvariantCulture, $"aria-labelledby=\"{id}-title {id}-text\" style=\"--natural:{svg.Width:0}px\">")
            .Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Escaped(picture.Title)}</title>")
            .Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-text\">{Escaped(picture.Description)}</desc>{svg.Shapes}</svg>")
            .Append(picture.IsWide ? "</div>\n" : "\n");
        if (picture.Caption.Length > 0)
            _html.Append(CultureInfo.InvariantCulture, $"<figcaption>{Escaped(picture.Caption)}</figcaption>\n");
        _html.Append("<details><summary>The numbers</summary>\n");
        Write(picture.Numbers);
        _html.Append("</details>\n</figure>\n");
    }

    private void Write(PixelPicture picture) => _html
        .Append(CultureInfo.InvariantCulture, $"<figure class=\"wide\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" ")
        .Append(CultureInfo.InvariantCulture, $"aria-label=\"{Escaped(picture.Title)}\"><img alt=\"{Escaped(picture.Description)}\" ")
        .Append(CultureInfo.InvariantCulture, $"style=\"--natural:{picture.Width}px\" ")
        .Append(CultureInfo.InvariantCulture, $"src=\"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}\"></div>\n")
        .Append("</figure>\n");

    private void Write(FactTable table)
    {
        string title = Escaped(table.Title), style = table.Shades is null ? "" : " class=\"shaded\"";
        // The title is outside of what scrolls, so that all of it is seen.
        _html.Append(CultureInfo.InvariantCulture, $"<p class=\"caption\">{title}</p>\n<div class=\"scroll\" tabindex=\"0\" ")
            .Append(CultureInfo.InvariantCulture, $"role=\"region\" aria-label=\"{title}\"><table{style} aria-label=\"{title}\">\n")
            .Append("<thead><tr>");
        for (int column = 0; column < table.Columns.Count; column++)
            _html.Append(table.Columns[column].Length == 0 ? "<td></td>" : $"<th scope=\"col\">{Isolated(table.Columns[column])}</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < table.Rows.Count; row++)
        {
            IReadOnlyList<string> cells = table.Rows[row];
            _html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Isolated(cells[0])}</th>");
            for (int column = 1; column < cells.Count; column++)
            {
                string shade = table.Shades is { } shades ? $" style=\"--s:{MarkupText.Number(shades[row][column - 1])}\"" : "";
                _html.Append(CultureInfo.InvariantCulture, $"<td{shade}>{Isolated(cells[column])}</td>");
            }
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table></div>\n");
    }

    // The lines that a terminal shows.
    private void Facts(Report report)
    {
        if (!report.Items.Any(item => item is Fact { Label: not null } or Verdict or NextStep))
            return;
        _html.Append("<section>\n<h2>All facts</h2>\n<table class=\"facts\"><tbody>\n");
        string label = "";
        foreach (ReportItem item in report.Items)
        {
            (string Label, string Text)? line = item switch
            {
                Fact { Label: { } own, IsForTerminals: false } fact => (own, fact.Text),
                Verdict verdict => (verdict.Statement, (verdict.Holds ? "yes" : "no") + (verdict.Detail.Length > 0
                    ? $" ({verdict.Detail})" : "")),
                NextStep step => (step.Purpose, $"{report.Program} {step.Command}"),
                _ => null,
            };
            if (line is not { } shown)
                continue;
            label = shown.Label.Trim().Length > 0 ? shown.Label.Trim() : label;
            _html.Append(CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{Escaped(label)}</th><td>{Isolated(shown.Text)}</td></tr>\n");
        }
        _html.Append("</tbody></table>\n</section>\n");
    }
}
