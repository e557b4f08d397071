using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Polylog.Browser.Tests;

/// <summary>
/// Reports in a real browser: nothing runs over, text can be read, nothing is loaded, nothing runs. POLYLOG_SCREENSHOTS names a folder for
/// pictures of all pages; POLYLOG_AXE names axe.min.js of axe-core.
/// </summary>
/// <param name="browser">The browser and the pages.</param>
public class ReportPageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly int[] s_widths = [360, 800, 1600];

    public static TheoryData<string> Kinds => [.. MadePages.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_page_can_be_read_at_any_width_in_light_and_dark(string kind)
    {
        string checks = Script();
        var faults = new List<string>();
        foreach (int width in s_widths)
        {
            foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                IPage page = await browser.OpenAsync(width, scheme);
                string where = string.Create(CultureInfo.InvariantCulture, $"{kind}, {width} pixels, {scheme}");
                page.Console += (_, message) => Note(message.Type is "error" or "warning" ? $"console: {message.Text}" : null);
                page.PageError += (_, error) => Note($"error: {error}");
                page.Dialog += (_, dialog) => Note($"dialog: {dialog.Message}");
                page.Request += (_, request) => Note(request.Url.StartsWith("file:", StringComparison.Ordinal)
                    && request.IsNavigationRequest
                    ? null : $"request: {request.Url}");
                await page.GotoAsync(new Uri(browser.Pages.Of(kind)).AbsoluteUri);
                faults.AddRange((await page.EvaluateAsync<string[]>(checks)).Select(fault => $"{where}: {fault}"));
                await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => part.open = true)");
                faults.AddRange((await page.EvaluateAsync<string[]>(checks)).Select(fault => $"{where}, open: {fault}"));
                await Picture(page, kind, width, scheme);
                await page.CloseAsync();

                void Note(string? fault)
                {
                    if (fault is not null)
                        faults.Add($"{where}: {fault}");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Axe_finds_nothing_serious(string kind)
    {
        string? axe = Environment.GetEnvironmentVariable("POLYLOG_AXE");
        Assert.SkipWhen(string.IsNullOrEmpty(axe), "axe-core is not there: name its axe.min.js with POLYLOG_AXE");
        IPage page = await browser.OpenAsync(1000, ColorScheme.Light, obeysPolicy: false);
        await page.GotoAsync(new Uri(browser.Pages.Of(kind)).AbsoluteUri);
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => part.open = true)");
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = axe });
        string found = await page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations)");
        string[] serious = [.. JsonDocument.Parse(found).RootElement.EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{violation.GetProperty("id")}: {violation.GetProperty("help")}: "
                + violation.GetProperty("nodes")[0].GetProperty("html"))];
        Assert.True(serious.Length == 0, string.Join('\n', serious));
        await page.CloseAsync();
    }

    [Fact]
    public async Task On_paper_everything_is_open_and_light()
    {
        IPage page = await browser.OpenAsync(800, ColorScheme.Dark);
        await page.GotoAsync(new Uri(browser.Pages.Of("groups")).AbsoluteUri);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        byte[] paper = await page.PdfAsync();
        Assert.InRange(paper.Length, 10_000, 3_000_000);
        await page.CloseAsync();
    }

    private static async Task Picture(IPage page, string kind, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("POLYLOG_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        string name = string.Create(CultureInfo.InvariantCulture, $"{kind.Replace(' ', '-')}-{width}-{scheme}.png");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(part => part.open = false)");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(folder, name), FullPage = true });
    }

    private static string Script()
    {
        using Stream stream = typeof(ReportPageTests).Assembly.GetManifestResourceStream("page-checks.js")!;
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        return text[text.IndexOf("() =>", StringComparison.Ordinal)..];
    }
}
