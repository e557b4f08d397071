using System.CommandLine;
using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The options of <c>evaluate</c>, and the request made of them.</summary>
internal sealed class EvaluateOptions
{
    private static readonly IReadOnlyList<ILoss> s_losses =
        [Polylog.Loss.Squared, Polylog.Loss.LeastSquares, Polylog.Loss.Logistic, Polylog.Loss.Classes];

    private static readonly string s_modelNames = string.Join(", ", EvaluationModels.All.Select(model => model.Name));

    public Argument<string[]> Inputs { get; } = new("input")
    {
        HelpName = "<input>...",
        Description = "Files as for compress.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Sql { get; } = ValueOptions.Text("--sql", "<query>",
        "Evaluate on the result of a DuckDB query instead of files.");

    public Option<string?> Target { get; } = ValueOptions.Text("--target", "<column>", "Column to predict.");

    /// <summary>The place of the loss in the list of losses.</summary>
    public Option<int?> Loss { get; } = ValueOptions.Word("--loss",
        "Loss of the models. squared or least-squares: the target is a number (least-squares as in compress); logistic: it is 0 or 1; "
        + "classes: it is text or numbers. Default: squared.",
        [.. s_losses.Index().Select(pair => (pair.Item.Name, pair.Index))]);

    public Option<int?> Size { get; } = ValueOptions.Whole("--size", "<n>", "Number of rows of the coreset and of each random subset.");

    public Option<string?> Sizes { get; } = ValueOptions.Text("--sizes", "<n,n,...>",
        "Several numbers of rows, instead of --size: the comparison is made for each, and shows how errors fall as more rows are kept. The "
            + "other results are those of the last one.");

    public Option<double?> Fraction { get; } = ValueOptions.Number("--fraction", "<f>",
        "Share of the training rows to keep, instead of --size; default: 0.1.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 0.1");

    public Option<int?> Order { get; } = ValueOptions.WholeOr("auto", "--order", "<k|auto>",
        "Order of the moments to preserve; default: auto. Linear regression is exact from order 2 on, quadratic regression "
            + "from order 4 on.");

    public Option<FunctionFamily?> Functions { get; } = ValueOptions.Word("--functions",
        "Functions to preserve, as in compress; default: auto.", FamilyWords.All);

    public TableOptions Table { get; } = new();

    public Option<bool> SmoothTarget { get; } = ValueOptions.Flag("--smooth-target",
        "Also train the models on the coreset with a smoothed target, as compress --smooth-target writes it, and say for which models "
            + "it is better.");

    public Option<double?> TestFraction { get; } = ValueOptions.Number("--test-fraction", "<f>",
        "Share of the rows in the test set, which is not used for training; default: 0.25.",
        value => value is > 0 and < 1, "give a number above 0 and below 1, such as 0.25");

    public Option<int?> Splits { get; } = ValueOptions.Whole("--splits", "<n>",
        "Number of random splits into training rows and test rows; default: 3. Results are means over the splits, and the gap closed has a "
            + "standard error. With 1 split there is none.");

    public Option<int?> Draws { get; } = ValueOptions.Whole("--draws", "<n>",
        "Number of random subsets to compare with in each split; default: 4.");

    public Option<string?> Models { get; } = ValueOptions.Text("--models", "<a,b,...>",
        "Models to train; default: all that can predict the target.");

    public Option<int?> Seed { get; } = ValueOptions.Whole("--seed", "<n>",
        "Seed of the first split, its random subsets and the random parts of its models; default: 1. Further splits have the next seeds.");

    public Option<int?> Threads { get; } = ValueOptions.Whole("--threads", "<n>",
        "Number of threads for the compression; default: one per processor.");

    public Option<string?> Output { get; } = ValueOptions.Text("--output", "<folder>",
        "Folder for evaluation.csv (one row per fit) and the picture (.png, .svg). It is made if it does not exist.", "-o");

    public Option<string?> Report { get; } = ReportFile.NewOption();

    public Option<bool> Json { get; } = ValueOptions.Flag("--json", "Print the results as one JSON object.");

