namespace Polylog.Networks;

/// <summary>
/// Compares how long two models take. Their runs take turns, so that whatever else the machine does, and how it changes its clock, slows
/// both alike.
/// </summary>
internal static class LatencyComparison
{
    private const int WarmUps = 3, FewestRuns = 3, MostRuns = 50;

    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(2);

    /// <summary>The median times of a run of each, after warm-up runs.</summary>
    /// <param name="first">A model.</param>
    /// <param name="second">Another model with the same inputs.</param>
    /// <param name="inputs">Numbers for every input.</param>
    /// <param name="cancellation">Ends the runs early.</param>
    /// <exception cref="ModelFileException">An input is missing or does not fit, or a run fails.</exception>
    public static (TimeSpan First, TimeSpan Second) Medians(
        ModelRunner first, ModelRunner second, IReadOnlyList<ModelInput> inputs, CancellationToken cancellation = default)
    {
        Func<CancellationToken, TimeSpan> one = first.Timed(inputs), other = second.Timed(inputs);
        return Medians(() => one(cancellation), () => other(cancellation));
    }

    /// <inheritdoc cref="Medians(ModelRunner, ModelRunner, IReadOnlyList{ModelInput}, CancellationToken)"/>
    /// <param name="first">Runs the first model and tells how long it took.</param>
    /// <param name="second">The same for the second.</param>
    public static (TimeSpan First, TimeSpan Second) Medians(Func<TimeSpan> first, Func<TimeSpan> second)
    {
        TimeSpan both = TimeSpan.Zero;
        for (int run = 0; run < WarmUps; run++)
            both = first() + second();
        int runs = (int)Math.Clamp(s_budget / (both + TimeSpan.FromTicks(1)), FewestRuns, MostRuns);
        var times = new (TimeSpan First, TimeSpan Second)[runs];
        for (int run = 0; run < runs; run++)
            times[run] = (first(), second());
        return (Median(times.Select(pair => pair.First)), Median(times.Select(pair => pair.Second)));
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
