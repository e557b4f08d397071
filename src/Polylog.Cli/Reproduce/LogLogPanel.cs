using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>One panel of a picture with logarithmic axes.</summary>
internal sealed class LogLogPanel
{
    private const int MostLabels = 9;
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static readonly Color s_ink = Color.FromHex("#2f3640");

    private static readonly Lazy<bool> s_hasSuperscripts = new(() =>
    {
        using SKTypeface typeface = SKTypeface.FromFamilyName(PictureFont.Name);
        return typeface.ContainsGlyphs(Superscripts + "⁻");
    });

    private double _left = double.PositiveInfinity;
    private double _right = double.NegativeInfinity;

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

    /// <summary>Lowest value drawn.</summary>
    public double Bottom { get; private set; } = double.PositiveInfinity;

    /// <summary>Highest value drawn.</summary>
    public double Top { get; private set; } = double.NegativeInfinity;

    /// <summary>Values below it, and zeros, are drawn at it.</summary>
    public double Floor { get; init; }

    public void Add(IEnumerable<(double X, double Y)> points, SeriesStyle style)
    {
        (double X, double Y)[] all = [.. points.Select(point => (point.X, Y: Math.Max(point.Y, Floor))).Where(point => point.Y > 0)];
        if (all.Length == 0)
            return;
        foreach ((double x, double y) in all)
        {
            (_left, _right) = (Math.Min(_left, x), Math.Max(_right, x));
            (Bottom, Top) = (Math.Min(Bottom, y), Math.Max(Top, y));
        }
        ScottPlot.Plottables.Scatter scatter = Plot.Add.Scatter(
            all.Select(point => Math.Log10(point.X)).ToArray(), all.Select(point => Math.Log10(point.Y)).ToArray());
        scatter.MarkerStyle = style.Marker;
        scatter.LineStyle = style.Line;
    }

    /// <summary>Sets the axes; those of values to what all panels of a picture share.</summary>
    public void Finish(double bottom, double top)
    {
        double x = 0.06 * Math.Max(1, Math.Log10(_right / _left)), low = Math.Log10(bottom), high = Math.Log10(top), y = 0.04 * Math.Max(1, high - low);
        var limits = new AxisLimits(Math.Log10(_left) - x, Math.Log10(_right) + x, low - y, high + y);
        Plot.Axes.SetLimits(limits);
        Plot.Axes.Bottom.TickGenerator = Decades(limits.Left, limits.Right);
        Plot.Axes.Left.TickGenerator = Decades(limits.Bottom, limits.Top);
    }

    private static NumericManual Decades(double low, double high)
    {
        var ticks = new NumericManual();
        int first = (int)Math.Ceiling(low), last = (int)Math.Floor(high);
        int step = 1 + (last - first) / MostLabels;
        for (int power = first; power <= last; power++)
        {
            if (power % step == 0)
                ticks.AddMajor(power, PowerOfTen(power));
        }
        return ticks;
    }

    // A font without raised digits would show boxes.
    private static string PowerOfTen(int power)
    {
        if (!s_hasSuperscripts.Value)
            return FormattableString.Invariant($"1e{power}");
        string digits = FormattableString.Invariant($"{Math.Abs(power)}");
        return $"10{(power < 0 ? "⁻" : "")}{string.Concat(digits.Select(digit => Superscripts[digit - '0']))}";
    }
}
