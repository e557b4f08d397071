using System.CommandLine;

namespace Polylog.Cluster.Tool;

/// <summary>The options that tell where the nodes are.</summary>
internal sealed class ConnectionOptions
{
    public Option<string?> Membership { get; } = ValueOptions.Text("--membership", "<connection>",
        "PostgreSQL database with the list of nodes and the jobs, as a connection string: 'Host=db;Database=polylog;Username=polylog'. "
        + "A password is better in ~/.pgpass or PGPASSWORD than on a command line that others see.");

    public Option<string?> Redis { get; } = ValueOptions.Text("--redis", "<connection>",
        "Redis instead of PostgreSQL, such as 'redis:6379'.");

    public Option<int?> Local { get; } = ValueOptions.Whole("--local", "<port>",
        "No database: all nodes are on this machine, and the first of them has this --port. When it ends, the others do.");

    public Option<string?> Tls { get; } = ValueOptions.Text("--tls", "<file>",
        "Certificate with its key (.pfx) that all nodes and clients have; whoever shows another is refused. Its password is read from "
        + "POLYLOG_CLUSTER_TLS_PASSWORD.");

    public IReadOnlyList<Option> All => [Membership, Redis, Local, Tls];

    public ClusterConnection Read(ParseResult parsed, string help)
    {
        var connection = new ClusterConnection(
            parsed.GetValue(Membership), parsed.GetValue(Redis), parsed.GetValue(Local), parsed.GetValue(Tls));
        int ways = (connection.Membership is null ? 0 : 1) + (connection.Redis is null ? 0 : 1) + (connection.Local is null ? 0 : 1);
        return ways == 1 ? connection : throw new UsageException(ways == 0
            ? "no membership; give --membership, --redis or --local"
            : "--membership, --redis and --local cannot be combined; give one of them", help);
    }
}
