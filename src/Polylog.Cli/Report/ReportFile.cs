using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Polylog.Cli;

/// <summary>The page that explains a result, as a file.</summary>
/// <param name="path">The file.</param>
/// <param name="command">The command that is run, as typed.</param>
internal sealed class ReportFile(string path, string command)
{
    private const string Ending = ".html";

    /// <summary>The option of a command.</summary>
    public static Option<string?> NewOption() => ValueOptions.Text("--report", "<file>",
        "Also write a page that explains the result with pictures: one .html file, which needs no network and no script.");

    /// <summary>The file that a user asked for, null for none. Checks that it can be written, and writes nothing.</summary>
    /// <param name="asked">The file; null for none.</param>
    /// <param name="name">The option that names it.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Files that the command reads or writes.</param>
    /// <exception cref="CommandException">It cannot be written, or is one of the others.</exception>
    public static ReportFile? Find(string? asked, string name, ParseResult parsed, params IEnumerable<string?> others)
    {
        if (asked is null)
            return null;
        if (!asked.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            throw new CommandException($"{name} is '{asked}'; a report is a page, give a file that ends in {Ending}");
        OutputFile.Check(asked, [.. others.OfType<string>().Where(File.Exists)], problem => new CommandException(problem));
        string program = ProgramRoot.WordsOf(parsed.CommandResult.Command);
        return new ReportFile(asked, $"{program} {ShellWord.Quote(parsed.Tokens.Select(token => token.Value))}");
    }

    /// <summary>Why the page was not written; null where it was.</summary>
    public string? Failure { get; private set; }

    /// <summary>Fills the page and writes it. Where it cannot be written, the result is told first: see <see cref="Check"/>.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="watch">Shows that it is being written.</param>
    /// <param name="notes">Notes of the run; null for none.</param>
    /// <param name="time">How long the work took.</param>
    /// <param name="fill">Adds what only a page shows; it is told the command that was run.</param>
    public void Write(Report report, Watch watch, NoteList? notes, TimeSpan time, Action<string> fill) =>
        watch.Over("writing the report", _ =>
    {
        fill(command);
        try
        {
            Write(report, time, notes?.All ?? []);
        }
        catch (CommandException exception)
        {
            Failure = exception.Message;
        }
        return 0;
    });

    /// <summary>Fails where the page was not written, after what else was done has been told.</summary>
    /// <param name="page">The page; null where none was asked for.</param>
    /// <param name="again">A command that makes the page alone, without the name of the program; null where the same one does.</param>
    /// <exception cref="CommandException">It was not written.</exception>
    public static void Check(ReportFile? page, string? again = null)
    {
        if (page?.Failure is { } failure)
        {
            throw new CommandException(
                $"only the page is missing: {failure}{(again is null ? "" : $", for example with '{ProgramName.Current} {again}'")}");
        }
    }

    private void Write(Report report, TimeSpan time, IReadOnlyList<string> notes)
    {
        if (notes.Count > 0)
            report.Add(new Section("Notes") { Paragraphs = notes });
        report.Origin = Origin(time);
        using var file = new OutputFile(path, problem => new CommandException(problem));
        file.Write(stream => stream.Write(Encoding.UTF8.GetBytes(report.ToHtml())));
        file.Commit();
        report.FactBeforeSteps("report", path, "report", path);
    }

    private static string[] Origin(TimeSpan time)
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            $"Made by polylog {VersionAction.Version} with .NET {Environment.Version} on {RuntimeInformation.RuntimeIdentifier}, in "
                + $"{Format.Seconds(time)} and {RoughFormat.Bytes(process.PeakWorkingSet64)} of memory.",
            "The same files and options make the same result again, whatever the number of threads: all seeds are fixed.",
        ];
    }
}
