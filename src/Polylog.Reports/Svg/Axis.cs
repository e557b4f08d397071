using System.Globalization;

namespace Polylog.Reports;

/// <summary>Maps numbers to places of a picture, and says which of them have a label.</summary>
internal sealed class Axis
{
    private const int MostLabels = 6;

    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _isWhole;

    private Axis(double low, double high, double from, double to, bool isLogarithmic, bool isWhole = false)
    {
        // A range of one number gets some room.
        double room = high > low ? 0 : isLogarithmic ? 0.5 : Math.Max(Math.Abs(low) / 2, 0.5);
        (_low, _high, _from, _to, IsLogarithmic) = (low - room, high + room, from, to, isLogarithmic);
        _isWhole = isWhole;
    }

    public bool IsLogarithmic { get; }

    /// <summary>An axis of even steps.</summary>
    /// <param name="low">Smallest number.</param>
    /// <param name="high">Largest number.</param>
    /// <param name="from">Place of the smallest number.</param>
    /// <param name="to">Place of the largest number.</param>
    /// <param name="isWhole">Whether all numbers are whole ones, so that labels are.</param>
    public static Axis Linear(double low, double high, double from, double to, bool isWhole = false) =>
        new(low, high, from, to, isLogarithmic: false, isWhole);

    /// <summary>An axis of powers of ten.</summary>
    /// <param name="low">Smallest number, above 0.</param>
    /// <param name="high">Largest number.</param>
    /// <param name="from">Place of the smallest number.</param>
    /// <param name="to">Place of the largest number.</param>
    public static Axis Logarithmic(double low, double high, double from, double to) =>
        new(Math.Log10(low), Math.Log10(high), from, to, isLogarithmic: true);

    /// <summary>The place of a number; numbers beyond the ends are put at the ends.</summary>
    public double Place(double value)
    {
        double at = IsLogarithmic ? Math.Log10(Math.Max(value, double.Epsilon)) : value;
        return _from + (_to - _from) * ((Math.Clamp(at, _low, _high) - _low) / (_high - _low));
    }

    /// <summary>Numbers with their labels.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks() => IsLogarithmic ? Powers() : Steps();

    private List<(double, string)> Powers()
    {
        int first = (int)Math.Ceiling(_low - 1e-9), last = (int)Math.Floor(_high + 1e-9);
        if (last - first < 1)
            return [.. Between().Select(value => (value, Format.Rough(value)))];
        int step = Math.Max(1, (int)Math.Ceiling((last - first) / (double)MostLabels));
        var ticks = new List<(double, string)>();
        for (int power = first; power <= last; power += step)
            ticks.Add((Math.Pow(10, power), Power(power)));
        return ticks;
    }

    // Numbers such as 2 and 5 where the axis has less than one power of ten.
    private double[] Between()
    {
        double[] digits = [1, 2, 3, 5, 7];
        int power = (int)Math.Floor(_low);
        double[] all = [.. Enumerable.Range(power, 3).SelectMany(exponent => digits.Select(digit => digit * Math.Pow(10, exponent)))
            .Where(value => Math.Log10(value) >= _low && Math.Log10(value) <= _high)];
        return all.Length > 0 ? all : [Math.Pow(10, (_low + _high) / 2)];
    }

    private static string Power(int power) => power is >= -2 and <= 4
        ? Math.Pow(10, power).ToString("#,##0.##", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"1e{power}");

    private List<(double, string)> Steps()
    {
        double range = _high - _low, raw = range / MostLabels, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        step = _isWhole ? Math.Max(1, step) : step;
        var ticks = new List<(double, string)>();
        for (double value = Math.Ceiling(_low / step) * step; value <= _high + 1e-9 * range && ticks.Count < 20; value += step)
            ticks.Add((value, Label(Math.Abs(value) < 1e-9 * range ? 0 : value, step)));
        return ticks;
    }

    private static string Label(double value, double step)
    {
        if (value != 0 && (Math.Abs(value) >= 1e6 || Math.Abs(value) < 1e-3))
            return value.ToString("0.##e-0", CultureInfo.InvariantCulture);
        int digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        return value.ToString(digits == 0 ? "#,##0" : "#,##0." + new string('#', digits), CultureInfo.InvariantCulture);
    }
}
