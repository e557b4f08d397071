using System.Security.Cryptography;
using System.Text;

namespace Polylog.Cluster;

/// <summary>Names that nodes and clients share.</summary>
internal static class ClusterNames
{
    /// <summary>The Orleans cluster and service.</summary>
    public const string Cluster = "polylog";

    /// <summary>The store of the jobs.</summary>
    public const string Storage = "polylog";

    private const int HashDigits = 8;

    /// <summary>A job's name: the output's, and some digits that tell its folder. An output has one job at a time.</summary>
    public static string OfJob(string output)
    {
        string name = new([.. Path.GetFileNameWithoutExtension(output).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(output));
        // A name is an argument of status and cancel: it does not look like an option.
        name = name.TrimStart('-') is { Length: > 0 } plain ? plain : "job";
        return $"{(name.Length > 40 ? name[..40] : name)}-{Convert.ToHexStringLower(hash)[..HashDigits]}";
    }

    /// <summary>A node's name: its address, its port, and when it was started.</summary>
    public static string OfNode(SiloAddress node) => node.ToParsableString();
}
