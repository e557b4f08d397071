using System.Globalization;

namespace Polylog.Cli;

/// <summary>Numbers as a person reads them.</summary>
internal static class Format
{
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of moments, which ends where whole numbers do.</summary>
    public static string Long(long count) => count == long.MaxValue ? "more than 9e18" : Whole(count);

    /// <summary>A count and what is counted: 1 row, 2 rows, 3 leaves.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Whole(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A residual or an error: two digits are all it says.</summary>
    public static string Small(double value) => value == 0 ? "0" : value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    /// <summary>A number somebody chose: as short as it was put.</summary>
    public static string Limit(double value) => value == 0 ? "0" : value.ToString("0.###e-0", CultureInfo.InvariantCulture);

    /// <summary>All digits: two numbers that differ look different.</summary>
    public static string Exact(double value) => Math.Abs(value) is >= 1e-4 and < 1e15
        ? value.ToString("#,##0.################", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share is > 0 and < 0.00005 ? "under 0.01%" : share.ToString("0.##%", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>A time nobody needs to the second: 45 s, 12 min, 3.5 h.</summary>
    public static string Duration(TimeSpan time) => time.TotalMinutes < 1.5
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalHours < 1.5
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");

    /// <summary>A name from a file as a terminal may show it: what would steer it is left blank.</summary>
    public static string Plain(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? ' ' : letter));

    /// <summary>A list of names, cut where nobody would read on.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        const int Longest = 12;
        string list = string.Join(", ", names.Take(Longest).Select(Plain));
        return names.Count > Longest ? $"{list} and {Whole(names.Count - Longest)} more" : list;
    }
}
