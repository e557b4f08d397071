using System.Globalization;

namespace Polylog.Reports.Tests;

/// <summary>Labels of an axis are few, differ, and say the number at their place.</summary>
public class AxisTests
{
    [Fact]
    public void Labels_say_the_number_at_their_place()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 500; trial++)
        {
            double low = Math.Pow(10, random.Next(-12, 6)) * (random.NextDouble() - 0.5);
            double high = low + Math.Pow(10, random.Next(-12, 6)) * (0.01 + random.NextDouble());
            Check(Axis.Linear(low, high, 0, 300), most: 20);
            double least = Math.Pow(10, random.Next(-17, 6)) * (0.1 + random.NextDouble());
            Check(Axis.Logarithmic(least, least * Math.Pow(10, 12 * random.NextDouble()), 0, 300), most: 15);
        }
    }

    [Fact]
    public void A_range_of_one_number_has_that_number_in_the_middle()
    {
        foreach (double value in new[] { 0, 1e-300, 3.5, -1e12 })
            Assert.Equal(50, Axis.Linear(value, value, 0, 100).Place(value), 6);
        Assert.Equal(50, Axis.Logarithmic(1e-16, 1e-16, 0, 100).Place(1e-16), 6);
    }

    [Fact]
    public void Numbers_beyond_the_ends_are_put_at_the_ends()
    {
        var axis = Axis.Logarithmic(1, 100, 10, 20);
        Assert.Equal((10, 20), (axis.Place(0), axis.Place(1e9)));
    }

    [Fact]
    public void Whole_numbers_have_whole_labels() =>
        Assert.All(Axis.Linear(1, 3, 0, 100, isWhole: true).Ticks(), tick => Assert.True(double.IsInteger(tick.Value)));

    private static void Check(Axis axis, int most)
    {
        IReadOnlyList<(double Value, string Label)> ticks = axis.Ticks();
        Assert.InRange(ticks.Count, 1, most);
        double step = ticks.Count < 2 ? Math.Abs(ticks[0].Value) : Math.Abs(ticks[1].Value - ticks[0].Value);
        foreach ((double value, string label) in ticks)
        {
            Assert.InRange(axis.Place(value), -1e-6, 300 + 1e-6);
            double said = double.Parse(label, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(said - value) <= 0.1 * Math.Max(step, Math.Abs(value)), $"{label} at {value:R}");
        }
    }
}
