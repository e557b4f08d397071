using ScottPlot;

namespace Polylog.Cli;

/// <summary>The title of a picture and its legend.</summary>
internal static class LegendPanel
{
    // Vertical positions are in rows, horizontal ones in shares of the width of the panel.
    private const double Rows = 12;
    private const double SymbolLeft = 0.05;
    private const double SymbolRight = 0.15;

    // Moves text down, since the middle of a line is above the middle of its small letters.
    private const double TextDrop = 0.1;

    private const double TextLeft = 0.18;

    public static Plot Create(string title, IReadOnlyList<(SeriesStyle Style, string Text)> entries)
    {
        var plot = new Plot();
        plot.HideGrid();
        plot.Layout.Frameless();
        plot.Axes.SetLimits(0, 1, 0, Rows);
        double row = Rows - 0.5 * (Rows - entries.Count - 1);
        Write(plot, title, SymbolLeft, row, 25);
        foreach ((SeriesStyle style, string text) in entries)
        {
            row--;
            Coordinates left = new(SymbolLeft, row), right = new(SymbolRight, row);
            (style with { Marker = MarkerStyle.None }).Draw(plot, [left, right]);
            (style with { Line = LineStyle.None }).Draw(plot, [new Coordinates((SymbolLeft + SymbolRight) / 2, row)]);
            Write(plot, text, TextLeft, row, 23);
        }
        return plot;
    }

    private static void Write(Plot plot, string text, double x, double y, float size)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y - TextDrop);
        label.LabelFontName = PictureFont.Name;
        label.LabelFontSize = size;
        label.LabelFontColor = SeriesStyle.Ink;
        label.LabelAlignment = Alignment.MiddleLeft;
    }
}
