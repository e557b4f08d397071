namespace Polylog.Cli;

/// <summary>The options that a state is made with, and that stay as long as it lives; null or empty where the user gave none.</summary>
internal sealed record UpdateSettings
{
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];

    public IReadOnlyList<string> Target { get; init; } = [];

    public LossWord? Loss { get; init; }

    public IReadOnlyList<string> Match { get; init; } = [];

    public string? Weight { get; init; }

    public string? WeightName { get; init; }

    public bool DropMissing { get; init; }

    public Use? For { get; init; }

    public FunctionFamily? Functions { get; init; }

    public ColumnScale? Scale { get; init; }

    public Effort? Effort { get; init; }

    public int? Order { get; init; }

    public int? Size { get; init; }

    /// <summary>How far back a window reaches, as it was given.</summary>
    public string? Window { get; init; }

    /// <summary>The column that a window is about.</summary>
    public string? By { get; init; }

    /// <summary>The name of the column of weights.</summary>
    public string NameOfWeights => WeightName ?? "weight";

    /// <summary>Refuses options that were given again with another value. The smaller of two sizes is no contradiction.</summary>
    /// <param name="asked">What was given now.</param>
    /// <param name="state">The file that was made with these settings.</param>
    /// <exception cref="CommandException">An option has another value.</exception>
    public void Check(UpdateSettings asked, string state)
    {
        foreach (((string option, string? own), (_, string? given)) in Told(this).Zip(Told(asked)))
        {
            if (given is not null && given != own)
            {
                throw new CommandException($"{option} is {given}, but '{state}' was made with {own ?? "none"}; leave {option} out, or name "
                    + "another file to begin a new state");
            }
        }
        if (asked.Size > Size)
        {
            throw new CommandException($"--size is {Format.Whole(asked.Size.Value)}, but '{state}' was made for "
                + $"{Format.Whole(Size!.Value)} rows; give at most as many, or name another file to begin a new state");
        }
    }

    /// <summary>The request of a compression with these settings.</summary>
    /// <param name="input">The new files.</param>
    /// <param name="output">The file that is written.</param>
    /// <param name="threads">Number of threads; null for one per processor.</param>
    public CompressRequest Request(TableInput input, string output, int? threads) => new(input, output)
    {
        Columns = new ColumnRequest(Columns, Exclude),
        Learning = new LearningRequest(Target, Loss, Match, [], []),
        WeightColumn = Weight,
        WeightName = NameOfWeights,
        DropMissing = DropMissing,
        Use = For ?? Use.Any,
        Functions = Functions ?? FunctionFamily.Auto,
        Scale = Scale ?? ColumnScale.StandardDeviation,
        Effort = Effort ?? Polylog.Effort.Balanced,
        Order = Order,
        Size = Size,
        Threads = threads,
    };

    private static IEnumerable<(string Option, string? Text)> Told(UpdateSettings settings) =>
    [
        ("--columns", List(settings.Columns)),
        ("--exclude", List(settings.Exclude)),
        ("--target", List(settings.Target)),
        ("--loss", settings.Loss is { } loss ? LossWords.Word(loss) : null),
        ("--match", List(settings.Match)),
        ("--weight", settings.Weight),
        ("--weight-name", settings.WeightName),
        ("--drop-missing", settings.DropMissing ? "on" : null),
        ("--for", settings.For is { } use ? UseWords.Word(use) : null),
        ("--functions", settings.Functions is { } family ? FamilyWords.Word(family) : null),
        ("--scale", settings.Scale is { } scale ? ScaleWords.Word(scale) : null),
        ("--effort", settings.Effort?.ToString().ToLowerInvariant()),
        ("--order", settings.Order is { } order ? Format.Whole(order) : null),
        ("--window", settings.Window),
        ("--by", settings.By),
    ];

    private static string? List(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(',', names);
}
