namespace Polylog.Reports;

/// <summary>How many kept rows have which weight.</summary>
internal static class WeightBars
{
    private const int Bins = 24;
    private const double Height = 190;

    /// <param name="ratios">Weights over their mean, all above 0.</param>
    /// <param name="limit">The largest that was allowed; null for no limit.</param>
    /// <param name="unit">What the limit is a multiple of.</param>
    public static Picture Draw(IReadOnlyList<double> ratios, double? limit, string unit = "the mean")
    {
        double low = ratios.Min(), high = Math.Max(ratios.Max(), limit ?? 0);
        // Equal weights get one bar in the middle.
        (low, high) = high / low < 1.5 ? (low / 2, high * 2) : (low / 1.1, high * 1.1);
        double step = Math.Log(high / low) / Bins;
        int[] counts = new int[Bins];
        foreach (double ratio in ratios)
            counts[Math.Clamp((int)(Math.Log(ratio / low) / step), 0, Bins - 1)]++;
        var lanes = new Lanes(1, Height, limit is null ? 1 : 2, (from, to) => Axis.Logarithmic(low, high, from, to),
            "weight ÷ mean weight (log scale)");
        lanes.Legend(0, "fill-1b", "kept rows; the dashed line is the mean");
        double top = lanes.Lane(0, "", "") - Height / 2 + 6, bottom = lanes.Canvas.Height - 40, most = counts.Max();
        IReadOnlyList<(double Value, string Label)> levels =
            [.. Axis.Linear(0, most, bottom, top, isWhole: true).Ticks().Where(level => level.Value > 0)];
        double Level(double rows) => bottom - rows / most * (bottom - top);
        foreach ((double rows, _) in levels)
            lanes.Canvas.Line(Lanes.Margin, Level(rows), Lanes.Width - Lanes.Margin, Level(rows), "grid");
        for (int bin = 0; bin < Bins; bin++)
        {
            double x = lanes.Axis.Place(low * Math.Exp(bin * step)), end = lanes.Axis.Place(low * Math.Exp((bin + 1) * step));
            double height = bottom - Level(counts[bin]);
            lanes.Canvas.Rectangle(x + 0.5, bottom - height, end - x - 1, height, "fill-1b");
        }
        foreach ((double rows, string label) in levels)
        {
            string text = rows == levels[^1].Value ? $"{label} rows" : label;
            lanes.Canvas.Text(Lanes.Margin, Level(rows) - 3, text, 80, style: "t soft halo", size: 11);
        }
        lanes.Canvas.Line(lanes.Axis.Place(1), top, lanes.Axis.Place(1), bottom, "dash");
        if (limit is { } most2)
        {
            lanes.Legend(1, "fill-2", $"the largest weight allowed: {Format.Figure(most2)} times {unit}");
            lanes.Canvas.Line(lanes.Axis.Place(most2), top, lanes.Axis.Place(most2), bottom, "line-2");
        }
        FactTable table = new("Kept rows by weight", ["weight over the mean", "rows"],
            [.. Enumerable.Range(0, Bins).Where(bin => counts[bin] > 0).Select(bin => (IReadOnlyList<string>)[
                $"{Rough(low * Math.Exp(bin * step))} to {Rough(low * Math.Exp((bin + 1) * step))}", Format.Whole(counts[bin])])]);
        return new Picture("Weights of the kept rows",
            $"{Format.Whole(ratios.Count)} weights from {Rough(ratios.Min())} to {Rough(ratios.Max())} times their mean.", lanes.Canvas,
                table)
        {
            Caption = "The narrower the better: a few very heavy rows would make every result depend on them.",
        };
    }

    private static string Rough(double value) => value is >= 0.01 and < 1e4
        ? value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) : Format.Small(value);
}
