namespace Polylog.Cli;

/// <summary>The choices of --loss.</summary>
internal enum LossWord
{
    /// <summary>No particular loss: the target is one more coordinate.</summary>
    Any,
    Squared,
    LeastSquares,
    Poisson,
    Logistic,
    Classes,
}

/// <summary>The words of --loss, on the command line and in files.</summary>
internal static class LossWords
{
    public static readonly IReadOnlyList<(string Word, LossWord Value)> All =
    [
        ("squared", LossWord.Squared), ("least-squares", LossWord.LeastSquares), ("poisson", LossWord.Poisson),
        ("logistic", LossWord.Logistic), ("classes", LossWord.Classes), ("any", LossWord.Any),
    ];

    public static string Word(LossWord loss) => All.First(pair => pair.Value == loss).Word;

    /// <summary>The loss that a word means; null for an unknown word.</summary>
    public static LossWord? Find(string word) =>
        All.Where(pair => pair.Word == word).Select(pair => (LossWord?)pair.Value).FirstOrDefault();

    /// <summary>The loss of the library; null for <see cref="LossWord.Any"/>, which has none.</summary>
    public static ILoss? ToLoss(LossWord loss) => Polylog.Loss.All.FirstOrDefault(known => known.Name == Word(loss));
}
