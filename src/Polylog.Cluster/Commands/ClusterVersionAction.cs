using System.CommandLine;

namespace Polylog.Cluster;

/// <summary>Shows the version, which all nodes must share.</summary>
internal sealed class ClusterVersionAction : PageAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"polylog-cluster {VersionAction.Version}");
        return ExitCode.Done;
    }
}
