using System.CommandLine;
using System.CommandLine.Invocation;

namespace Polylog.Cli;

/// <summary>Shows a page about the program, even where the rest of the command line has errors.</summary>
internal abstract class PageAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;
}

/// <summary>Shows the help page of the command on the command line.</summary>
internal sealed class HelpAction(IReadOnlyDictionary<Command, HelpPage> pages) : PageAction
{
    public override int Invoke(ParseResult parseResult)
    {
        pages[parseResult.CommandResult.Command].Write(parseResult.InvocationConfiguration.Output);
        return ExitCode.Done;
    }
}

/// <summary>Shows the version.</summary>
internal sealed class VersionAction(string program) : PageAction
{
    public static string Version => typeof(VersionAction).Assembly.GetName().Version!.ToString(3);

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{program} {Version}");
        return ExitCode.Done;
    }
}
