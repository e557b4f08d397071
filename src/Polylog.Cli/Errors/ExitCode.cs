namespace Polylog.Cli;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command failed, or a check did not hold.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C: 128 plus the number of the signal, the convention of shells.</summary>
    public const int Stopped = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    public const int Terminated = 143;
}
