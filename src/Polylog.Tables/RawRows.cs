namespace Polylog.Tables;

/// <summary>
/// Copies chosen rows of a delimited file cell by cell, without the engine: planning a statement about ten thousand columns takes it
/// seconds. For files of the usual dialect only.
/// </summary>
internal sealed class RawRows
{
    private const char Quote = '"';

    private readonly string _path;
    private readonly char _delimiter;
    private readonly bool _hasHeader;
    private readonly int _width;

    private RawRows(string path, CsvDialect dialect)
    {
        _path = path;
        _delimiter = dialect.Delimiter[0];
        _hasHeader = dialect.Header;
        _width = dialect.Columns.Count;
    }

    /// <summary>The rows of a file; null where its dialect is not the usual one.</summary>
    public static RawRows? Of(InputFile file, CsvDialect dialect) =>
        dialect is { LeavesOut: false, HasDecimalCommas: false, Quote: "\"", Escape: "\"", Delimiter.Length: 1 }
            && dialect.Columns.Count > 1
            ? new RawRows(file.ReadPath, dialect) : null;

    /// <summary>Writes some columns of some rows, each followed by further cells.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="delimiter">What stands between the cells of the output.</param>
    /// <param name="columns">The columns, ascending.</param>
    /// <param name="rows">The rows' numbers, ascending.</param>
    /// <param name="further">For each row the cells after its own.</param>
    /// <param name="cancellation">Stops the copying.</param>
    /// <returns>
    /// False where a quoted cell has a line end, or a row more or fewer cells than the table has columns: the engine knows better then.
    /// </returns>
    public bool Write(
        TextWriter output,
        char delimiter,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<long> rows,
        IReadOnlyList<string> further,
        CancellationToken cancellation)
    {
        using var text = new StreamReader(InputBytes.Open(_path));
        int next = 0;
        long row = _hasHeader ? -1 : 0;
        List<string?> cells = [];
        while (next < rows.Length && text.ReadLine() is { } line)
        {
            // The engine passes over blank lines of a table of several columns.
            if (line.Length == 0)
                continue;
            cancellation.ThrowIfCancellationRequested();
            if (line.Contains(Quote, StringComparison.Ordinal) && IsOpen(line))
                return false;
            if (row++ != rows[next])
                continue;
            Split(line, cells);
            if (cells.Count != _width)
                return false;
            foreach (int column in columns)
            {
                WriteCell(output, cells[column], delimiter);
                output.Write(delimiter);
            }
            output.Write(further[next++]);
            output.Write('\n');
        }
        return next == rows.Length;
    }

    /// <summary>Writes a cell: in quotes where it has to be; one without a value as nothing at all.</summary>
    public static void WriteCell(TextWriter output, string? cell, char delimiter)
    {
        if (cell is null)
            return;
        if (cell.Length > 0 && cell.AsSpan().IndexOfAny([delimiter, Quote, '\n', '\r']) < 0)
        {
            output.Write(cell);
            return;
        }
        output.Write(Quote);
        output.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write(Quote);
    }

    // Whether a quoted cell goes on in the next line.
    private bool IsOpen(string line)
    {
        bool isOpen = false;
        char before = _delimiter;
        foreach (char letter in line)
        {
            if (letter == Quote && (isOpen || before == _delimiter || before == Quote))
                isOpen = !isOpen;
            before = letter;
        }
        return isOpen;
    }

    private void Split(string line, List<string?> cells)
    {
        cells.Clear();
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == Quote)
            {
                at = Quoted(line, at + 1, cells);
            }
            else
            {
                int end = line.IndexOf(_delimiter, at);
                string cell = end < 0 ? line[at..] : line[at..end];
                cells.Add(cell.Length == 0 ? null : cell);
                at = end < 0 ? line.Length : end;
            }
            if (at >= line.Length)
                return;
            at++;
            if (at == line.Length)
            {
                cells.Add(null);
                return;
            }
        }
    }

    private int Quoted(string line, int start, List<string?> cells)
    {
        int at = start;
        while (at < line.Length && !(line[at] == Quote && (at + 1 == line.Length || line[at + 1] != Quote)))
            at += line[at] == Quote ? 2 : 1;
        cells.Add(line[start..Math.Min(at, line.Length)].Replace("\"\"", "\"", StringComparison.Ordinal));
        int end = line.IndexOf(_delimiter, Math.Min(at, line.Length));
        return end < 0 ? line.Length : end;
    }
}
