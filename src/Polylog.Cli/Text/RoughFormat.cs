using System.Globalization;

namespace Polylog.Cli;

/// <summary>Estimated times and sizes, with few digits.</summary>
internal static class RoughFormat
{
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.1 => "<0.1 s",
        < 9.95 => Text(time.TotalSeconds, "0.0", "s"),
        < 90 => Text(time.TotalSeconds, "0", "s"),
        < 90 * 60 => Text(time.TotalMinutes, "0", "min"),
        < 48 * 3600 => Text(time.TotalHours, "0", "h"),
        < 730 * 86400.0 => Text(time.TotalDays, "0", "days"),
        _ => Text(time.TotalDays / 365, "#,##0", "years"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 0.95e6 => "<1 MB",
        < 0.95e9 => Text(bytes / 1e6, "0", "MB"),
        < 9.5e9 => Text(bytes / 1e9, "0.0", "GB"),
        < 0.95e12 => Text(bytes / 1e9, "0", "GB"),
        _ => Text(bytes / 1e12, "#,##0", "TB"),
    };

    private static string Text(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
