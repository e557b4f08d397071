namespace Polylog.Cli;

/// <summary>The words of --for, on the command line and in files.</summary>
internal static class UseWords
{
    public static readonly IReadOnlyList<(string Word, Use Value)> All = [("any", Use.Any), ("smooth", Use.Smooth), ("kinked", Use.Kinked)];

    public static string Word(Use use) => All.First(pair => pair.Value == use).Word;

    /// <summary>The use that a word means; null for an unknown word.</summary>
    public static Use? Find(string word) => All.Where(pair => pair.Word == word).Select(pair => (Use?)pair.Value).FirstOrDefault();

    /// <summary>The kinds of test functions of a use.</summary>
    public static string Shapes(Use use) => use switch
    {
        Use.Smooth => "sigmoids, tanhs, 1/(1+t^2) and sines",
        Use.Kinked => "ReLUs, |t|, hats and ramps",
        _ => "sigmoids, tanhs, ReLUs and sines",
    };
}
