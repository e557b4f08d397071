namespace Polylog.Networks.Tests;

public sealed class LatencyComparisonTests
{
    /// <summary>Each run of both comes after one of the other, so a machine that slows down slows both.</summary>
    [Fact]
    public void Latencies_are_measured_in_turns()
    {
        var turns = new List<char>();
        (TimeSpan first, TimeSpan second) = LatencyComparison.Medians(() => Turn('a', 1), () => Turn('b', 2));
        Assert.Equal(Enumerable.Range(0, turns.Count).Select(i => i % 2 == 0 ? 'a' : 'b'), turns);
        Assert.InRange(first, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(turns.Count));
        Assert.Equal(2 * first, second);

        // Takes longer each time.
        TimeSpan Turn(char model, int factor)
        {
            turns.Add(model);
            return TimeSpan.FromMinutes(factor * ((turns.Count + 1) / 2));
        }
    }
}
