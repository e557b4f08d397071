namespace Polylog.Cli;

/// <summary>The roles a user gave to columns that are not coordinates.</summary>
internal sealed record LearningRequest(
    IReadOnlyList<string> Targets,
    LossWord? Loss,
    IReadOnlyList<string> Match,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<string> Categories)
{
    /// <summary>The name of the category option as the user typed it.</summary>
    public string CategoryOption { get; init; } = "--category";

    /// <summary>Whether weights may be negative.</summary>
    public bool IsSigned { get; init; }

    public static LearningRequest None { get; } = new([], null, [], [], []);

    public bool IsOpen => Targets.Count + Match.Count + GroupBy.Count + Categories.Count == 0 && Loss is null;

    /// <summary>The roles as options of a command line, each after a space.</summary>
    public string Options
    {
        get
        {
            string loss = Loss is { } word ? $" --loss {LossWords.Word(word)}" : "";
            return Option("--target", Targets) + loss + Option("--match", Match)
                + Option("--group-by", GroupBy) + Option("--category", Categories) + (IsSigned ? " --signed" : "");
        }
    }

    private static string Option(string name, IReadOnlyList<string> values) =>
        string.Concat(values.Select(value => $" {name} {ShellWord.Quote(value)}"));
}
