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

    public ColumnRequest Request(ParseResult parsed) => new(Given(parsed, Columns), Given(parsed, Exclude));

    public void Check(ParseResult parsed, string help)
    {
        ColumnRequest request = Request(parsed);
        if (request.Named.Count > 0 && request.Excluded.Count > 0)
            throw new UsageException("--columns and --exclude do not go together; say which columns to take or which to leave out", help);
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
