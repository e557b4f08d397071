using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>A dashed straight line, drawn dash by dash, because dashes of the drawing library are lost in SVG files.</summary>
internal sealed class DashedLine(Coordinates from, Coordinates to, Color colour) : IPlottable
{
    private const float Dash = 10;
    private const float Gap = 7;
    private const float Width = 2;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => new(
        Math.Min(from.X, to.X), Math.Max(from.X, to.X), Math.Min(from.Y, to.Y), Math.Max(from.Y, to.Y));

    public void Render(RenderPack rp)
    {
        Pixel start = Axes.GetPixel(from), end = Axes.GetPixel(to);
        float x = end.X - start.X, y = end.Y - start.Y;
        float length = MathF.Sqrt(x * x + y * y);
        using var paint = new SKPaint { Color = colour.ToSKColor(), StrokeWidth = Width, IsAntialias = true, Style = SKPaintStyle.Stroke };
        for (float at = 0; at < length; at += Dash + Gap)
        {
            float stop = MathF.Min(length, at + Dash);
            rp.Canvas.DrawLine(
                start.X + x * at / length, start.Y + y * at / length, start.X + x * stop / length, start.Y + y * stop / length, paint);
        }
    }
}
