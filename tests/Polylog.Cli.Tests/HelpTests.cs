using System.CommandLine;

namespace Polylog.Cli.Tests;

/// <summary>Help pages are approved texts: whoever changes a page reads all of it.</summary>
public class HelpTests
{
    private const string Approve = "POLYLOG_APPROVE";

    private static readonly string[][] s_pages =
    [
        ["--help"], ["compress", "--help"], ["plan", "--help"], ["inspect", "--help"], ["report", "--help"],
        ["merge", "--help"], ["update", "--help"], ["evaluate", "--help"], ["shrink", "--help"], ["demo", "--help"],
        ["reproduce", "--help"],
    ];

    [Theory]
    [InlineData("polylog", "--help")]
    [InlineData("compress", "compress", "--help")]
    [InlineData("plan", "plan", "--help")]
    [InlineData("inspect", "inspect", "-h")]
    [InlineData("report", "report", "--help")]
    [InlineData("merge", "merge", "--help")]
    [InlineData("update", "update", "--help")]
    [InlineData("evaluate", "evaluate", "--help")]
    [InlineData("shrink", "shrink", "--help")]
    [InlineData("demo", "demo", "--help")]
    [InlineData("reproduce", "reproduce", "--help")]
    public void Page_is_as_approved(string name, params string[] arguments)
    {
        string page = Cli.Run(arguments).Succeeded().Output;
        string file = Path.Combine(Repository.Root, "tests", "Polylog.Cli.Tests", "Approved", $"{name}.txt");
        if (Environment.GetEnvironmentVariable(Approve) == "1")
            File.WriteAllText(file, page);
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(page == approved, $"{file} differs from the page below; read it, and run once with {Approve}=1 to approve it.\n{page}");
    }

    [Fact]
    public void Without_arguments_the_help_is_shown() =>
        Assert.Equal(Cli.Run("--help").Succeeded().Output, Cli.Run().Succeeded().Output);

    [Fact]
    public void Help_is_shown_whatever_else_is_wrong() =>
        Assert.StartsWith("Keeps a few rows", Cli.Run("compress", "--order", "x", "--help").Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void Text_of_pages_is_80_columns_wide()
    {
        foreach (string[] page in s_pages)
        {
            string text = Cli.Run(page).Output;
            // Example commands are not wrapped, so that they can be copied.
            string[] lines = [.. text.Split('\n').Where(line => !line.StartsWith("  polylog ", StringComparison.Ordinal))];
            Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        }
    }

    [Fact]
    public void Version_is_a_line()
    {
        string line = Cli.Run("--version").Succeeded().Output;
        Assert.Matches(@"^polylog \d+\.\d+\.\d+\n$", line);
    }

    [Fact]
    public void Examples_of_all_pages_parse()
    {
        foreach (string[] page in s_pages)
        {
            IEnumerable<string> lines = Cli.Run(page).Output.Split("Examples:")[1].Split('\n').Where(line =>
                line.StartsWith("  polylog ", StringComparison.Ordinal));
            RootCommand root = PolylogCommand.Create(new Terminal(TextWriter.Null, TextWriter.Null), default);
            foreach (string line in lines)
                Assert.Empty(root.Parse(line["  polylog ".Length..]).Errors);
        }
    }
}
