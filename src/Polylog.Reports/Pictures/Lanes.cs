namespace Polylog.Reports;

/// <summary>A picture of named lanes over one horizontal axis below.</summary>
internal sealed class Lanes
{
    public const double Width = 360;
    public const double Margin = 14;
    private const double Foot = 40;
    private const double LabelSize = 12;

    private readonly double _height;
    private readonly double _top;

    /// <summary>Draws the axis.</summary>
    /// <param name="lanes">Number of lanes.</param>
    /// <param name="height">Units of a lane: its name is in the upper half.</param>
    /// <param name="legend">Rows of the legend on top.</param>
    /// <param name="axis">Makes the axis between two places.</param>
    /// <param name="label">What the axis shows.</param>
    public Lanes(int lanes, double height, int legend, Func<double, double, Axis> axis, string label)
    {
        (_height, _top) = (height, 6 + 18 * legend);
        double bottom = _top + lanes * height;
        Canvas = new SvgCanvas(Width, bottom + Foot);
        Axis = axis(Margin, Width - Margin);
        foreach ((double value, string text) in Axis.Ticks())
        {
            double x = Axis.Place(value);
            Canvas.Line(x, _top, x, bottom, "grid");
            Canvas.Text(Math.Clamp(x, 22, Width - 22), bottom + 15, text, 60, "middle", "t soft", 11);
        }
        Canvas.Line(Margin, bottom, Width - Margin, bottom, "axis");
        Canvas.Text(Width / 2, bottom + 33, label, Width - 8, "middle", "t soft", 11.5);
    }

    public SvgCanvas Canvas { get; }

    public Axis Axis { get; }

    /// <summary>Names a lane, and returns the height at which its marks are.</summary>
    public double Lane(int lane, string name, string note = "")
    {
        double top = _top + lane * _height;
        Canvas.Text(Margin, top + LabelSize + 3, name, note.Length > 0 ? 210 : Width - 2 * Margin, style: "t halo", size: LabelSize);
        if (note.Length > 0)
            Canvas.Text(Width - Margin, top + LabelSize + 3, note, 118, "end", "t soft halo", 11);
        return top + (_height + LabelSize + 4) / 2;
    }

    /// <summary>A row of the legend: a mark, and what it is.</summary>
    public void Legend(int row, string style, string text)
    {
        double y = 14 + 18 * row;
        if (style.Contains("fill-1b", StringComparison.Ordinal) || style.Contains("fill-3b", StringComparison.Ordinal))
            Canvas.Rectangle(Margin - 4, y - 9, 12, 9, style);
        else
            Canvas.Circle(Margin + 2, y - 4, 4.2, style);
        Canvas.Text(Margin + 14, y, text, Width - Margin - 20, style: "t soft", size: 11.5);
    }
}
