namespace Polylog.Cli;

/// <summary>One kind of test functions with its errors.</summary>
/// <param name="Word">Its name in JSON.</param>
/// <param name="Name">Its name in a summary.</param>
/// <param name="Many">What it is called in a sentence.</param>
/// <param name="Functions">Number of functions.</param>
/// <param name="Coreset">Errors of the coreset.</param>
/// <param name="Random">Errors of random rows.</param>
internal sealed record TestedKind(string Word, string Name, string Many, int Functions, PanelErrors Coreset, PanelErrors Random)
{
    /// <summary>
    /// How many times the error of random rows has to be exceeded: less is within the scatter of the draws and of the functions.
    /// </summary>
    private const double Worse = 1.25;

    /// <summary>Whether random rows do better.</summary>
    public bool IsWorse => Coreset.Median > Worse * Random.Median;

    /// <summary>Whether random rows do as well, within the scatter.</summary>
    public bool IsAlike => !IsWorse && Worse * Coreset.Median > Random.Median;

    /// <summary>The functions of the use first, then those that are in every certificate.</summary>
    public static IReadOnlyList<TestedKind> All(Evidence evidence, Use use) =>
    [
        new("functions", "functions", UseWords.Shapes(use), evidence.Functions, evidence.Coreset, evidence.Random),
        .. Further(evidence),
    ];

    /// <summary>The kinds that are in every certificate.</summary>
    public static IReadOnlyList<TestedKind> Further(Evidence evidence) =>
    [
        new("steps", "steps", "steps", EvidenceFunctions.Drawn, evidence.Steps.Coreset, evidence.Steps.Random),
        new("highFrequencies", "oscillations", "oscillations", EvidenceFunctions.Drawn, evidence.HighFrequencies.Coreset,
            evidence.HighFrequencies.Random),
        new("tails", "tails", "tails", evidence.TailFunctions, evidence.Tails.Coreset, evidence.Tails.Random),
    ];
}
