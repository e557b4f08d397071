using System.Reflection;

namespace Polylog.Cluster;

/// <summary>The version that all nodes must share: bytes of results may differ between commits, so it names the commit as well.</summary>
internal static class ProgramVersion
{
    // As many digits of a commit as people compare.
    private const int CommitDigits = 12;

    /// <summary>Such as <c>0.1.0+1a2b3c4d5e6f</c>; without the commit where the program was not built from a repository.</summary>
    public static string Text { get; } = Short(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private static string Short(string version)
    {
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 1 + CommitDigits)];
    }
}
