using System.Net;

namespace Polylog.Cluster.Tool;

/// <summary>How a node is started.</summary>
/// <param name="Connection">Where it finds the others.</param>
/// <param name="Data">The folders that it may read and write.</param>
internal sealed record NodeSettings(ClusterConnection Connection, IReadOnlyList<string> Data)
{
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>The port for other nodes; clients have the next one.</summary>
    public int Port { get; init; } = 11111;

    /// <summary>The port of the dashboard, on loopback; null for none.</summary>
    public int? Dashboard { get; init; }

    /// <summary>Whether to make the tables of the database.</summary>
    public bool Init { get; init; }

    public int? Threads { get; init; }

    public int Workers { get; init; } = 1;

    /// <summary>Whether Orleans' warnings go to the error stream.</summary>
    public bool IsVerbose { get; init; }
}
