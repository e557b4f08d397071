namespace Polylog;

/// <summary>Prints what a compression would do.</summary>
internal static class PlanText
{
    /// <summary>Describes each candidate, and its first sweep.</summary>
    /// <param name="problem">What is to be compressed.</param>
    public static string ForProblem(CompressionProblem problem)
    {
        var trials = new OrderTrials(problem);
        Candidate[] candidates = trials.Candidates();
        string[] texts = [.. candidates.Select(candidate => $"{candidate}: {trials.SweepsOf(candidate).First().Plan}")];
        string head = candidates.Length == 1 ? "" : "tries these, and takes the one with the smallest errors on test functions:\n";
        return head + string.Join("\n", texts);
    }
}
