using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What each column of a table is there for.</summary>
/// <param name="Columns">The coordinates; a target of any loss is the last of them.</param>
/// <param name="Targets">What models predict; empty without.</param>
/// <param name="Loss">Their loss; null without a target.</param>
/// <param name="Match">Columns whose totals are kept.</param>
/// <param name="GroupBy">Columns whose values make groups.</param>
/// <param name="Categories">Features that make groups as well.</param>
internal sealed record Roles(
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Targets,
    LossWord? Loss,
    IReadOnlyList<string> Match,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<string> Categories)
{
    /// <summary>Targets that are numbers and no coordinates.</summary>
    public IReadOnlyList<string> Factors => Loss is LossWord.Squared or LossWord.LeastSquares or LossWord.Poisson or LossWord.Logistic ? Targets : [];

    /// <summary>Columns whose totals are kept and that are no coordinates: a coordinate's total is one of the moments.</summary>
    public IReadOnlyList<string> Totals => [.. Match.Except(Columns)];

    /// <summary>The column of classes; null where there is none.</summary>
    public string? ClassColumn => Loss is LossWord.Classes ? Targets[0] : null;

    /// <summary>Columns that split the rows, whatever for.</summary>
    public IReadOnlyList<string> Splitting => [.. GroupBy, .. Categories];

    /// <summary>Names of all that is matched: coordinates, factors and totals, as a <see cref="MomentAudit"/> has them.</summary>
    public IReadOnlyList<string> Matched =>
        [.. Columns, .. Factors, .. Loss is LossWord.Squared ? Targets.Select(target => $"{target}^2") : [], .. Totals];

    public bool AreSame(Roles other) =>
        Targets.SequenceEqual(other.Targets) && Loss == other.Loss && Match.SequenceEqual(other.Match)
        && GroupBy.SequenceEqual(other.GroupBy) && Categories.SequenceEqual(other.Categories);

    /// <summary>The same with names as a table has them.</summary>
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

    /// <summary>What to read of a table.</summary>
    /// <param name="like">The table whose types labels are read as.</param>
    /// <param name="weightColumn">The column of weights, or null.</param>
    /// <param name="missing">What to do about rows that lack a value.</param>
    public ColumnSelection Selection(Table like, string? weightColumn, MissingRows missing)
    {
        LabelSelection label(string column, bool missingIsLabel) => new(column, like.Column(column).TypeName, missingIsLabel);
        return new ColumnSelection(Columns)
        {
            Further = [Factors, Totals],
            Labels = [.. Splitting.Select(column => label(column, true)), .. ClassColumn is { } classes ? [label(classes, false)] : Array.Empty<LabelSelection>()],
            WeightColumn = weightColumn,
            Missing = missing,
        };
    }

    /// <summary>Finds the columns that are meant in a table.</summary>
    /// <exception cref="CommandException">A column has two roles, or one that does not fit it.</exception>
    public static Roles Resolve(Table table, ColumnRequest columns, LearningRequest learning, string? weightColumn)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        if (weightColumn is not null)
            taken.Add(weightColumn, "the weight (--weight)");
        LossWord? loss = learning.Targets.Count > 0 ? learning.Loss ?? LossWord.Any : null;
        IReadOnlyList<string> targets = Take("--target", learning.Targets, "the target (--target)");
        IReadOnlyList<string> match = Take("--match", learning.Match, "a total (--match)");
        IReadOnlyList<string> groupBy = Take("--group-by", learning.GroupBy, "what groups are made by (--group-by)");
        List<string> categories = [.. Take(learning.CategoryOption, learning.Categories, $"a category ({learning.CategoryOption})")];
        if (loss is LossWord.Classes && targets.Count > 1)
            throw new CommandException($"--target names {targets.Count} columns, but --loss classes takes one; name the column of classes");
        foreach (string target in loss is LossWord.Classes ? [] : targets)
        {
            if (table.Column(target) is var column && !(loss is LossWord.Any ? column.IsNumeric : column.HasNumbers))
                throw NoNumber(table, target);
        }
        // A total may be a feature as well where that is said.
        foreach (string total in columns.Named.Count > 0 ? match : [])
            taken.Remove(total);
        string[] features = [.. columns.Resolve(table, taken)];
        // Text among the features cannot be averaged, so rows are grouped by it.
        string[] words = [.. features.Where(name => IsCategory(table.Column(name)))];
        if (words.Length > 0 && words.Length < features.Length)
        {
            categories.AddRange(words);
            features = [.. features.Except(words)];
        }
        return new Roles(loss is LossWord.Any ? [.. features, .. targets] : features, targets, loss, match, groupBy, categories);

        IReadOnlyList<string> Take(string option, IReadOnlyList<string> given, string role)
        {
            IReadOnlyList<string> found = given.Count == 0 ? [] : ColumnRequest.Find(table, given, option, taken);
            foreach (string name in found)
                taken.Add(name, role);
            return found;
        }
    }

    /// <summary>Of a target that is text where a number is needed.</summary>
    public static CommandException NoNumber(Table table, string target) =>
        new($"target '{target}' in {table.Description} is {table.Column(target).TypeName}, not a number; "
            + "say --loss classes if it holds classes, or make a number of it through --sql");

    private static bool IsCategory(TableColumn column) =>
        column.TypeName is "VARCHAR" or "BOOLEAN" || column.TypeName.StartsWith("ENUM(", StringComparison.Ordinal);
}
