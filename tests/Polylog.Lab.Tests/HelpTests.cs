using System.CommandLine;

namespace Polylog.Lab.Tests;

/// <summary>Help pages are approved texts: whoever changes a page reads all of it.</summary>
public class HelpTests
{
    private const string Approve = "POLYLOG_APPROVE";

    [Theory]
    [InlineData("polylog-lab", "--help")]
    [InlineData("evaluate", "evaluate", "--help")]
    [InlineData("reproduce", "reproduce", "--help")]
    public void Page_is_as_approved(string name, params string[] arguments)
    {
        string page = Lab.Run(arguments).Succeeded().Output;
        string file = Path.Combine(Repository.Root, "tests", "Polylog.Lab.Tests", "Approved", $"{name}.txt");
        if (Environment.GetEnvironmentVariable(Approve) == "1")
            File.WriteAllText(file, page);
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(page == approved, $"{file} differs from the page below; read it, and run once with {Approve}=1 to approve it.\n{page}");
        string[] lines = [.. page.Split('\n').Where(line => !line.StartsWith("  polylog", StringComparison.Ordinal))];
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Without_arguments_the_help_is_shown() =>
        Assert.Equal(Lab.Run("--help").Succeeded().Output, Lab.Run().Succeeded().Output);

    [Fact]
    public void Version_is_a_line() => Assert.Matches(@"^polylog-lab \d+\.\d+\.\d+\n$", Lab.Run("--version").Succeeded().Output);

    [Theory]
    [InlineData("--help")]
    [InlineData("evaluate", "--help")]
    [InlineData("reproduce", "--help")]
    public void Examples_parse(params string[] arguments)
    {
        const string Start = "  polylog-lab ";
        string[] lines =
        [
            .. Lab.Run(arguments).Output.Split("Examples:")[1].Split('\n').Where(line => line.StartsWith(Start, StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(lines);
        RootCommand root = LabProgram.Root(new Terminal(TextWriter.Null, TextWriter.Null), default);
        foreach (string line in lines)
            Assert.Empty(root.Parse(line[Start.Length..]).Errors);
    }
}
