using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options about columns that several commands share.</summary>
internal sealed class TableOptions
{
    public Option<string[]> Columns { get; } = ValueOptions.Texts("--columns", "<a,b,...>",
        "Columns whose moments are preserved; default: all numeric columns. May be repeated. A name that contains a comma needs a "
            + "--columns of its own. Lists and times are used only when they are named here.");

    public Option<string[]> Exclude { get; } = ValueOptions.Texts("--exclude", "<a,b,...>", "Use all numeric columns except these.");

    public Option<string?> Weight { get; } = ValueOptions.Text("--weight", "<column>",
        "Column with the weights of the input's rows; default: each row has weight 1. Its moments are not preserved.");

    public Option<bool> Signed { get; } = ValueOptions.Flag("--signed",
        "Weights may be negative. Rows of positive and of negative weight are compressed on their own, so that each weight keeps its sign "
            + "and the moments of both parts, and of their difference, are preserved.");

    public Option<bool> DropMissing { get; } = ValueOptions.Flag("--drop-missing",
        "Leave out rows with a missing or infinite value in a column that is used. Without this option such rows are an error.");

    public Option<string?> WeightName { get; } = ValueOptions.Text("--weight-name", "<name>",
        "Name of the coreset's column of weights; default: weight.");

    public Option<Use?> Use { get; } = ValueOptions.Word("--for",
        "Functions whose sums the coreset should preserve: smooth ones (sigmoids, tanhs, bells, sines), kinked ones (ReLUs, "
        + "hinges, hats, ramps), or any; default: any. Decides which random test functions measure the error, and the orders "
        + "with --order auto.",
        UseWords.All);

    public Option<string[]> Target { get; } = ValueOptions.Texts("--target", "<y,...>",
        "Column that models predict from the other columns. With --loss, the coreset preserves the sums that the loss of such "
        + "models consists of. Without --loss, the target is one more column.");

    public Option<LossWord?> Loss { get; } = ValueOptions.Word("--loss",
        "Loss of the models. squared: for numbers. least-squares: like squared without the y^2 term, which does not depend on the "
        + "model; more accurate. poisson: for counts. logistic: for values from 0 to 1. classes: for one column of text or numbers; the "
        + "weight of each class is preserved. any: the target is one more column. All but classes take several targets. Default: any.",
        LossWords.All);

    public Option<string[]> Match { get; } = ValueOptions.Texts("--match", "<f,...>",
        "Columns whose weighted totals are preserved, such as revenue or counts. Their other moments are preserved only if --columns "
        + "names them too. Each needs one more row in every leaf.");

    public Option<string[]> GroupBy { get; } = ValueOptions.Texts("--group-by", "<g,...>",
        "Compress the rows of each group on their own, so that the moments of every group are preserved. A group is all rows with equal "
        + "values in these columns. Groups with fewer rows than moments are kept whole.");

    public Option<string[]> Category { get; } = ValueOptions.Texts("--category", "<c,...>",
        "Features that are categories: text, whole numbers, or sets of 0/1 columns. Rows of different categories are compressed "
        + "separately. Text columns in --columns are categories. (The option has two names.)",
        "--one-hot");

    public LearningRequest Learning(ParseResult parsed) =>
        new(Given(parsed, Target), parsed.GetValue(Loss), Given(parsed, Match), Given(parsed, GroupBy), Given(parsed, Category))
        {
            IsSigned = parsed.GetValue(Signed),
            CategoryOption = parsed.GetResult(Category)?.IdentifierToken?.Value ?? Category.Name,
        };

    public ColumnRequest Request(ParseResult parsed) => new(Given(parsed, Columns), Given(parsed, Exclude));

    public void Check(ParseResult parsed, string help)
    {
        ColumnRequest request = Request(parsed);
        if (request.Named.Count > 0 && request.Excluded.Count > 0)
            throw new UsageException("--columns and --exclude cannot be combined; name the columns to use or the columns to leave out",
                help);
        // A Parquet coreset says itself which weights its table has.
        if (parsed.GetValue(Signed) && parsed.GetValue(Weight) is null && parsed.CommandResult.Command.Name != "inspect")
            throw new UsageException("--signed needs a --weight; name the column of weights", help);
        if (parsed.GetValue(Loss) is not null && Given(parsed, Target).Length == 0)
            throw new UsageException("--loss needs a --target; name the column to predict", help);
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
