using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>Notes on a shrunk model: inputs that were not used, too few inputs, and a tolerance that was not reached.</summary>
internal static class ShrinkNotes
{
    public static IEnumerable<string> For(ShrinkOutcome outcome)
    {
        if (outcome.Data is { } data && data.Count - outcome.FitCount - outcome.HeldOutCount is > 0 and var left)
        {
            yield return "the model takes a fixed number of inputs at a time, "
                + $"so the last {Format.Count(left, "row")} of {data.Name} {(left == 1 ? "is" : "are")} not used";
        }
        foreach (LayerChange few in outcome.Changes.Where(change => change.Samples > 0 && change.Samples < change.Layer.Units))
        {
            yield return $"layer '{few.Layer.Name}' has {Format.Count(few.Layer.Units, "unit")}, but its units were chosen on only "
                + $"{Format.Count(few.Samples, "sample")}; give more inputs than units";
        }
        if (outcome.Request.Options.Tolerance is { } tolerance && outcome.Difference.RelativeRms > tolerance)
        {
            yield return $"the relative error of the outputs is {Format.Small(outcome.Difference.RelativeRms)}, "
                + $"above --tolerance {Format.Limit(tolerance)}: no width reaches it";
        }
    }
}
