using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The role of each column of a table.</summary>
/// <param name="Columns">The coordinates; targets of --loss any are the last of them.</param>
/// <param name="Targets">The columns that models predict; empty without targets.</param>
/// <param name="Loss">The loss of the targets; null without targets.</param>
/// <param name="Match">Columns whose weighted totals are preserved.</param>
/// <param name="GroupBy">Columns of --group-by.</param>
/// <param name="Categories">Features that are categories; rows are split by them as by groups.</param>
internal sealed record Roles(
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Targets,
    LossWord? Loss,
    IReadOnlyList<string> Match,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<string> Categories)
{
    /// <summary>Targets that are numbers but not coordinates.</summary>
    public IReadOnlyList<string> Factors =>
        Loss is { } word && LossWords.ToLoss(word) is { SplitsByTarget: false } ? Targets : [];

    /// <summary>Columns whose totals are preserved, without coordinates: the total of a coordinate is one of the moments.</summary>
    public IReadOnlyList<string> Totals => [.. Match.Except(Columns)];

    /// <summary>The column of classes; null without classes.</summary>
    public string? ClassColumn => Loss is LossWord.Classes ? Targets[0] : null;

    /// <summary>Columns whose values split the rows: groups and categories.</summary>
    public IReadOnlyList<string> Splitting => [.. GroupBy, .. Categories];

    /// <summary>Names of all matched columns in the order of a <see cref="MomentAudit"/>: coordinates, factors and totals.</summary>
    public IReadOnlyList<string> Matched =>
        [.. Columns, .. Factors, .. Loss is LossWord.Squared ? Targets.Select(target => $"{target}^2") : [], .. Totals];

    public bool AreSame(Roles other) =>
        Targets.SequenceEqual(other.Targets) && Loss == other.Loss && Match.SequenceEqual(other.Match)
        && IsSigned == other.IsSigned && GroupBy.SequenceEqual(other.GroupBy) && Categories.SequenceEqual(other.Categories);

    /// <summary>Whether weights may be negative: rows of each sign are compressed on their own.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Categories that the user named among the features: text has no moments.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The same roles, with the exact names of a table.</summary>
    public Roles In(Table table)
    {
        return this with
        {
            Columns = Find(Columns),
            Targets = Find(Targets),
            Match = Find(Match),
            GroupBy = Find(GroupBy),
            Categories = Find(Categories),
        };

        IReadOnlyList<string> Find(IReadOnlyList<string> names) => [.. names.Select(name => table.Column(name).Name)];
    }

    /// <summary>The columns to read.</summary>
    /// <param name="like">The table whose column types decide how labels are read.</param>
    /// <param name="weightColumn">The column of weights; null for none.</param>
    /// <param name="missing">What to do with rows that have missing values.</param>
    public ColumnSelection Selection(Table like, string? weightColumn, MissingRows missing)
    {
        LabelSelection label(string column, bool missingIsLabel) => new(column, like.Column(column).TypeName, missingIsLabel);
        return new ColumnSelection(Columns)
        {
            Further = [Factors, Totals],
            Labels =
            [
                .. Splitting.Select(column => label(column, true)),
                .. ClassColumn is { } classes ? [label(classes, false)] : Array.Empty<LabelSelection>(),
            ],
            WeightColumn = weightColumn,
            IsSigned = IsSigned && weightColumn is not null,
            Missing = missing,
        };
    }

    /// <summary>Finds the columns that a user asked for in a table.</summary>
    /// <exception cref="CommandException">A column has two roles, or a role that does not fit its type.</exception>
    public static Roles Resolve(Table table, ColumnRequest columns, LearningRequest learning, string? weightColumn)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        if (weightColumn is not null)
            taken.Add(weightColumn, "the weight (--weight)");
        LossWord? loss = learning.Targets.Count > 0 ? learning.Loss ?? LossWord.Any : null;
        IReadOnlyList<string> targets = Take("--target", learning.Targets, "the target (--target)");
        IReadOnlyList<string> match = Take("--match", learning.Match, "a total (--match)");
        IReadOnlyList<string> groupBy = Take("--group-by", learning.GroupBy, "a group column (--group-by)");
        List<string> categories = [.. Take(learning.CategoryOption, learning.Categories, $"a category ({learning.CategoryOption})")];
        if (loss is LossWord.Classes && targets.Count > 1)
            throw new CommandException($"--target names {targets.Count} columns, but --loss classes takes one; name the column of "
                + "classes alone");
        foreach (string target in loss is LossWord.Classes ? [] : targets)
        {
            if (table.Column(target) is var column && !(loss is LossWord.Any ? column.IsNumeric : column.HasNumbers))
                throw NoNumber(table, target);
        }
        // A total is a feature as well where --columns names it.
        foreach (string total in columns.Named.Count > 0 ? match : [])
            taken.Remove(total);
        string[] features = [.. columns.Resolve(table, taken)];
        // Text among the features has no moments, so it is a category.
        int named = features.Length;
        string[] words = [.. features.Where(name => IsCategory(table.Column(name)))];
        if (words.Length > 0 && words.Length < features.Length)
        {
            categories.AddRange(words);
            features = [.. features.Except(words)];
        }
        return new Roles(loss is LossWord.Any ? [.. features, .. targets] : features, targets, loss, match, groupBy, categories)
        {
            IsSigned = learning.IsSigned,
            Words = words.Length < named ? words : [],
        };

        IReadOnlyList<string> Take(string option, IReadOnlyList<string> given, string role)
        {
            IReadOnlyList<string> found = given.Count == 0 ? [] : ColumnRequest.Find(table, given, option, taken);
            foreach (string name in found)
                taken.Add(name, role);
            return found;
        }
    }

    /// <summary>The error of a target that is text where its loss needs a number.</summary>
    public static CommandException NoNumber(Table table, string target) =>
        new($"target '{target}' in {table.Description} "
            + (table.StrayTexts([target]) is [var stray, ..] ? stray.Sentence : $"is {table.Column(target).TypeName}, not a number") + "; "
            + "use --loss classes if it contains classes, or convert it to a number with --sql");

    private static bool IsCategory(TableColumn column) =>
        column.TypeName is "VARCHAR" or "BOOLEAN" || column.TypeName.StartsWith("ENUM(", StringComparison.Ordinal);
}
