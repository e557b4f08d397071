namespace Polylog.Cli;

/// <summary>Refuses weights so unlike that their ratios are no numbers any more: what came out would weigh anything.</summary>
internal static class WeightSpan
{
    public static void Check(Measure measure, string? weightColumn)
    {
        double least = double.PositiveInfinity, most = 0;
        foreach (double weight in measure.Weights.Span)
        {
            most = Math.Max(most, weight);
            least = weight > 0 ? Math.Min(least, weight) : least;
        }
        if (most == 0 || Math.Log10(most) - Math.Log10(least) <= MomentCompressor.MostDecades)
            return;
        throw new CommandException($"the weights in '{weightColumn}' go from {Figures.Small(least)} to {Figures.Small(most)}, more than the {MomentCompressor.MostDecades} decades "
            + "that can be added up; leave rows that weigh next to nothing out through --sql");
    }
}
