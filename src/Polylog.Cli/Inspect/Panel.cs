namespace Polylog.Cli;

/// <summary>The middle and the worst of a panel's errors.</summary>
internal readonly record struct PanelErrors(double Median, double Worst);

/// <summary>The errors of sums of random test functions: of a coreset, and of random subsets of the same size.</summary>
internal sealed record Panel(int Functions, int Subsets, PanelErrors Coreset, PanelErrors Random)
{
    private const int Draws = 5;

    public static Panel Of(Measure full, Measure coreset, CancellationToken cancellation)
    {
        var panel = new RidgePanel(full.Dimension);
        int size = Math.Min(coreset.Count, full.Count);
        Measure[] random = [.. Enumerable.Range(1, Draws).Select(seed => RandomSubset.Draw(full, size, (ulong)seed))];
        double[][] errors = panel.Errors(full, [coreset, .. random], cancellation);
        PanelErrors[] draws = [.. errors.Skip(1).Select(Sum)];
        return new Panel(panel.Count, Draws, Sum(errors[0]),
            new PanelErrors(Median(draws.Select(draw => draw.Median)), Median(draws.Select(draw => draw.Worst))));
    }

    private static PanelErrors Sum(double[] errors) => new(Median(errors), errors.Max());

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
