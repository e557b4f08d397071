namespace Polylog.Reports;

/// <summary>Errors of one kind of test functions, for a page.</summary>
/// <param name="Name">What the functions are called.</param>
/// <param name="Functions">Their number.</param>
/// <param name="Own">Median, 90% quantile and worst of the coreset.</param>
/// <param name="Random">The median of each random subset.</param>
internal sealed record TestedErrors(string Name, int Functions, PanelErrors Own, IReadOnlyList<double> Random)
{
    /// <summary>
    /// How many times the error of random rows has to be exceeded: less is within the scatter of the draws and of the functions.
    /// </summary>
    public const double Scatter = 1.25;

    /// <summary>Errors below this are rounding.</summary>
    private const double Rounding = 1e-14;

    public double Median => Own.Median;

    public double Upper => Own.Upper;

    public double Worst => Own.Worst;

    public double RandomMedian { get; } = PanelErrors.FromErrors([.. Random]).Median;

    /// <summary>Whether random rows do better.</summary>
    public bool IsWorse => Median > Scatter * RandomMedian;

    /// <summary>Whether random rows do as well, within the scatter.</summary>
    public bool IsAlike => !IsWorse && Scatter * Median > RandomMedian;

    /// <summary>Whether it does better than random rows, but not by much, or not better than the luckiest of them.</summary>
    public bool IsLittle => !IsWorse && !IsAlike && (2 * Median > RandomMedian || Median > Random.Min());

    public bool IsExact => Median < Rounding;

    /// <summary>The comparison with random rows in a few words.</summary>
    public string Comparison => Compared(" times");

    /// <summary>The same in fewer letters.</summary>
    public string ShortComparison => Compared("×");

    private string Compared(string times) => IsExact ? "exact"
        : IsWorse && RandomMedian == 0 ? "worse"
        : IsWorse ? $"{Format.Rough(Rounded(Median / RandomMedian))}{times} worse"
        : IsAlike ? "about the same" : $"{Format.Rough(Rounded(RandomMedian / Median))}{times} better";

    /// <summary>The kinds of a certificate.</summary>
    /// <param name="detail">Errors of each function.</param>
    /// <param name="areModels">Whether functions stand for models, whose losses are compared.</param>
    public static IReadOnlyList<TestedErrors> Of(EvidenceDetail detail, bool areModels) =>
        [.. detail.Kinds.Select(kind => new TestedErrors(
            areModels ? ModelsOf(kind.Kind) : NameOf(kind.Kind), kind.Coreset.Count, PanelErrors.FromErrors(kind.Coreset),
            [.. kind.Random.Select(errors => PanelErrors.FromErrors(errors).Median)]))];

    private static string NameOf(FunctionKind kind) => kind switch
    {
        FunctionKind.Smooth => "smooth functions",
        FunctionKind.Kinked => "functions with kinks",
        FunctionKind.Steps => "steps (shares of rows)",
        FunctionKind.Tails => "tails (beyond 5%, 95%)",
        _ => "high frequencies",
    };

    private static string ModelsOf(FunctionKind kind) => kind switch
    {
        FunctionKind.Smooth => "smooth models",
        FunctionKind.Kinked => "models with kinks",
        FunctionKind.Steps => "models with steps",
        FunctionKind.Tails => NameOf(kind),
        _ => "models of high frequency",
    };

    private static double Rounded(double ratio) => ratio >= 10
        ? Math.Round(ratio / Math.Pow(10, Math.Floor(Math.Log10(ratio)) - 1)) * Math.Pow(10, Math.Floor(Math.Log10(ratio)) - 1)
        : Math.Round(ratio, 1);
}
