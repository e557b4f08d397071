namespace Polylog.Cli;

/// <summary>Why a coreset does not stand for its table, as one sentence.</summary>
internal static class InspectFailure
{
    /// <summary>One sentence for a coreset that does not stand for its table.</summary>
    public static string Sentence(InspectOutcome outcome)
    {
        Findings found = outcome.Found;
        string coreset = Path.GetFileName(outcome.Request.Coreset);
        // Whatever else is wrong follows from the first thing that is not as claimed, or stands in the lines above.
        if (outcome.Certificate?.Difference is { } difference)
        {
            return $"the certificate of {coreset} does not hold for {outcome.Input}: {difference}; "
                + "compare with the table it was made from, or compress again";
        }
        var reasons = new List<string>();
        if (!found.MomentsMatch)
        {
            reasons.Add($"the moment {found.WorstMoment} is {Format.Small(found.Audit.WorstResidual)} off, "
                + $"more than {Format.Limit(outcome.Request.Tolerance)}");
        }
        if (found.MomentsMatch && !found.PartsMatch)
        {
            reasons.Add($"the moment {found.WorstMomentOfParts} of {found.Parts!.WorstPart} is {Format.Small(found.Parts.WorstResidual)} off, "
                + $"more than {Format.Limit(outcome.Request.Tolerance)}");
        }
        if (!outcome.RowsFound)
        {
            string there = outcome.Settings.RowIdName is { } id ? $"are not the rows of {outcome.Input} that '{id}' names" : $"are not in {outcome.Input}";
            reasons.Add($"{Format.Whole(outcome.Membership.Rows - outcome.Membership.Found)} of its "
                + $"{Format.Count(outcome.Membership.Rows, "row")} {there}");
        }
        if (!found.WeightsAgree)
        {
            reasons.Add($"the weights add up to {Format.Exact(found.Coreset.TotalWeight)} "
                + $"instead of {Format.Exact(found.Full.TotalWeight)}");
        }
        return $"{coreset} does not stand for {outcome.Input}: {string.Join("; ", reasons)}";
    }
}
