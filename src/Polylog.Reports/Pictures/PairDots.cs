namespace Polylog.Reports;

/// <summary>Numbers after a change over the same numbers before it.</summary>
internal static class PairDots
{
    private const double Size = 360;
    private const double Left = 56;
    private const double Bottom = 318;

    public static Picture Draw(string title, IReadOnlyList<(double Before, double After)> pairs)
    {
        var canvas = new SvgCanvas(Size, Size);
        double low = pairs.Min(pair => Math.Min(pair.Before, pair.After)), high = pairs.Max(pair => Math.Max(pair.Before, pair.After));
        Axis across = Axis.Linear(low, high, Left + 6, Size - 16), up = Axis.Linear(low, high, Bottom - 6, 12);
        foreach ((double value, string label) in across.Ticks())
        {
            double x = across.Place(value), y = up.Place(value);
            canvas.Line(x, 8, x, Bottom, "grid");
            canvas.Line(Left, y, Size - 10, y, "grid");
            canvas.Text(x, Bottom + 16, label, 52, "middle", "t soft", 11);
            canvas.Text(Left - 6, y + 4, label, Left - 8, "end", "t soft", 11);
        }
        canvas.Line(across.Place(low), up.Place(low), across.Place(high), up.Place(high), "dash");
        canvas.Dots(pairs.Select(pair => (across.Place(pair.Before), up.Place(pair.After))), 3.4, "dots-1");
        canvas.Text((Left + Size) / 2, Bottom + 36, "output before (after: upward)", Size - Left - 20, "middle", "t soft", 11.5);
        double[] apart = [.. pairs.Select(pair => Math.Abs(pair.After - pair.Before)).Order()];
        return new Picture(title, $"{Format.Whole(pairs.Count)} numbers; half of them change by at most "
            + $"{Format.Small(apart[apart.Length / 2])}.", canvas,
            new FactTable("Differences of outputs", ["share of the numbers", "difference at most"],
                [.. new[] { 0.5, 0.9, 0.99, 1 }.Select(share => (IReadOnlyList<string>)[
                    Format.Percent(share), Format.Small(apart[(int)(share * (apart.Length - 1))])])]))
        {
            Caption = $"On the dashed line nothing has changed. {Format.Whole(pairs.Count)} numbers, one of each input drawn.",
        };
    }
}
