using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>Panels in rows of equal size, the explanation of the signs in the last place.</summary>
internal sealed class PictureSheet
{
    private const int PanelWidth = 640;
    private const int PanelHeight = 540;

    private readonly Multiplot _panels = new();
    private readonly int _width;
    private readonly int _height;

    public PictureSheet(string title, int columns, IReadOnlyList<LogLogPanel> panels, IReadOnlyList<LegendItem> legend)
    {
        int rows = panels.Count / columns + 1;
        _width = columns * PanelWidth;
        _height = rows * PanelHeight;
        _panels.RemovePlot(_panels.GetPlot(0));
        _panels.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, columns);
        foreach (LogLogPanel panel in panels)
            _panels.AddPlot(panel.Plot);
        for (int free = panels.Count; free < rows * columns - 1; free++)
            _panels.AddPlot(Empty());
        _panels.AddPlot(Legend(title, legend));
    }

    public void WritePng(Stream stream)
    {
        using var surface = SKSurface.Create(new SKImageInfo(_width, _height));
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        data.SaveTo(stream);
    }

    public void WriteSvg(Stream stream)
    {
        using SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, _width, _height), stream);
        Draw(canvas);
    }

    private void Draw(SKCanvas canvas) => _panels.Render(canvas, new PixelRect(0, _width, _height, 0));

    private static Plot Empty()
    {
        var plot = new Plot();
        plot.HideGrid();
        plot.Layout.Frameless();
        return plot;
    }

    private static Plot Legend(string title, IReadOnlyList<LegendItem> items)
    {
        Plot plot = Empty();
        plot.Font.Set(PictureFont.Name);
        plot.Legend.FontSize = 24;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.SymbolWidth = 44;
        plot.Legend.InterItemPadding = new PixelPadding(4);
        plot.ShowLegend([new LegendItem { LabelText = title, LineStyle = LineStyle.None, MarkerStyle = MarkerStyle.None }, .. items], Alignment.MiddleLeft);
        return plot;
    }
}
