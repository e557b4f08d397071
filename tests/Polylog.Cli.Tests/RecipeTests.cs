using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Polylog.Cli.Tests;

/// <summary>The pages of docs/recipes: their commands run and keep what they promise.</summary>
public sealed partial class RecipeTests
{
    private const int NothingToRunWith = 3;

    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "recipes");

    /// <summary>Page, script, and the names that its checks print.</summary>
    public static TheoryData<string, string, string> Jobs => new()
    {
        { "particles.md", "particles.py", "particles" },
        { "price-paths.md", "price_paths.py", "price paths" },
        { "signed-events.md", "signed_events.py", "signed events,events in bins" },
        { "survey.md", "survey.py", "survey" },
        { "posterior.md", "posterior.py", "posterior,marked posterior" },
    };

    [Fact]
    public async Task Every_check_of_every_page_holds()
    {
        (int exitCode, string output, string error) = await Run($"dotnet '{Path.Combine(AppContext.BaseDirectory, "polylog.dll")}'");
        Assert.SkipWhen(exitCode == NothingToRunWith, error.Trim());
        Assert.True(exitCode == 0 && !output.Contains("FAILED", StringComparison.Ordinal), $"exit code {exitCode}\n{output}\n{error}");
        string[] lines = output.Split('\n');
        foreach (string job in Jobs.SelectMany(job => job.Data.Item3.Split(',')))
            Assert.True(lines.Count(line => line.StartsWith($"ok {job}: ", StringComparison.Ordinal)) >= 5, $"too few checks of {job}");
    }

    [Fact]
    public async Task A_command_that_fails_is_told_and_the_next_page_is_run()
    {
        (int exitCode, string output, string error) = await Run("false");
        Assert.SkipWhen(exitCode == NothingToRunWith, error.Trim());
        Assert.Equal(1, exitCode);
        foreach (string page in Jobs.Select(job => Path.GetFileNameWithoutExtension(job.Data.Item1)))
            Assert.Contains($"FAILED {page}: polylog compress ", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_page_is_found_and_shows_what_its_script_does(string page, string script, string names)
    {
        foreach ((string index, string link) in ((string, string)[])
            [(Path.Combine(Repository.Root, "README.md"), $"](docs/recipes/{page})"), (Path.Combine(s_folder, "README.md"), $"]({page})")])
        {
            Assert.Contains(link, File.ReadAllText(index), StringComparison.Ordinal);
        }
        string text = File.ReadAllText(Path.Combine(s_folder, page)).ReplaceLineEndings("\n");
        Assert.Contains($"$ python3 docs/recipes/{script} make\n$ polylog compress ", text, StringComparison.Ordinal);
        Assert.Contains($"$ python3 docs/recipes/{script} check\n", text, StringComparison.Ordinal);
        Assert.All(names.Split(','), name => Assert.Contains($"\nok {name}: ", text, StringComparison.Ordinal));

        string source = Trimmed(File.ReadAllText(Path.Combine(s_folder, script)));
        string[] shown = [.. PythonBlock().Matches(text).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(shown);
        Assert.All(shown, block => Assert.Contains(Trimmed(block), source, StringComparison.Ordinal));
    }

    // Without indentation: pages show parts of functions.
    private static string Trimmed(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    private static async Task<(int ExitCode, string Output, string Error)> Run(string polylog)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "docs/recipes/run is a script for bash");
        var start = new ProcessStartInfo(Path.Combine(s_folder, "run"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["POLYLOG"] = polylog;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    [GeneratedRegex("```python\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