    public EvaluateOptions()
    {
        Table.Columns.Description = "Columns that models use as features; default: all numeric columns without another role. May be "
            + "repeated. A name that contains a comma needs a --columns of its own. Text is used as a category.";
        Table.Weight.Description = "Column with the weights of the rows, in training and in test errors; default: each row has weight 1. "
            + "Random rows are drawn by weight.";
        Table.GroupBy.Description = "The coreset preserves the moments of every group, as in compress. A group is all rows with equal "
            + "values in these columns. They are not features.";
        Table.Category.Description = "Features that are categories: text, whole numbers, or sets of 0/1 columns. Models get a column "
            + "of 0 and 1 for each value but one. The coreset preserves the moments of every category, as in compress. "
            + "(The option has two names.)";
    }

    public EvaluateRequest Request(ParseResult parsed, string help)
    {
        Table.Check(parsed, help);
        if (parsed.GetValue(Size) is not null && parsed.GetValue(Fraction) is not null)
            throw new UsageException("--size and --fraction cannot be combined; give a number of rows or a share of them", help);
        int[] sizes = SeveralSizes(parsed, help);
        var input = TableInput.Read(parsed.GetValue(Inputs), parsed.GetValue(Sql), help);
        string target = parsed.GetValue(Target) ?? throw new UsageException("no target; give the column to predict with --target", help);
        ILoss loss = s_losses[parsed.GetValue(Loss) ?? 0];
        if (parsed.GetValue(SmoothTarget) && loss.SplitsByTarget | loss == Polylog.Loss.Logistic)
        {
            throw new UsageException($"--smooth-target cannot be combined with --loss {loss.Name}, which is not for plain numbers; "
                + "use --loss squared, or leave --smooth-target out", help);
        }
        var defaults = new EvaluationSettings();
        var settings = new EvaluationSettings
        {
            Loss = loss,
            Size = sizes.Length > 0 ? sizes[^1] : parsed.GetValue(Size),
            Fraction = parsed.GetValue(Fraction) ?? defaults.Fraction,
            Use = parsed.GetValue(Table.Use) ?? Use.Any,
            Order = parsed.GetValue(Order) is > 0 and int order ? order : null,
            Functions = parsed.GetValue(Functions) ?? FunctionFamily.Auto,
            SmoothTarget = parsed.GetValue(SmoothTarget),
            TestFraction = parsed.GetValue(TestFraction) ?? defaults.TestFraction,
            Splits = parsed.GetValue(Splits) ?? defaults.Splits,
            Draws = parsed.GetValue(Draws) ?? defaults.Draws,
            Models = Chosen(parsed.GetValue(Models), help),
            Seed = (ulong)(parsed.GetValue(Seed) ?? 1),
            Threads = parsed.GetValue(Threads) ?? 0,
        };
        LearningRequest learning = Table.Learning(parsed) with { Targets = [target], Loss = LossWords.Find(loss.Name) };
        return new EvaluateRequest(input, learning, settings)
        {
            Columns = Table.Request(parsed),
            WeightColumn = parsed.GetValue(Table.Weight),
            DropMissing = parsed.GetValue(Table.DropMissing),
            Output = parsed.GetValue(Output),
            Sizes = sizes,
        };
    }

    private int[] SeveralSizes(ParseResult parsed, string help)
    {
        if (parsed.GetValue(Sizes) is not { } text)
            return [];
        if (parsed.GetValue(Size) is not null || parsed.GetValue(Fraction) is not null)
            throw new UsageException("--sizes cannot be combined with --size or --fraction; give one of them", help);
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        int[] sizes = [.. words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size : throw new UsageException($"--sizes has '{word}'; give whole numbers with commas between them, such as "
                + $"500,1000,2000", help))];
        return [.. sizes.Distinct().Order()];
    }

    private static IReadOnlyList<IEvaluationModel> Chosen(string? names, string help)
    {
        if (names is null)
            return EvaluationModels.All;
        string[] each = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. each.Distinct(StringComparer.OrdinalIgnoreCase).Select(Model)];

        IEvaluationModel Model(string name) =>
            EvaluationModels.All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"--models names '{name}'; choose from {s_modelNames}", help);
    }
}
