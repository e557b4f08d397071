using System.Globalization;

namespace Polylog.Cluster.Tests;

/// <summary>A network namespace with a cable to this machine's own network, which can be cut.</summary>
internal sealed class CutNetwork : IDisposable
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"polylog{Environment.ProcessId}");
    private readonly string _cable = string.Create(CultureInfo.InvariantCulture, $"plh{Environment.ProcessId}");
    private readonly string _other = string.Create(CultureInfo.InvariantCulture, $"plt{Environment.ProcessId}");

    public CutNetwork()
    {
        Ip("netns", "add", _name);
        Ip("link", "add", _cable, "type", "veth", "peer", "name", _other, "netns", _name);
        Ip("addr", "add", $"{Here}/30", "dev", _cable);
        Ip("-n", _name, "addr", "add", $"{There.Address}/30", "dev", _other);
        Ip("-n", _name, "link", "set", "lo", "up");
        Ip("-n", _name, "link", "set", _other, "up");
        Restore();
    }

    /// <summary>This machine's address at the cable.</summary>
    public static string Here => "10.231.77.1";

    /// <summary>The place at its other end.</summary>
    public NodePlace There => new("10.231.77.2") { Prefix = ["ip", "netns", "exec", _name] };

    public void Cut() => Ip("link", "set", _cable, "down");

    public void Restore() => Ip("link", "set", _cable, "up");

    public void Dispose()
    {
        Ip("link", "del", _cable);
        Ip("netns", "del", _name);
    }

    private static void Ip(params string[] arguments) => Trial.Run("ip", arguments);
}
