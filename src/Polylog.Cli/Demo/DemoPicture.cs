using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>Draws all rows and the kept rows side by side; the areas of the kept ones show their weights.</summary>
internal static class DemoPicture
{
    private const int Width = 1660;
    private const int Height = 760;

    private static readonly Color s_ink = Color.FromHex("#2f3640");
    private static readonly SKColor s_fill = new(31, 97, 170);
    private static readonly SKColor s_edge = new(16, 58, 110, 200);

    /// <summary>The picture as a PNG file.</summary>
    public static byte[] Draw(Measure full, Measure coreset)
    {
        AxisLimits limits = Limits(full);
        var both = new Multiplot { Layout = new ScottPlot.MultiplotLayouts.Columns() };
        both.RemovePlot(both.GetPlot(0));
        both.AddPlot(Panel(full, $"{Format.Whole(full.Count)} rows", limits, 1.6, s_fill.WithAlpha(Faintness(full.Count)), null));
        string kept = $"{Format.Whole(coreset.Count)} of them, area = weight";
        both.AddPlot(Panel(coreset, kept, limits, Radius(coreset.Count), s_fill.WithAlpha(110), s_edge));
        return both.Render(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    // The same amount of ink for any number of points.
    private static byte Faintness(int points) => (byte)Math.Clamp(2_800_000 / points, 10, 160);

    private static double Radius(int points) => Math.Clamp(5 * Math.Sqrt(2000.0 / points), 1.5, 20);

    private static Plot Panel(Measure measure, string title, AxisLimits limits, double radius, SKColor fill, SKColor? edge)
    {
        var plot = new Plot();
        plot.Font.Set(PictureFont.Name);
        plot.Add.Plottable(new WeightedPoints(measure, 0, 2, radius, fill, edge));
        plot.Axes.SetLimits(limits);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.FontSize = 32;
        plot.Title(title);
        plot.XLabel("x1");
        plot.YLabel("y");
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.FontSize = 28;
            axis.Label.Bold = false;
            axis.Label.ForeColor = s_ink;
            axis.TickLabelStyle.FontSize = 24;
            axis.TickLabelStyle.ForeColor = s_ink;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(0.5);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(5);
        plot.Axes.Title.Label.ForeColor = s_ink;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.08);
        return plot;
    }

    private static AxisLimits Limits(Measure measure)
    {
        const double Margin = 0.03;
        (double left, double right) = Range(measure, 0);
        (double bottom, double top) = Range(measure, 2);
        double x = Margin * (right - left), y = Margin * (top - bottom);
        return new AxisLimits(left - x, right + x, bottom - y, top + y);
    }

    private static (double Least, double Greatest) Range(Measure measure, int column)
    {
        IEnumerable<double> values = Enumerable.Range(0, measure.Count).Select(i => measure.Atom(i)[column]);
        return (values.Min(), values.Max());
    }
}
