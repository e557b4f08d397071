using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Polylog.Reports.Tests;

/// <summary>A page is one file that loads nothing, that no name can break, and that is small whatever the size of the table.</summary>
public partial class PageTests
{
    private const int MostBytes = 1_500_000;

    /// <summary>Names that would do something in markup, in a style or in the direction of text.</summary>
    public static TheoryData<string> OddNames =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onload='alert(1)", "</svg></style></title>", "a&b;&#60;", "]]>",
        "העמודה", "\u202Egnp.exe", "tab\tline\nend\0bell\a", "😀👩‍👩‍👧‍👦 Ω",
        new string('x', 500), "", "   ", "--s:1", "\uD800",
    ];

    [Theory]
    [InlineData(1, 300, 20)]
    [InlineData(2, 5000, 100)]
    [InlineData(12, 3000, 200)]
    [InlineData(60, 2000, 150)]
    public void A_page_of_any_number_of_columns_is_whole(int columns, int rows, int size)
    {
        string html = Page(MadeRows.Normal(rows, columns), new CompressionOptions { Size = size });
        Check(html);
        Assert.Contains("In plain words", html, StringComparison.Ordinal);
        Assert.Contains("Good for smooth functions", html, StringComparison.Ordinal);
        Assert.Equal(Math.Min(columns, 6), Count(html, "font-size=\"13\""));
    }

    [Fact]
    public void A_coreset_of_all_rows_says_that_nothing_is_lost()
    {
        string html = Page(MadeRows.Normal(50, 2), new CompressionOptions { Size = 50 });
        Check(html);
        Assert.Contains("All rows that differ are kept", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Not good for", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public void A_name_stays_text(string name)
    {
        Measure measure = MadeRows.Normal(500, 2);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 40 });
        string html = CoresetReport.Of(coreset, measure, name, [name, "other"], TestContext.Current.CancellationToken).ToHtml();
        Check(html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.False(Handler().IsMatch(html), "an attribute would run something");
        Assert.DoesNotContain('\u202E', html);
    }

    [Fact]
    public void Constant_columns_groups_and_weights_have_a_page()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 4000).SelectMany(_ => new[] { random.NextDouble(), 7, random.Next(3) })];
        double[] weights = [.. Enumerable.Range(0, 4000).Select(i => i % 10 == 0 ? 0 : 0.1 + random.NextDouble())];
        Measure measure = new Measure(values, 3, weights).WithGroups(Enumerable.Range(0, 4000).Select(i => i % 4).ToArray());
        Check(Page(measure, new CompressionOptions { Size = 200 }));
    }

    [Fact]
    public void A_large_table_has_a_page_that_is_not_larger()
    {
        string html = Page(MadeRows.Normal(300_000, 6), new CompressionOptions { Size = 5000, Order = 2 });
        Check(html);
        Assert.Contains("Drawn are 1,500 of 300,000 rows and 1,500 of 5,000 kept ones", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_coreset_has_the_same_page_in_any_culture()
    {
        Measure measure = MadeRows.Normal(2000, 3);
        var options = new CompressionOptions { Size = 100 };
        string first = Page(measure, options);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(first, Page(measure, options with { Threads = 1 }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Facts_are_those_of_the_coreset()
    {
        Measure measure = MadeRows.Normal(2000, 3);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 100 });
        Report report = CoresetReport.Of(coreset, measure, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("100 of 2,000 rows", report.Title);
        Assert.Equal(100, report.Facts.Single(fact => fact.Key == "kept").Value);
        Assert.Equal(coreset.Order, report.Facts.Single(fact => fact.Key == "order").Value);
        Assert.Contains($"order {coreset.Order}", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_names_is_refused()
    {
        Measure measure = MadeRows.Normal(200, 3);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 30 });
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            CoresetReport.Of(coreset, measure, columns: ["a"], cancellation: TestContext.Current.CancellationToken));
        Assert.StartsWith("There are 1 names for 3 coordinates; give one for each.", error.Message, StringComparison.Ordinal);
    }

    private static string Page(Measure measure, CompressionOptions options)
    {
        Coreset coreset = MomentCompressor.Compress(measure, options, TestContext.Current.CancellationToken);
        return CoresetReport.Of(coreset, measure, "a table", cancellation: TestContext.Current.CancellationToken).ToHtml();
    }

    private static int Count(string html, string part) => html.Split(part).Length - 1;

    // A page that is written like XML, but for the tags that have no end.
    private static void Check(string html)
    {
        Assert.InRange(html.Length, 1000, MostBytes);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        string xml = Open().Replace(html["<!DOCTYPE html>\n".Length..], "$1/>");
        var page = XDocument.Parse(xml);
        Assert.Equal("html", page.Root!.Name.LocalName);
        // Nothing is loaded: no address but that of the policy's words.
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
        foreach (XElement picture in page.Descendants("svg"))
        {
            Assert.Equal("img", picture.Attribute("role")!.Value);
            Assert.NotEqual("", picture.Element("title")!.Value);
            Assert.NotEqual("", picture.Element("desc")!.Value);
        }
        Assert.All(page.Descendants("figure"), figure => Assert.NotEmpty(figure.Descendants("table")));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [GeneratedRegex("(<meta [^>]*[^/])>")]
    private static partial Regex Open();

    [GeneratedRegex(@"<[a-z][^>]*\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex Handler();
}
