using System.Globalization;

namespace Polylog.Reports;

/// <summary>Numbers and names as text for people.</summary>
internal static class Format
{
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of moments; counts beyond 64 bits arrive as the largest number.</summary>
    public static string Long(long count) => count == long.MaxValue ? "more than 9e18" : Whole(count);

    /// <summary>A count with its noun: 1 row, 2 rows, 3 leaves.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Whole(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A residual or an error, with two digits.</summary>
    public static string Small(double value) => value == 0 ? "0" : value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    /// <summary>A relative error for people who do not read powers of ten: percent where it is not tiny.</summary>
    public static string Error(double value) => value is >= 0.0005 and < 1e4
        ? value.ToString(value >= 0.1 ? "0%" : value >= 0.01 ? "0.0%" : "0.00%", CultureInfo.InvariantCulture)
        : Small(value);

    /// <summary>A number that a user chose, with as few digits as it needs.</summary>
    public static string Limit(double value) => value == 0 ? "0" : value.ToString("0.###e-0", CultureInfo.InvariantCulture);

    /// <summary>All digits, so that two different numbers look different.</summary>
    public static string Exact(double value) => Math.Abs(value) is >= 1e-4 and < 1e15
        ? value.ToString("#,##0.################", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A figure of a few digits, such as 1.5.</summary>
    public static string Figure(double value) => value.ToString("#,##0.###", CultureInfo.InvariantCulture);

    /// <summary>A number of any magnitude, with about three digits.</summary>
    public static string Rough(double value) => value == 0 || Math.Abs(value) is >= 0.01 and < 1e7
        ? value.ToString(Math.Abs(value) >= 100 ? "#,##0.#" : "0.###", CultureInfo.InvariantCulture)
        : Small(value);

    public static string Percent(double share) =>
        share is > 0 and < 0.00005 ? "under 0.01%" : share.ToString("0.##%", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>A rough time: 45 s, 12 min, 3.5 h.</summary>
    public static string Duration(TimeSpan time) => time.TotalMinutes < 1.5
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalHours < 1.5
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");

    /// <summary>A name from a file, on one line.</summary>
    public static string Plain(string name) => PlainText.Of(name);

    /// <summary>A list of names, with a count in place of the names after the twelfth.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        const int Longest = 12;
        string list = string.Join(", ", names.Take(Longest).Select(Plain));
        return names.Count > Longest ? $"{list} and {Whole(names.Count - Longest)} more" : list;
    }
}
