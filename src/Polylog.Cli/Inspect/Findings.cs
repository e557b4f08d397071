namespace Polylog.Cli;

/// <summary>The comparison of a coreset with its table, from their rows alone.</summary>
internal sealed record Findings(
    MarkedRows Rows,
    MarkedRows Kept,
    int SameRows,
    MomentAudit Audit,
    PartAudit? Parts,
    Evidence Evidence)
{
    /// <summary>The errors of each test function.</summary>
    public required EvidenceDetail Detail { get; init; }

    /// <summary>The largest relative error that counts as equal.</summary>
    public required double Tolerance { get; init; }

    // A coreset of all rows has the same moments of any order; the order of its certificate can have too many to compare.
    private const int OrderOfWhole = 3;

    public Measure Full => Rows.Measure;

    public FunctionCount Functions { get; } = new(Rows.Roles, Rows);

    public Measure Coreset => Kept.Measure;

    /// <summary>Whether the coreset has as many rows as the table has rows with a weight above 0.</summary>
    public bool AsMany => Coreset.Count == Full.WeightedCount;

    /// <summary>Whether the coreset is the table without its rows of weight 0.</summary>
    public bool IsWhole => AsMany && SameRows == Coreset.Count;

    /// <summary>The highest order that a coreset of fewer rows than the table can match.</summary>
    public int HighestOrder { get; } = Highest(Rows);

    public bool MomentsMatch => Audit.WorstResidual <= Tolerance;

    /// <summary>Whether the moments match in every group and class on its own.</summary>
    public bool PartsMatch => Parts is null || Parts.WorstResidual <= Tolerance;

    public double WeightDifference => Math.Abs(Full.TotalWeight - Coreset.TotalWeight) / Full.TotalWeight;

    public bool WeightsAgree => WeightDifference <= Tolerance;

    /// <summary>For which functions random rows do better, and what to do; null where they do not.</summary>
    public string? Advice(InspectSettings settings) =>
        IsWhole ? null : EvidenceLines.Advice(Evidence, settings.Use, settings.Order, isOpen: false);

    /// <summary>The moment with the largest residual, such as <c>x1^2 y</c>.</summary>
    public string WorstMoment => Moment(Audit.WorstExponents);

    /// <summary>The moment with the largest residual of all groups and classes.</summary>
    public string WorstMomentOfParts => Moment(Parts!.WorstExponents);

    public static Findings Compare(
        MarkedRows rows, MarkedRows kept, InspectRequest request, InspectSettings settings, Watch watch, CancellationToken cancellation)
    {
        Measure full = rows.Measure, coreset = kept.Measure;
        var functions = new FunctionCount(rows.Roles, rows);
        if (request.Order is { } asked)
            ComparedOrder.Check(functions, asked);
        int highest = coreset.Count == full.WeightedCount ? OrderOfWhole : Highest(rows);
        int order = request.Order ?? ComparedOrder.Lower(functions, Math.Min(settings.Order, highest));
        MomentAudit audit = watch.Over("moments", progress => Audited(full, coreset, order, progress, cancellation));
        PartAudit? parts = watch.Over("moments of groups", _ => PartAudit.Compare(rows, kept, order, cancellation));
        (Evidence evidence, EvidenceDetail detail) = watch.Over("test functions", progress => Evidence.Detailed(
            full, coreset, settings.Order, settings.Use, request.HasReport ? CoresetPage.Subsets : Evidence.Subsets, progress,
                cancellation));
        return new Findings(rows, kept, Same(full, coreset), audit, parts, evidence) { Tolerance = request.Tolerance, Detail = detail };
    }

    /// <summary>Compares moments: for order 0 the total weight alone, because that is all such a coreset promises.</summary>
    public static MomentAudit Audited(
        Measure full, Measure coreset, int order, IProgress<double>? progress, CancellationToken cancellation) => order > 0
        ? MomentAudit.Compare(full, coreset, order, progress, cancellation)
        : MomentAudit.Compare(Weights(full), Weights(coreset), order, progress, cancellation);

    private static Measure Weights(Measure measure) =>
        new(new double[measure.Count], dimension: 1, Enumerable.Range(0, measure.Count).Select(row => Weight(measure, row)).ToArray());

    private static int Highest(MarkedRows rows) => Moments.HighestOrder(rows.VaryingInParts.Min(), rows.Measure.Count);

    private string Moment(IReadOnlyList<int> exponents)
    {
        string[] factors =
        [
            .. Rows.Roles.Matched.Zip(exponents)
                .Where(pair => pair.Second > 0)
                .Select(pair => pair.Second == 1 ? Name(pair.First) : $"{Name(pair.First)}^{pair.Second}"),
        ];
        return factors.Length == 0 ? "1, the total weight" : string.Join(' ', factors);
    }

    /// <summary>How many rows of the coreset are rows of the table in the same order and with the same weights.</summary>
    private static int Same(Measure full, Measure coreset)
    {
        int same = 0;
        for (int i = 0; i < full.Count && same < coreset.Count; i++)
        {
            if (Weight(full, i) == Weight(coreset, same) && full.Atom(i).SequenceEqual(coreset.Atom(same)))
                same++;
        }
        return same;
    }

    private static double Weight(Measure measure, int row) => measure.Weights.IsEmpty ? 1 : measure.Weights.Span[row];

    private static string Name(string column) => column.Contains(' ', StringComparison.Ordinal) ? $"'{column}'" : column;
}
