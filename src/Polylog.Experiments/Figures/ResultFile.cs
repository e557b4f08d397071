using System.Globalization;
using System.Text;

namespace Polylog.Experiments;

/// <summary>
/// The rows of an experiment, one unit after another, on the disk as soon as a unit is done. Opened again it goes on behind the last whole
/// unit.
/// </summary>
internal sealed class ResultFile : IDisposable
{
    private const string Otherwise = $"choose another folder with {OptionNames.Folder}";

    private readonly FileStream _file;

    private ResultFile(FileStream file) => _file = file;

    /// <summary>Units whose rows are in the file.</summary>
    public int UnitsDone { get; private set; }

    /// <summary>
    /// Opens or makes the file. Incomplete rows at its end are removed; anything else that is wrong is refused.
    /// </summary>
    /// <exception cref="ExperimentException">A row is not what the experiment writes there.</exception>
    public static ResultFile Open(string path, IReadOnlyList<string> columns, IReadOnlyList<WorkUnit> units)
    {
        FileStream file = Stream(path);
        try
        {
            var results = new ResultFile(file);
            results.GoOn(path, string.Join(',', columns), units);
            return results;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds the rows of the next unit, all at once.</summary>
    public void Append(WorkUnit unit, IReadOnlyList<IReadOnlyList<string>> cells)
    {
        if (cells.Count != unit.Keys.Count)
            throw new InvalidOperationException($"{unit.Title} gave {cells.Count} rows for {unit.Keys.Count} keys.");
        Write(string.Concat(unit.Keys.Zip(cells, (key, rest) => $"{key},{string.Join(',', rest)}\n")));
        UnitsDone++;
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Stream(string path)
    {
        try
        {
            // Two runs in one folder would mix their rows. FileShare.Read does not keep a second run out on every system.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException(
                $"cannot write '{path}': {exception.Message.TrimEnd('.')}; "
                + $"if another run uses this folder, wait for its end, or {Otherwise}");
        }
    }

    private void GoOn(string path, string header, IReadOnlyList<WorkUnit> units)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        // One character a byte, so that places in the text are places in the file.
        string text = Encoding.Latin1.GetString(bytes);
        if (!text.StartsWith($"{header}\n", StringComparison.Ordinal))
        {
            if (!$"{header}\n".StartsWith(text, StringComparison.Ordinal))
                throw new ExperimentException($"'{path}' does not begin with the columns {header}; {Otherwise}");
            _file.SetLength(0);
            Write($"{header}\n");
            return;
        }
        _file.SetLength(WholeUnits(path, text, header, units));
        _file.Seek(0, SeekOrigin.End);
    }

    // The length of the text up to the end of the last unit all of whose rows are sound.
    private int WholeUnits(string path, string text, string header, IReadOnlyList<WorkUnit> units)
    {
        int cells = header.Split(',').Length;
        int line = 1, start = header.Length + 1, whole = start;
        foreach (WorkUnit unit in units)
        {
            foreach (string key in unit.Keys)
            {
                int end = text.IndexOf('\n', start);
                // No end of line: the row was written in part.
                if (end < 0)
                    return whole;
                line++;
                if (!Sound(text[start..end], key, cells))
                {
                    // The last row was written in part or damaged: it is computed again.
                    if (end == text.Length - 1)
                        return whole;
                    throw new ExperimentException(string.Create(CultureInfo.InvariantCulture,
                        $"line {line} of '{path}' must be the row '{key},...' with {cells} cells; "
                        + $"delete it and all lines after it, or {Otherwise}"));
                }
                start = end + 1;
            }
            whole = start;
            UnitsDone++;
        }
        if (start < text.Length)
        {
            throw new ExperimentException(string.Create(CultureInfo.InvariantCulture,
                $"'{path}' has lines after line {line}, the last one of the experiment; delete them, or {Otherwise}"));
        }
        return whole;
    }

    private static bool Sound(string line, string key, int cells)
    {
        string[] found = line.Split(',');
        return found.Length == cells && line.StartsWith($"{key},", StringComparison.Ordinal)
            && found.Skip(key.Split(',').Length).All(
                cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private void Write(string text)
    {
        _file.Write(Encoding.ASCII.GetBytes(text));
        _file.Flush(flushToDisk: true);
    }
}
