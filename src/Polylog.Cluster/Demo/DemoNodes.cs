using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Polylog.Cluster;

/// <summary>Nodes as processes of this machine, ended with this object; it ends no other process.</summary>
internal sealed class DemoNodes : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly List<(Process Process, int Port)> _nodes = [];
    private readonly string _folder;

    public DemoNodes(string folder)
    {
        _folder = folder;
        First = FreePort();
    }

    /// <summary>The port of the first node.</summary>
    public int First { get; }

    /// <summary>Starts a node, and waits until it takes part.</summary>
    /// <exception cref="CommandException">It did not start.</exception>
    public void Start()
    {
        int port = _nodes.Count == 0 ? First : FreePort();
        Process process = Process.Start(Command("node", "--local", Text(First), "--port", Text(port), "--data", _folder, "--threads", "1"))!;
        _nodes.Add((process, port));
        Task<string?> line = process.StandardError.ReadLineAsync();
        if (!line.Wait(s_patience) || line.Result?.Contains("takes part", StringComparison.Ordinal) != true)
            throw new CommandException($"a node did not start: {(line.IsCompleted ? line.Result : "it said nothing")}");
    }

    /// <summary>The port of a node.</summary>
    public int PortOf(int node) => _nodes[node].Port;

    /// <summary>Ends a node at once, as kill -9 does.</summary>
    public void Kill(int node) => _nodes[node].Process.Kill();

    public void Dispose()
    {
        foreach ((Process process, _) in _nodes)
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    // The same program: an executable of its own, or the library that dotnet runs.
    private static ProcessStartInfo Command(params string[] arguments)
    {
        string library = Path.Combine(AppContext.BaseDirectory, "Polylog.Cluster.dll");
        string program = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        bool isLibrary = !File.Exists(program);
        return new ProcessStartInfo(isLibrary ? "dotnet" : program, isLibrary ? [library, .. arguments] : arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // One with a free one after it, for clients.
    private static int FreePort()
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
}
