using System.Globalization;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>A window over the newest rows. It moves in steps: rows are given up a sixteenth of its length at a time.</summary>
/// <param name="Column">The column that says how new a row is.</param>
/// <param name="Length">How far back it reaches from the newest row, in days for dates and times.</param>
internal sealed record RowWindow(string Column, double Length)
{
    private const int Steps = 16;

    private static readonly (string Unit, double Days)[] s_units = [("d", 1), ("h", 1 / 24.0), ("w", 7)];

    private double Step => Length / Steps;

    /// <summary>The step that a row belongs to.</summary>
    public long Slot(double value) => (long)Math.Floor(value / Step);

    /// <summary>Whether all rows of a step are older than the window.</summary>
    public bool IsOver(long slot, double newest) => (slot + 1) * Step <= newest - Length;

    /// <summary>Makes the window that was asked for; null for none.</summary>
    /// <exception cref="CommandException">The column or the length does not fit.</exception>
    public static RowWindow? Of(UpdateSettings settings, Table table)
    {
        if (settings.Window is not { } text)
            return null;
        TableColumn column = table.Column(settings.By!);
        (string unit, double days) = s_units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal), ("", 1));
        double length = Number(unit.Length == 0 ? text : text[..^1])!.Value;
        if (!column.IsTime && !column.IsNumeric)
            throw new CommandException($"--by is '{column.Name}', which is {column.TypeName}; name a column of dates, times or numbers");
        if (column.IsTime != unit.Length > 0)
        {
            throw new CommandException(column.IsTime
                ? $"--window is '{text}', but '{column.Name}' is {column.TypeName}; give a length of time, such as {text}d for days"
                : $"--window is '{text}', but '{column.Name}' is {column.TypeName}; give a number without a unit, such as {text[..^1]}");
        }
        return new RowWindow(column.Name, length * days);
    }

    /// <summary>Whether a text is a length: a number above 0, with or without a unit.</summary>
    public static bool IsLength(string text) =>
        Number(s_units.Any(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal)) ? text[..^1] : text) is > 0;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
