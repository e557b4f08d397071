namespace Polylog.Cli;

/// <summary>The choices of --loss.</summary>
internal enum LossWord
{
    /// <summary>Any loss: the target is one more coordinate.</summary>
    Any,
    Squared,
    LeastSquares,
    Poisson,
    Logistic,
    Classes,
}

/// <summary>The words of --loss, also used where the choice is written down.</summary>
internal static class LossWords
{
    public static readonly IReadOnlyList<(string Word, LossWord Value)> All =
    [
        ("squared", LossWord.Squared), ("least-squares", LossWord.LeastSquares), ("poisson", LossWord.Poisson), ("logistic", LossWord.Logistic),
        ("classes", LossWord.Classes), ("any", LossWord.Any),
    ];

    public static string Word(LossWord loss) => All.First(pair => pair.Value == loss).Word;

    /// <summary>The loss a word stands for; null for a word that is none.</summary>
    public static LossWord? Find(string word) => All.Where(pair => pair.Word == word).Select(pair => (LossWord?)pair.Value).FirstOrDefault();

    /// <summary>What the library calls it; null for any loss, which it has no need to know of.</summary>
    public static ILoss? ToLoss(LossWord loss) => Polylog.Loss.All.FirstOrDefault(known => known.Name == Word(loss));
}
