namespace Polylog.Cli;

/// <summary>The words of --scale, on the command line and in files.</summary>
internal static class ScaleWords
{
    public static readonly IReadOnlyList<(string Word, ColumnScale Value)> All =
        [("std", ColumnScale.StandardDeviation), ("range", ColumnScale.Range), ("none", ColumnScale.None)];

    public static string Word(ColumnScale scale) => All.First(pair => pair.Value == scale).Word;

    public static ColumnScale Find(string word) => All.First(pair => pair.Word == word).Value;

    public static bool IsWord(string word) => All.Any(pair => pair.Word == word);
}
