namespace Polylog.Cli;

/// <summary>Refuses weights whose ratio overflows a double, so that results would be meaningless.</summary>
internal static class WeightRangeCheck
{
    public static void Check(Measure measure, string? weightColumn)
    {
        var range = WeightRange.FromWeights(measure);
        if (!range.IsTooWide)
            return;
        throw new CommandException($"the weights in '{weightColumn}' range from {Format.Small(range.Least)} to {Format.Small(range.Most)}, "
            + $"more than the {WeightRange.MostDecades} decades that double precision can add up; leave out the rows of least "
            + "weight with --sql");
    }
}
