using System.CommandLine;

namespace Polylog.Cli;

/// <summary>What changes where <c>-o -</c> sends the kept rows to standard output.</summary>
internal static class RowsOnOutput
{
    /// <summary>The path that stands for standard output.</summary>
    public const string Path = "-";

    private static readonly string[] s_commands = ["compress", "merge", "update"];

    /// <summary>How a summary calls a file that was written.</summary>
    public static string Name(string path) => path == Path ? "standard output" : path;

    /// <summary>Sends everything but the rows to the error stream; a summary as JSON has no place then.</summary>
    public static void Prepare(ParseResult parsed, Terminal terminal, string help)
    {
        if (!s_commands.Contains(parsed.CommandResult.Command.Name) || parsed.GetValue<string?>("--output") != Path)
            return;
        if (parsed.GetValue<bool>("--json"))
        {
            throw new UsageException(
                "--json and -o - cannot be combined, both would go to standard output; write the rows to a file", help);
        }
        terminal.LeaveOutputToRows();
    }
}
