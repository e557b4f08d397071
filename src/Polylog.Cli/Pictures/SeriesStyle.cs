using ScottPlot;

namespace Polylog.Cli;

/// <summary>How a series is drawn: our points filled, the authors' hollow, laws as dashed lines.</summary>
internal sealed record SeriesStyle(MarkerStyle Marker, LineStyle Line)
{
    public static readonly Color Ink = Color.FromHex("#16181c");

    private static readonly Color[] s_colours =
        [.. new[] { "#2f6fb5", "#e08214", "#2a9d4e", "#c93a3a", "#7d58b8", "#169ab0" }.Select(hex => Color.FromHex(hex))];

    /// <summary>The colour of a dashed line through the points; null for a series of points.</summary>
    public Color? Dashes { get; private init; }

    /// <summary>The colour of a series, by its number from 1.</summary>
    public static Color Colour(int number) => s_colours[(number - 1) % s_colours.Length];

    public static SeriesStyle Ours(Color colour) => new(new MarkerStyle(MarkerShape.FilledCircle, 11, colour), LineStyle.None);

    /// <summary>Our points, joined by lines.</summary>
    public static SeriesStyle OursJoined(Color colour) => new(new MarkerStyle(MarkerShape.FilledDiamond, 15, colour), Solid(colour, 2));

    /// <summary>Our points as a line without markers, for many points.</summary>
    public static SeriesStyle Curve(Color colour) => new(MarkerStyle.None, Solid(colour, 2.5f));

    public static SeriesStyle Authors(Color colour) => new(Hollow(colour), LineStyle.None);

    /// <summary>The authors' points, joined by lines.</summary>
    public static SeriesStyle AuthorsJoined(Color colour) => new(Hollow(colour), Solid(colour.WithOpacity(0.6), 1));

    /// <summary>One trial of several: small and faint points.</summary>
    public static SeriesStyle Trial(Color colour) =>
        new(new MarkerStyle(MarkerShape.FilledCircle, 7, colour.WithOpacity(0.4)), LineStyle.None);

    public static SeriesStyle Law(Color colour) => new(MarkerStyle.None, LineStyle.None) { Dashes = colour.WithOpacity(0.7) };

    /// <summary>Draws points, in the coordinates of the plot.</summary>
    public void Draw(Plot plot, IReadOnlyList<Coordinates> points)
    {
        if (Dashes is { } colour)
        {
            foreach ((Coordinates from, Coordinates to) in points.Zip(points.Skip(1)))
                plot.Add.Plottable(new DashedLine(from, to, colour));
            return;
        }
        ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(points.ToArray());
        scatter.MarkerStyle = Marker;
        scatter.LineStyle = Line;
    }

    private static MarkerStyle Hollow(Color colour) =>
        new(MarkerShape.OpenCircle, 13, colour) { LineColor = colour, LineWidth = 2, OutlineColor = colour, OutlineWidth = 2 };

    private static LineStyle Solid(Color colour, float width) => new() { Width = width, Color = colour, Pattern = LinePattern.Solid };
}
