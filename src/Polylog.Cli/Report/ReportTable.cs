using System.Globalization;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>A table of numbers in a report.</summary>
internal sealed class ReportTable
{
    private readonly Spectre.Console.Table _table = new() { Border = TableBorder.Simple };

    public ReportTable(params string[] columns)
    {
        foreach (string column in columns)
            _table.AddColumn(column, cell => cell.RightAligned());
    }

    public static string Exponent(double? value) => value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "-";

    public static string Ratio(double? value) => value switch
    {
        null => "-",
        >= 0.01 and < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}"),
        { } number => Format.Small(number),
    };

    public static string Small(double? value) => value is { } number ? Format.Small(number) : "-";

    /// <summary>A time in milliseconds or seconds.</summary>
    public static string Seconds(double? value) => value switch
    {
        null => "-",
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,##0.00} s"),
    };

    public void Row(params string[] cells) => _table.AddRow(cells.Select(cell => new Text(cell)));

    public void Write(IAnsiConsole console) => console.Write(_table);
}
