using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Polylog.Cluster.Tool;

/// <summary>Where a node is started.</summary>
/// <param name="Address">The address that it listens on.</param>
internal sealed record NodePlace(string Address = "127.0.0.1")
{
    /// <summary>A program that becomes the node, with its arguments: it gives it a network, a disk or a clock of its own.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];
}

/// <summary>Nodes as processes of this machine, ended with this object; it ends no other process.</summary>
internal sealed class NodeProcesses : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly List<(Process Process, string Name)> _nodes = [];
    private readonly string _folder;
    private readonly ClusterConnection _connection;

    /// <summary>Begins without a node.</summary>
    /// <param name="folder">The folder of the tables.</param>
    /// <param name="connection">Where the nodes find each other.</param>
    public NodeProcesses(string folder, ClusterConnection connection)
    {
        _folder = folder;
        _connection = connection;
    }

    /// <summary>Starts a node of one thread, and waits until it takes part.</summary>
    /// <param name="place">Where; null for loopback.</param>
    /// <exception cref="CommandException">It did not start.</exception>
    public void Start(NodePlace? place = null)
    {
        place ??= new NodePlace();
        int port = _nodes.Count == 0 && _connection.Local is { } first ? first : FreePort();
        string[] way = _connection.Membership is { } membership ? ["--membership", membership, "--init"]
            : _connection.Redis is { } redis ? ["--redis", redis] : ["--local", Text(_connection.Local!.Value)];
        string[] tls = _connection.Certificate is { } certificate ? ["--tls", certificate] : [];
        Process process = Process.Start(Command(
        [
            .. place.Prefix, .. Program(),
            "node", .. way, .. tls, "--listen", place.Address, "--port", Text(port), "--data", _folder, "--threads", "1",
        ]))!;
        _nodes.Add((process, $"{place.Address}:{Text(port)}@"));
        Task<string?> line = Said(process.StandardError);
        if (!line.Wait(s_patience) || line.Result?.Contains("takes part", StringComparison.Ordinal) != true)
            throw new CommandException($"a node did not start: {(line.IsCompleted ? line.Result : "it said nothing")}");
    }

    /// <summary>The place of the node that has a name.</summary>
    public int Find(string name) =>
        _nodes.FindIndex(node => name.StartsWith(node.Name, StringComparison.Ordinal));

    /// <summary>The process of a node.</summary>
    public int ProcessOf(int node) => _nodes[node].Process.Id;

    /// <summary>Ends a node at once, as kill -9 does.</summary>
    public void Kill(int node) => _nodes[node].Process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        foreach ((Process process, _) in _nodes)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    /// <summary>A port that is free, with a free one after it for clients.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, ClusterConnection.GatewayOf(port));
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another one.
            }
        }
    }

    // What a node says at last: where the machine is busy it first says that it waits.
    private static async Task<string?> Said(StreamReader error)
    {
        string? line = await error.ReadLineAsync();
        while (line?.Contains(" waits for ", StringComparison.Ordinal) == true)
            line = await error.ReadLineAsync();
        return line;
    }

    // The same program: an executable of its own, or the library that dotnet runs.
    private static string[] Program()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "polylog-cluster.dll");
        string program = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(program) ? [program] : ["dotnet", library];
    }

    private static ProcessStartInfo Command(string[] words) => new(words[0], words[1..])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
