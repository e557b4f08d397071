using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Polylog.Cluster.Tool;

/// <summary>The command <c>polylog-cluster node</c>.</summary>
internal sealed class NodeCommand : PageCommand
{
    private const int HighestPort = 65534;

    private readonly ConnectionOptions _connection = new();

    private readonly Option<string[]> _data = ValueOptions.Texts("--data", "<folder>",
        "Folder with the tables and outputs, the same on all nodes; may be repeated. Jobs with paths outside are refused.");

    private readonly Option<string?> _listen = ValueOptions.Text("--listen", "<address>",
        "Address under which other nodes and clients reach this one; default: 127.0.0.1, which only this machine reaches.");

    private readonly Option<int?> _port = ValueOptions.Whole("--port", "<n>",
        "Port for other nodes; clients use the one after it. Default: 11111, or that of --local.");

    private readonly Option<int?> _dashboard = ValueOptions.Whole("--dashboard", "<port>",
        "Show Orleans' dashboard on this port of 127.0.0.1; default: no dashboard.");

    private readonly Option<bool> _init = ValueOptions.Flag("--init", "Make the tables in the database, where they are not there yet.");

    private readonly Option<int?> _threads = ValueOptions.Whole("--threads", "<n>",
        "Threads of one part; default: one per processor. The result is the same for any number.");

    private readonly Option<int?> _workers = ValueOptions.Whole("--workers", "<n>", "Parts to work on at a time; default: 1.");

    private readonly Option<bool> _verbose = ValueOptions.Flag("--verbose", "Write Orleans' warnings to the error stream.");

    public NodeCommand(Terminal terminal, CancellationToken cancellation)
        : base("node", "Take part in jobs, until it is stopped.", terminal, cancellation) => Complete();

    public override HelpPage Page => new(
        "Takes part in jobs until it is stopped: compresses parts, merges them, and coordinates. Start one on each machine.",
        ["polylog-cluster node --membership <connection> --data <folder> [options]"],
        [
            new("Cluster", _connection.All),
            new("Tables", [_data]),
            new("Network", [_listen, _port, _dashboard]),
            new("Work", [_threads, _workers]),
            new("Further", [_init, _verbose]),
        ],
        [
            new("the first node, which also makes the tables in the database",
                "polylog-cluster node --membership 'Host=db;Database=polylog' --data /mnt/tables --listen 10.0.0.5 --init"),
            new("two nodes on this machine, without a database",
                "polylog-cluster node --local 11111 --data tables & polylog-cluster node --local 11111 --port 11121 --data tables"),
        ]);

    protected override int Run(ParseResult parsed)
    {
        string help = ParseErrors.HelpOf(this);
        ClusterConnection connection = _connection.Read(parsed, help);
        if (parsed.GetValue(_data) is not { Length: > 0 } data)
            throw new UsageException("no --data; give the folder with the tables", help);
        string address = parsed.GetValue(_listen) ?? "127.0.0.1";
        if (!IPAddress.TryParse(address, out IPAddress? listen))
            throw new UsageException($"--listen is '{address}'; give an address such as 10.0.0.5", help);
        var defaults = new NodeSettings(connection, [.. data.Select(Path.GetFullPath)]);
        NodeSettings settings = defaults with
        {
            Listen = listen,
            Port = parsed.GetValue(_port) ?? connection.Local ?? defaults.Port,
            Dashboard = parsed.GetValue(_dashboard),
            Init = parsed.GetValue(_init),
            Threads = parsed.GetValue(_threads),
            Workers = parsed.GetValue(_workers) ?? defaults.Workers,
            IsVerbose = parsed.GetValue(_verbose),
        };
        if (Math.Max(settings.Port, settings.Dashboard ?? 1) > HighestPort)
        {
            string option = settings.Port > HighestPort ? $"--port is {settings.Port}" : $"--dashboard is {settings.Dashboard}";
            throw new UsageException($"{option}; ports go up to {HighestPort}", help);
        }
        string port = settings.Port.ToString(CultureInfo.InvariantCulture);
        void Say(string text) => Terminal.Error.WriteLine($"node {listen}:{port} {text}");
        ClusterNode.RunAsync(settings, () => Say("takes part"), () => Say(Waiting(connection)), Cancellation).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static string Waiting(ClusterConnection connection) => connection.Local is { } first
        ? string.Create(CultureInfo.InvariantCulture,
            $"waits for the first node, which has port {first}: start it with --local {first} and the same --data")
        : "waits for the other nodes of the cluster, which do not answer yet";
}
