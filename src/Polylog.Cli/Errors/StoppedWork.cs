namespace Polylog.Cli;

/// <summary>What a process that is ended, without waiting for its command, says about the work so far.</summary>
internal static class StoppedWork
{
    private static volatile string? s_goesOn;

    /// <summary>A clause that says how the work can be used; null where it is lost.</summary>
    public static string? GoesOn
    {
        get => s_goesOn;
        set => s_goesOn = value;
    }
}
