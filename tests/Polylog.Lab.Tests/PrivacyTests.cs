namespace Polylog.Lab.Tests;

/// <summary>Nothing leaves the machine, and nothing is written but the output, also where models are trained.</summary>
public sealed class PrivacyTests : IDisposable
{
    private static readonly string[][] s_lines =
    [
        ["evaluate", $"{WatchedFolders.Input}/t.csv", "--target", "b", "--size", "50", "--draws", "2", "-o",
            $"{WatchedFolders.Output}/evaluation"],
        ["reproduce", "fig6", "--scale", "tiny", "-o", $"{WatchedFolders.Output}/fig6"],
    ];

    private readonly WatchedFolders _watched = new();

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, s_lines.Length)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_command_reaches_for_nothing_but_its_output(int line)
    {
        SystemCalls.SkipUnlessWatched();
        _watched.Folder.Sample(Path.Combine("in", "t.csv"), 500, "a,b,kind,n");
        _watched.Check("polylog-lab.dll", s_lines[line], 0);
    }

    [Fact]
    public void Every_command_is_in_the_list()
    {
        IEnumerable<string> commands =
            LabProgram.Root(new Terminal(TextWriter.Null, TextWriter.Null), default).Subcommands.Select(command => command.Name);
        Assert.Empty(commands.Except(s_lines.Select(line => line[0])));
    }

    public void Dispose() => _watched.Dispose();
}
