namespace Polylog.Cli;

/// <summary>Writes what a command found to the standard output.</summary>
internal static class ReportOutput
{
    /// <summary>Writes it as JSON, with notes, or for people.</summary>
    /// <param name="report">What it found.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="asJson">Whether as JSON.</param>
    /// <param name="notes">Notes for JSON; null for none. People have seen them.</param>
    public static void Write(Report report, Terminal terminal, bool asJson, NoteList? notes = null)
    {
        if (!asJson)
            ConsoleReport.Write(report, terminal.Styled);
        else if (notes is null)
            JsonReport.Write(report, terminal.Output);
        else
            JsonReport.Write(report, notes, terminal.Output);
    }
}
