using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options about columns that compress and inspect share.</summary>
internal sealed class TableOptions
{
    public Option<string[]> Columns { get; } = ValueOptions.Texts("--columns", "<a,b,...>",
        "The columns whose moments count, by name; default: all numeric ones. May be repeated; give a name with a comma in it alone.");

    public Option<string[]> Exclude { get; } = ValueOptions.Texts("--exclude", "<a,b,...>", "All numeric columns but these.");

    public Option<string?> Weight { get; } = ValueOptions.Text("--weight", "<column>",
        "The column of weights the input already has; default: each row weighs 1. It does not count as a column to compress.");

    public Option<bool> DropMissing { get; } = ValueOptions.Flag("--drop-missing",
        "Leave out rows with a missing or infinite value in a column used; otherwise they are an error.");

    public Option<string?> WeightName { get; } = ValueOptions.Text("--weight-name", "<name>",
        "What the coreset's column of weights is called; default: weight.");

    public Option<Use?> Use { get; } = ValueOptions.Word("--for",
        "What the coreset is for: smooth functions (sigmoids, waves, densities), functions with kinks (ReLU, hinges), or any; "
        + "default: any. Decides the test functions, and the orders where they are chosen.", UseWords.All);

    public Option<string[]> Target { get; } = ValueOptions.Texts("--target", "<y,...>",
        "The column that models of the others predict. With a --loss it is no column to compress: what is kept is all that the loss of such models "
        + "is made of. Without, it is one more column.");

    public Option<LossWord?> Loss { get; } = ValueOptions.Word("--loss",
        "squared, for numbers; least-squares, squared but for the y^2 that no model changes: enough to train and compare models, and nearer; "
        + "poisson, for counts; logistic, for 0 to 1; classes, for one column of text or numbers, each class's weight kept; any: the target is one more "
        + "column. All but classes take one or more targets. Default: any.", LossWords.All);

    public Option<string[]> Match { get; } = ValueOptions.Texts("--match", "<f,...>",
        "Columns whose weighted totals are kept exactly: revenue, counts, values of any function. They are no features, unless --columns names them. Each asks for one row more a leaf.");

    public Option<string[]> GroupBy { get; } = ValueOptions.Texts("--group-by", "<g,...>",
        "Compress rows of equal text or numbers in these columns on their own: every group's moments are kept, small groups whole.");

    public Option<string[]> Category { get; } = ValueOptions.Texts("--category", "<c,...>",
        "Features that are categories: text, whole numbers, or sets of 0/1 columns. Rows are grouped by them, never averaged. Text in --columns is one.",
        "--one-hot");

    public LearningRequest Learning(ParseResult parsed) =>
        new(Given(parsed, Target), parsed.GetValue(Loss), Given(parsed, Match), Given(parsed, GroupBy), Given(parsed, Category))
        {
            CategoryOption = parsed.GetResult(Category)?.IdentifierToken?.Value ?? Category.Name,
        };

    public ColumnRequest Request(ParseResult parsed) => new(Given(parsed, Columns), Given(parsed, Exclude));

    public void Check(ParseResult parsed, string help)
    {
        ColumnRequest request = Request(parsed);
        if (request.Named.Count > 0 && request.Excluded.Count > 0)
            throw new UsageException("--columns and --exclude do not go together; say which columns to take or which to leave out", help);
        if (parsed.GetValue(Loss) is not null && Given(parsed, Target).Length == 0)
            throw new UsageException("--loss without a --target; name the column that is predicted", help);
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
