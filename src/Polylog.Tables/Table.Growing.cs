using System.Globalization;

namespace Polylog.Tables;

/// <content>Tables that grow.</content>
public sealed partial class Table
{
    /// <summary>
    /// Opens the rows of a Parquet file that are kept so far, without a column that was added to them, and behind them the rows of further
    /// files.
    /// </summary>
    /// <param name="kept">The Parquet file.</param>
    /// <param name="without">Its column to leave out; null for none.</param>
    /// <param name="pathsOrGlobs">Further paths or patterns. All files must have the same column names.</param>
    /// <param name="threads">How many threads the reading may take; as many as there are cores when not given.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <exception cref="TableException">A file is missing, empty, unreadable, of an unknown format, or has other columns.</exception>
    public static Table OpenGrown(
        string kept, string? without, IReadOnlyList<string> pathsOrGlobs, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(pathsOrGlobs);
        return Open(threads, session =>
        {
            List<InputFile> files = new InputFiles(session, cancellation).Resolve([kept, .. pathsOrGlobs]);
            files[0] = files[0] with { Without = without };
            string description = files.Count == 1
                ? files[0].Name : string.Create(CultureInfo.InvariantCulture, $"{files[0].Name} and {files.Count - 1} more");
            Table table = OpenSources(session, files, description, cancellation);
            // The file may be replaced by what it has become.
            table.SourceFiles = [.. table.Files.Skip(1)];
            return table;
        });
    }

    /// <summary>The files that paths and patterns stand for, in the order given; what matches a pattern is sorted.</summary>
    /// <param name="pathsOrGlobs">Paths or patterns such as <c>data/*.parquet</c>.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="TableException">A file is missing, or nothing matches a pattern.</exception>
    public static IReadOnlyList<string> FilesOf(IReadOnlyList<string> pathsOrGlobs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pathsOrGlobs);
        using var session = new TableSession(threads: 1);
        return [.. pathsOrGlobs.SelectMany(path => new InputFiles(session, cancellation).Matches(path))];
    }
}
