using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>A picture of panels of equal size in rows, with the legend in the last place.</summary>
internal sealed class PictureSheet
{
    private const int PanelWidth = 640;
    private const int PanelHeight = 540;
    private const int Margin = 16;

    // Of 100: text can still be read.
    private const int PageQuality = 70;

    private readonly IReadOnlyList<Plot> _plots;
    private readonly int _columns;
    private readonly int _rows;

    public PictureSheet(
        string title, int columns, IReadOnlyList<LogLogPanel> panels, IReadOnlyList<(SeriesStyle Style, string Text)> legend)
        : this(title, columns, [.. panels.Select(panel => panel.Plot)], legend)
    {
    }

    public PictureSheet(string title, int columns, IReadOnlyList<Plot> panels, IReadOnlyList<(SeriesStyle Style, string Text)> legend)
    {
        _columns = columns;
        _rows = panels.Count / columns + 1;
        _plots = [.. panels, LegendPanel.Create(title, legend)];
    }

    /// <summary>Its width, in pixels.</summary>
    public int Width => _columns * PanelWidth + 2 * Margin;

    private int Height => _rows * PanelHeight + 2 * Margin;

    /// <summary>The picture as pixels.</summary>
    public byte[] ToPng() => Encoded(SKEncodedImageFormat.Png, quality: 100);

    /// <summary>The picture as pixels, for a page: a few of the colours are off by a little, and the file is small.</summary>
    public byte[] ToWebp() => Encoded(SKEncodedImageFormat.Webp, PageQuality);

    /// <summary>The picture as shapes.</summary>
    public byte[] ToSvg()
    {
        // Into memory: an error of a file, such as a full disk, cannot pass through the native code that draws.
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
            Draw(canvas);
        return stream.ToArray();
    }

    private byte[] Encoded(SKEncodedImageFormat format, int quality)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(format, quality);
        return data.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.DrawRect(0, 0, Width, Height, new SKPaint { Color = SKColors.White });
        for (int i = 0; i < _plots.Count; i++)
        {
            // The legend is in the last place of the last row, whatever the number of panels.
            int place = i < _plots.Count - 1 ? i : _rows * _columns - 1;
            float left = Margin + place % _columns * PanelWidth, top = Margin + place / _columns * PanelHeight;
            // Clearing would remove the panels drawn before.
            _plots[i].RenderManager.ClearCanvasBeforeEachRender = false;
            _plots[i].Render(canvas, new PixelRect(left, left + PanelWidth, top + PanelHeight, top));
        }
    }
}
