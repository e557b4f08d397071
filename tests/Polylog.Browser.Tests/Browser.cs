using Microsoft.Playwright;

namespace Polylog.Browser.Tests;

/// <summary>Chromium, where it is installed.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public MadePages Pages { get; } = new();

    /// <summary>The program; null where nobody named one.</summary>
    private static string? Program => Environment.GetEnvironmentVariable("POLYLOG_BROWSER") is { Length: > 0 } named ? named : null;

    public async ValueTask InitializeAsync()
    {
        if (Program is not { } program)
            return;
        _playwright = await Playwright.CreateAsync();
        var options = new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] };
        _browser = await _playwright.Chromium.LaunchAsync(options);
    }

    /// <summary>A page of a size; the test is skipped where no browser is installed.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="obeysPolicy">Whether the page's own policy holds; a test that runs code of its own in the page needs to break
    /// it.</param>
    public async Task<IPage> OpenAsync(int width, ColorScheme scheme, bool obeysPolicy = true)
    {
        Assert.SkipWhen(_browser is null, "no browser: .ci/browser installs one and runs these tests, or name one with POLYLOG_BROWSER");
        return await _browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            BypassCSP = !obeysPolicy,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Pages.Dispose();
    }
}
