using System.Globalization;

namespace Polylog.Experiments;

/// <summary>A small table of numbers and words: an experiment's rows, or the authors' points. No quotes, a comma between cells.</summary>
public sealed class CsvTable
{
    private const string Correct = "correct or replace the file";

    private readonly string _path;
    private readonly string[] _columns;
    private readonly string[][] _rows;

    private CsvTable(string path, string[] columns, string[][] rows)
    {
        _path = path;
        _columns = columns;
        _rows = rows;
    }

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ExperimentException">The file is empty, or a row has more or fewer cells than the header.</exception>
    public static CsvTable Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0)
            throw new ExperimentException($"'{path}' is empty; it must have a header line, replace the file");
        string[] columns = lines[0].Split(',');
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        int odd = Array.FindIndex(rows, row => row.Length != columns.Length);
        if (odd >= 0)
        {
            throw new ExperimentException(
                Text($"line {odd + 2} of '{path}' has {rows[odd].Length} cells, but the header has {columns.Length}; {Correct}"));
        }
        return new CsvTable(path, columns, rows);
    }

    /// <summary>A cell as it is.</summary>
    /// <param name="row">0 .. <see cref="Count"/> - 1.</param>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ExperimentException">There is no such column.</exception>
    public string Word(int row, string column)
    {
        int index = Array.IndexOf(_columns, column);
        return index >= 0
            ? _rows[row][index]
            : throw new ExperimentException($"'{_path}' has no column '{column}', only {string.Join(", ", _columns)}; {Correct}");
    }

    /// <summary>A cell as a number.</summary>
    /// <param name="row">0 .. <see cref="Count"/> - 1.</param>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ExperimentException">There is no such column, or the cell holds no finite number.</exception>
    public double Number(int row, string column)
    {
        string cell = Word(row, column);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new ExperimentException(
                Text($"line {row + 2} of '{_path}' has '{cell}' in column '{column}'; it must be a number, {Correct}"));
    }

    /// <summary>A cell as a whole number.</summary>
    /// <param name="row">0 .. <see cref="Count"/> - 1.</param>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ExperimentException">There is no such column, or the cell holds no whole number.</exception>
    public int Whole(int row, string column)
    {
        double value = Number(row, column);
        return value == Math.Floor(value) && Math.Abs(value) < int.MaxValue
            ? (int)value
            : throw new ExperimentException(
                Text($"line {row + 2} of '{_path}' has '{Word(row, column)}' in column '{column}'; it must be a whole number, {Correct}"));
    }

    /// <summary>A number as a cell, with five digits: no result is more accurate.</summary>
    internal static string Cell(double value) => value.ToString("0.####e+00", CultureInfo.InvariantCulture);

    /// <summary>A whole number as a cell.</summary>
    internal static string Cell(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Several whole numbers as the beginning of a row.</summary>
    internal static string Key(params int[] values) => string.Join(',', values.Select(Cell));

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}
