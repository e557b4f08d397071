using System.CommandLine;

namespace Polylog.Cluster.Tool;

/// <summary>Shows the version, which all nodes must share.</summary>
internal sealed class ClusterVersionAction : PageAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"polylog-cluster {ProgramVersion.Text}");
        return ExitCode.Done;
    }
}
