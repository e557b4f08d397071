namespace Polylog.Cli;

/// <summary>What a user asks of a compression from file to file.</summary>
internal sealed record CompressRequest(TableInput Input, string Output)
{
    public ColumnRequest Columns { get; init; } = new([], []);

    public LearningRequest Learning { get; init; } = LearningRequest.None;

    public string? WeightColumn { get; init; }

    public string WeightName { get; init; } = "weight";

    public string? RowIdName { get; init; }

    /// <summary>Name of a column with a smoothed target; null for none.</summary>
    public string? SmoothName { get; init; }

    /// <summary>Order of the moments to preserve; null for an automatic choice.</summary>
    public int? Order { get; init; }

    /// <summary>The order to take where the size has room for it, else a lower one; null for an automatic choice.</summary>
    public int? MostOrder { get; init; }

    public Use Use { get; init; } = Use.Any;

    public FunctionFamily Functions { get; init; } = FunctionFamily.Auto;

    /// <summary>Largest weight over the mean weight; null for none.</summary>
    public double? MaxWeight { get; init; }

    /// <summary>Whether the user asked for <see cref="MaxWeight"/> by the option for equal weights.</summary>
    public bool HasEqualWeights { get; init; }

    /// <summary>Seed of a random choice of rows; null for none.</summary>
    public ulong? Draw { get; init; }

    /// <summary>Rows to keep; null for <see cref="Fraction"/>.</summary>
    public int? Size { get; init; }

    /// <summary>The median error that decides the number of rows; null for <see cref="Size"/> or <see cref="Fraction"/>.</summary>
    public double? Tolerance { get; init; }

    public double Fraction { get; init; } = 0.1;

    public ColumnScale Scale { get; init; } = ColumnScale.StandardDeviation;

    public Effort Effort { get; init; } = Effort.Balanced;

    /// <summary>Hashes of the coresets that are merged; null for a table.</summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>Bytes that the numbers of a table may take in memory; null for half of the machine's.</summary>
    public double? Memory { get; init; }

    /// <summary>Whether a page is to be made of the result, which shows the errors of each test function.</summary>
    public bool HasReport { get; init; }

    public bool DropMissing { get; init; }

    /// <summary>Number of threads; null for one per processor.</summary>
    public int? Threads { get; init; }
}
