using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>Draws two coordinates of atoms as discs whose areas are the weights.</summary>
internal sealed class WeightedPoints(Measure measure, int horizontal, int vertical, double radius, SKColor fill, SKColor? edge) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        double mean = measure.TotalWeight / measure.Count;
        using var inside = new SKPaint { Color = fill, IsAntialias = true };
        using var outline = new SKPaint { Color = edge ?? default, IsAntialias = true, IsStroke = true, StrokeWidth = 1 };
        // Heavy atoms are drawn first, so that they do not hide light ones.
        foreach (int i in Enumerable.Range(0, measure.Count).OrderByDescending(Weight))
        {
            ReadOnlySpan<double> atom = measure.Atom(i);
            Pixel at = Axes.GetPixel(new Coordinates(atom[horizontal], atom[vertical]));
            float size = (float)(radius * Math.Sqrt(Weight(i) / mean));
            rp.Canvas.DrawCircle(at.X, at.Y, size, inside);
            if (edge is not null)
                rp.Canvas.DrawCircle(at.X, at.Y, size, outline);
        }
    }

    private double Weight(int atom) => measure.Weights.IsEmpty ? 1 : measure.Weights.Span[atom];
}
