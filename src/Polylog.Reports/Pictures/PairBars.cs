namespace Polylog.Reports;

/// <summary>A number of each of several things, before and after, as bars.</summary>
internal static class PairBars
{
    private const int Most = 24;

    /// <param name="title">What they show.</param>
    /// <param name="unit">What the numbers count.</param>
    /// <param name="pairs">Name, number before and after, and both as text.</param>
    /// <param name="first">What the first number is of.</param>
    /// <param name="second">What the second number is of.</param>
    public static Picture Draw(
        string title, string unit, IReadOnlyList<(string Name, double Before, double After, string Text)> pairs, string first = "before",
        string second = "after")
    {
        (string Name, double Before, double After, string Text)[] shown = [.. pairs.Take(Most)];
        double most = shown.Max(pair => Math.Max(pair.Before, pair.After));
        var lanes = new Lanes(shown.Length, 40, 2, (from, to) => Axis.Linear(0, most, from, to), unit);
        lanes.Legend(0, "fill-3b", first);
        lanes.Legend(1, "fill-1b", second);
        for (int i = 0; i < shown.Length; i++)
        {
            (string name, double before, double after, string text) = shown[i];
            double y = lanes.Lane(i, name, text), zero = lanes.Axis.Place(0);
            lanes.Canvas.Rectangle(zero, y - 8, lanes.Axis.Place(before) - zero, 8, "fill-3b");
            lanes.Canvas.Rectangle(zero, y, lanes.Axis.Place(after) - zero, 8, "fill-1b");
        }
        return new Picture(title, string.Join("; ", shown.Select(pair => $"{pair.Name}: {pair.Text}")) + ".", lanes.Canvas,
            new FactTable(title, ["", first, second], [.. pairs.Select(pair => (IReadOnlyList<string>)[
                pair.Name, Format.Rough(pair.Before), Format.Rough(pair.After)])]))
        {
            Caption = pairs.Count > Most ? $"The other {Format.Whole(pairs.Count - Most)} are in the table." : "",
        };
    }
}
