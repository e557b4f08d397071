namespace Polylog.Cli;

/// <summary>Which columns are more than coordinates, as the user put it.</summary>
internal sealed record LearningRequest(
    IReadOnlyList<string> Targets, LossWord? Loss, IReadOnlyList<string> Match, IReadOnlyList<string> GroupBy, IReadOnlyList<string> Categories)
{
    /// <summary>What the user calls the option of categories.</summary>
    public string CategoryOption { get; init; } = "--category";

    public static LearningRequest None { get; } = new([], null, [], [], []);

    public bool IsOpen => Targets.Count + Match.Count + GroupBy.Count + Categories.Count == 0 && Loss is null;

    /// <summary>How to say it again on a command line, with a space before each option.</summary>
    public string Options
    {
        get
        {
            string loss = Loss is { } word ? $" --loss {LossWords.Word(word)}" : "";
            return Option("--target", Targets) + loss + Option("--match", Match) + Option("--group-by", GroupBy) + Option("--category", Categories);
        }
    }

    private static string Option(string name, IReadOnlyList<string> values) => string.Concat(values.Select(value => $" {name} {ShellWord.Quote(value)}"));
}
