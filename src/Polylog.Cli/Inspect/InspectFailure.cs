namespace Polylog.Cli;

/// <summary>The error message for a coreset that does not match its table.</summary>
internal static class InspectFailure
{
    public static string Sentence(InspectOutcome outcome)
    {
        Findings found = outcome.Found;
        string coreset = Path.GetFileName(outcome.Request.Coreset);
        // The first statement that does not hold is the reason of all others, or the lines above show them.
        if (outcome.Certificate?.Difference is { } difference)
        {
            return $"the certificate of {coreset} does not hold for {outcome.Input}: {difference}; "
                + "compare with the table it was made from, or compress again";
        }
        var reasons = new List<string>();
        if (!found.MomentsMatch)
        {
            reasons.Add($"the moment {found.WorstMoment} has a relative error of {Format.Small(found.Audit.WorstResidual)}, "
                + $"above {Format.Limit(outcome.Request.Tolerance)}");
        }
        if (found.MomentsMatch && !found.PartsMatch)
        {
            reasons.Add($"the moment {found.WorstMomentOfParts} of {found.Parts!.WorstPart} has a relative error of "
                + $"{Format.Small(found.Parts.WorstResidual)}, above {Format.Limit(outcome.Request.Tolerance)}");
        }
        if (!outcome.RowsFound)
        {
            string there = outcome.Settings.RowIdName is { } id
                ? $"are not the rows of {outcome.Input} with the numbers in '{id}'"
                : $"are not in {outcome.Input}";
            reasons.Add($"{Format.Whole(outcome.Membership.Rows - outcome.Membership.Found)} of its "
                + $"{Format.Count(outcome.Membership.Rows, "row")} {there}");
        }
        if (!found.WeightsAgree)
        {
            reasons.Add($"the weights add up to {Format.Exact(found.Coreset.TotalWeight)} "
                + $"instead of {Format.Exact(found.Full.TotalWeight)}");
        }
        return $"{coreset} does not match {outcome.Input}: {string.Join("; ", reasons)}";
    }
}
