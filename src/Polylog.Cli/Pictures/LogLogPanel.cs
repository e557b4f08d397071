using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>A panel of a picture with two logarithmic axes.</summary>
internal sealed class LogLogPanel
{
    private const int MostLabels = 9;

    // In powers of ten.
    private const double NarrowestMargin = 0.04;

    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static readonly Color s_ink = Color.FromHex("#2f3640");

    private static readonly (double Low, double High) s_nothing = (double.PositiveInfinity, double.NegativeInfinity);

    private static readonly Lazy<bool> s_hasSuperscripts = new(() =>
    {
        using SKTypeface typeface = SKTypeface.FromFamilyName(PictureFont.Name);
        return typeface.ContainsGlyphs(Superscripts + "⁻");
    });

    private (double Low, double High) _x = s_nothing;
    private (double Low, double High) _y = s_nothing;

    public LogLogPanel(string title, string x, string y)
    {
        Plot.Font.Set(PictureFont.Name);
        Plot.Axes.Title.Label.Bold = false;
        Plot.Axes.Title.Label.FontSize = 28;
        Plot.Axes.Title.Label.ForeColor = s_ink;
        Plot.Title(title);
        Plot.XLabel(x);
        Plot.YLabel(y);
        foreach (IAxis axis in new IAxis[] { Plot.Axes.Bottom, Plot.Axes.Left })
        {
            axis.Label.FontSize = 24;
            axis.Label.Bold = false;
            axis.Label.ForeColor = s_ink;
            axis.TickLabelStyle.FontSize = 21;
            axis.TickLabelStyle.ForeColor = s_ink;
            axis.MinorTickStyle.Length = 0;
        }
        Plot.Axes.Right.FrameLineStyle.IsVisible = false;
        Plot.Axes.Top.FrameLineStyle.IsVisible = false;
        Plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.08);
    }

    public Plot Plot { get; } = new();

    /// <summary>Smaller values, and zeros, are drawn at this value.</summary>
    public double Floor { get; init; }

    /// <summary>Draws points, without those that are not positive.</summary>
    public void Add(IEnumerable<(double X, double Y)> points, SeriesStyle style)
    {
        (double X, double Y)[] all =
            [.. points.Select(point => (point.X, Y: Math.Max(point.Y, Floor))).Where(point => point.X > 0 && point.Y > 0)];
        if (all.Length == 0)
            return;
        foreach ((double x, double y) in all)
        {
            _x = Around(_x, (x, x));
            _y = Around(_y, (y, y));
        }
        style.Draw(Plot, [.. all.Select(point => new Coordinates(Math.Log10(point.X), Math.Log10(point.Y)))]);
    }

    /// <summary>Gives panels the same horizontal axis and, where <paramref name="sameValues"/> is true, the same vertical axis.</summary>
    public static void Align(IReadOnlyList<LogLogPanel> panels, bool sameValues)
    {
        (double, double) x = panels.Aggregate(s_nothing, (range, panel) => Around(range, panel._x));
        (double, double) y = panels.Aggregate(s_nothing, (range, panel) => Around(range, panel._y));
        foreach (LogLogPanel panel in panels)
            panel.Set(x, sameValues ? y : panel._y);
    }

    private void Set((double Low, double High) x, (double Low, double High) y)
    {
        (double left, double right) = Span(x, margin: 0.05);
        (double bottom, double top) = Span(y, margin: 0.04);
        Plot.Axes.SetLimits(left, right, bottom, top);
        Plot.Axes.Bottom.TickGenerator = Ticks(left, right);
        Plot.Axes.Left.TickGenerator = Ticks(bottom, top);
    }

    private static (double Low, double High) Around((double Low, double High) one, (double Low, double High) other) =>
        (Math.Min(one.Low, other.Low), Math.Max(one.High, other.High));

    // In powers of ten.
    private static (double Low, double High) Span((double Low, double High) range, double margin)
    {
        double low = Math.Log10(range.Low), high = Math.Log10(range.High);
        double more = Math.Max(margin * (high - low), NarrowestMargin);
        return (low - more, high + more);
    }

    // Ticks at powers of ten. Where fewer than two of those are visible, at numbers between them as well, since one label gives no scale.
    private static NumericManual Ticks(double low, double high)
    {
        var ticks = new NumericManual();
        int first = (int)Math.Ceiling(low), last = (int)Math.Floor(high);
        if (last <= first)
        {
            foreach ((int digit, int power) in Between(low, high))
                ticks.AddMajor(Math.Log10(digit) + power, Plain(digit, power));
            return ticks;
        }
        int step = 1 + (last - first) / MostLabels;
        for (int power = first; power <= last; power++)
        {
            if (power % step == 0)
                ticks.AddMajor(power, PowerOfTen(power));
        }
        return ticks;
    }

    // 1, 2 and 5 times powers of ten, or all digits where there are few ticks.
    private static IEnumerable<(int Digit, int Power)> Between(double low, double high)
    {
        (int Digit, int Power)[] all =
        [
            .. from power in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low))
               from digit in Enumerable.Range(1, 9)
               where Math.Log10(digit) + power >= low && Math.Log10(digit) + power <= high
               select (digit, power),
        ];
        return all.Length < 5 ? all : all.Where(one => one.Digit is 1 or 2 or 5);
    }

    private static string Plain(int digit, int power) =>
        power is >= -4 and <= 5
            ? (digit * Math.Pow(10, power)).ToString("#,##0.####", CultureInfo.InvariantCulture)
            : FormattableString.Invariant($"{digit}e{power}");

    // A font without superscript digits would show boxes.
    private static string PowerOfTen(int power)
    {
        if (!s_hasSuperscripts.Value)
            return FormattableString.Invariant($"1e{power}");
        string digits = FormattableString.Invariant($"{Math.Abs(power)}");
        return $"10{(power < 0 ? "⁻" : "")}{string.Concat(digits.Select(digit => Superscripts[digit - '0']))}";
    }
}
