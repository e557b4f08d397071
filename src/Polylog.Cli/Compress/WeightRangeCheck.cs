namespace Polylog.Cli;

/// <summary>Refuses weights so unlike that their ratios are no numbers any more: what came out would weigh anything.</summary>
internal static class WeightRangeCheck
{
    public static void Check(Measure measure, string? weightColumn)
    {
        var range = WeightRange.Of(measure);
        if (!range.IsTooWide)
            return;
        throw new CommandException($"the weights in '{weightColumn}' go from {Format.Small(range.Least)} to {Format.Small(range.Most)}, more than the {WeightRange.MostDecades} decades "
            + "that can be added up; leave rows that weigh next to nothing out through --sql");
    }
}
