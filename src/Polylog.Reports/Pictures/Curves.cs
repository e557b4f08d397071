namespace Polylog.Reports;

/// <summary>One curve of a picture.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points from left to right.</param>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Curves over one axis, with a legend on top.</summary>
/// <param name="Title">What they show.</param>
/// <param name="Across">What the horizontal axis shows.</param>
/// <param name="Upward">What the vertical axis shows.</param>
internal sealed record Curves(string Title, string Across, string Upward)
{
    private const double Width = 360;
    private const double Left = 52;
    private const double Right = Width - 14;
    private const double PlotHeight = 190;

    /// <summary>Whether the axes are logarithmic.</summary>
    public (bool X, bool Y) Logarithmic { get; init; }

    /// <summary>Below the picture.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Draws curves, without points that a logarithmic axis has no place for.</summary>
    /// <param name="curves">At most four, of which at least one has a point.</param>
    public Picture Draw(IReadOnlyList<Curve> curves)
    {
        (double X, double Y)[][] points = [.. curves.Select(curve => curve.Points.Where(IsShown).ToArray())];
        (double X, double Y)[] all = [.. points.SelectMany(curve => curve)];
        double top = 14 + 18 * curves.Count, bottom = top + PlotHeight;
        var canvas = new SvgCanvas(Width, bottom + 42);
        bool isWhole = all.All(point => double.IsInteger(point.X));
        Axis across = Axis(Logarithmic.X, all.Min(point => point.X), all.Max(point => point.X), Left + 6, Right - 6, isWhole);
        double least = all.Min(point => point.Y), most = all.Max(point => point.Y);
        Axis upward = Logarithmic.Y ? Axis(true, least / 1.3, most * 1.3, bottom, top)
            : Axis(false, least >= 0 && least < most / 2 ? 0 : least, most + 0.05 * Math.Abs(most - least), bottom, top);
        Frame(canvas, across, upward, top, bottom);
        for (int i = 0; i < curves.Count; i++)
        {
            (double X, double Y)[] places = [.. points[i].Select(point => (across.Place(point.X), upward.Place(point.Y)))];
            canvas.Path(places, $"line-{i + 1}");
            foreach ((double x, double y) in places.Length <= 60 ? places : [])
                canvas.Circle(x, y, 4, Mark(i));
            canvas.Line(Left - 8, 10 + 18 * i, Left + 12, 10 + 18 * i, $"line-{i + 1}");
            canvas.Circle(Left + 2, 10 + 18 * i, 4, Mark(i));
            canvas.Text(Left + 20, 14 + 18 * i, curves[i].Name, Right - Left - 20, style: "t soft", size: 11.5);
        }
        string said = string.Join("; ", curves.Zip(points).Where(pair => pair.Second.Length > 0).Select(pair =>
            $"{pair.First.Name}: from {Format.Rough(pair.Second[0].Y)} to {Format.Rough(pair.Second[^1].Y)}"));
        return new Picture(Title, $"{Upward} over {Across}. {said}.", canvas, Table(curves)) { Caption = Caption };
    }

    // Filled and hollow marks take turns, so that curves differ without colours.
    private static string Mark(int curve) => curve % 2 == 0 ? $"fill-{curve + 1}" : $"ring-{curve + 1}";

    private static Axis Axis(bool isLogarithmic, double low, double high, double from, double to, bool isWhole = false) => isLogarithmic
        ? Reports.Axis.Logarithmic(low, high, from, to) : Reports.Axis.Linear(low, high, from, to, isWhole);

    private bool IsShown((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y)
        && (!Logarithmic.X || point.X > 0) && (!Logarithmic.Y || point.Y > 0);

    private void Frame(SvgCanvas canvas, Axis across, Axis upward, double top, double bottom)
    {
        foreach ((double value, string label) in upward.Ticks())
        {
            double y = upward.Place(value);
            canvas.Line(Left, y, Right, y, "grid");
            canvas.Text(Left - 6, y + 4, label, Left - 8, "end", "t soft", 11);
        }
        foreach ((double value, string label) in across.Ticks())
        {
            double x = across.Place(value);
            canvas.Line(x, top, x, bottom, "grid");
            canvas.Text(Math.Min(x, Width - 20), bottom + 16, label, 56, "middle", "t soft", 11);
        }
        canvas.Line(Left, bottom, Right, bottom, "axis");
        canvas.Text((Left + Right) / 2, bottom + 35, Across, Right - Left, "middle", "t soft", 11.5);
    }

    private FactTable Table(IReadOnlyList<Curve> curves)
    {
        double[] places = [.. curves.SelectMany(curve => curve.Points.Select(point => point.X)).Distinct().Order()];
        return new FactTable($"{Title}: {Upward}", [Across, .. curves.Select(curve => curve.Name)],
            [.. places.Take(200).Select(x => (IReadOnlyList<string>)[Format.Rough(x), .. curves.Select(curve =>
                curve.Points.Where(point => point.X == x).Select(point => Format.Rough(point.Y)).FirstOrDefault("–"))])]);
    }
}
