namespace Polylog.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work failed, or an inspection found a difference.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C: 128 and the number of the signal, as shells have it.</summary>
    public const int Stopped = 130;
}
