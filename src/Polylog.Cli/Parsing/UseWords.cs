namespace Polylog.Cli;

/// <summary>The words of --for, also used where the choice is written down.</summary>
internal static class UseWords
{
    public static readonly IReadOnlyList<(string Word, Use Value)> All = [("any", Use.Any), ("smooth", Use.Smooth), ("kinked", Use.Kinked)];

    public static string Word(Use use) => All.First(pair => pair.Value == use).Word;

    /// <summary>The use a word stands for; null for a word that is none.</summary>
    public static Use? Find(string word) => All.Where(pair => pair.Word == word).Select(pair => (Use?)pair.Value).FirstOrDefault();

    /// <summary>What the test functions of a use are.</summary>
    public static string Shapes(Use use) => use switch
    {
        Use.Smooth => "sigmoids, tanhs, 1/(1+t^2) and sines",
        Use.Kinked => "ReLUs, |t|, hats and ramps",
        _ => "sigmoids, tanhs, ReLUs and sines",
    };
}
