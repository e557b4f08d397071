using ScottPlot;

namespace Polylog.Cli;

/// <summary>How the points of a series look: ours filled, the authors' hollow, laws dashed.</summary>
internal sealed record SeriesStyle(MarkerStyle Marker, LineStyle Line)
{
    public static readonly Color Ink = Color.FromHex("#16181c");

    private static readonly Color[] s_colours =
        [.. new[] { "#2f6fb5", "#e08214", "#2a9d4e", "#c93a3a", "#7d58b8", "#169ab0" }.Select(hex => Color.FromHex(hex))];

    /// <summary>Colour of the n-th series, 1 the first.</summary>
    public static Color Colour(int number) => s_colours[(number - 1) % s_colours.Length];

    public static SeriesStyle Ours(Color colour, float size = 11) => new(new MarkerStyle(MarkerShape.FilledCircle, size, colour), LineStyle.None);

    /// <summary>Ours, the points joined.</summary>
    public static SeriesStyle OursJoined(Color colour) => new(new MarkerStyle(MarkerShape.FilledDiamond, 15, colour), Solid(colour));

    public static SeriesStyle Authors(Color colour, float size = 13) => new(
        new MarkerStyle(MarkerShape.OpenCircle, size, colour) { LineColor = colour, LineWidth = 2, OutlineColor = colour, OutlineWidth = 2 }, LineStyle.None);

    /// <summary>The authors', the points joined.</summary>
    public static SeriesStyle AuthorsJoined(Color colour) => Authors(colour) with { Line = new LineStyle { Width = 1, Color = colour.WithOpacity(0.6) } };

    /// <summary>One trial of several: small and faint.</summary>
    public static SeriesStyle Trial(Color colour) => new(new MarkerStyle(MarkerShape.FilledCircle, 7, colour.WithOpacity(0.4)), LineStyle.None);

    public static SeriesStyle Law(Color colour) => new(MarkerStyle.None, new LineStyle { Width = 2, Color = colour.WithOpacity(0.7), Pattern = LinePattern.Dashed });

    public LegendItem Legend(string text) => new() { LabelText = text, MarkerStyle = Marker, LineStyle = Line };

    private static LineStyle Solid(Color colour) => new() { Width = 2, Color = colour, Pattern = LinePattern.Solid };
}
