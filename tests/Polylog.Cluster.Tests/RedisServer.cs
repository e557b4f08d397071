using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Polylog.Cluster.Tests;

/// <summary>A Redis server of its own, on a free port of loopback, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly int _port = NodeProcesses.FreePort();
    private readonly Process _process;

    private RedisServer()
    {
        string port = _port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        _process.BeginOutputReadLine();
        for (int attempt = 0; !Answers(); attempt++)
        {
            Assert.True(attempt < 100, "redis-server does not answer");
            Thread.Sleep(100);
        }
    }

    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Starts one; the test is skipped where Redis is not installed.</summary>
    public static RedisServer StartOrSkip()
    {
        Trial.Needs("redis-server");
        return new RedisServer();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
