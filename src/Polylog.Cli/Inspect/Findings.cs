namespace Polylog.Cli;

/// <summary>What a coreset and its table are to each other, from their rows alone.</summary>
internal sealed record Findings(
    MarkedRows Rows,
    MarkedRows Kept,
    int SameRows,
    MomentAudit Audit,
    PartAudit? Parts,
    Evidence Evidence,
    double Tolerance)
{
    // Tables of the same rows have the same moments of any order; those a whole table's certificate speaks of can be too many to compare.
    private const int OrderOfWhole = 3;

    public Measure Full => Rows.Measure;

    public FunctionCount Functions { get; } = new(Rows.Roles, Rows);

    public Measure Coreset => Kept.Measure;

    /// <summary>Whether the coreset has as many rows as the table has that weigh something.</summary>
    public bool AsMany => Coreset.Count == Full.WeightedCount;

    /// <summary>Whether the coreset is the table without the rows that weigh nothing.</summary>
    public bool IsWhole => AsMany && SameRows == Coreset.Count;

    /// <summary>The highest order that a coreset of less than the whole table can have been made with.</summary>
    public int HighestOrder { get; } = Highest(Rows);

    public bool MomentsMatch => Audit.WorstResidual <= Tolerance;

    /// <summary>Whether they do in every group and class by itself.</summary>
    public bool PartsMatch => Parts is null || Parts.WorstResidual <= Tolerance;

    public double WeightDifference => Math.Abs(Full.TotalWeight - Coreset.TotalWeight) / Full.TotalWeight;

    public bool WeightsAgree => WeightDifference <= Tolerance;

    /// <summary>The moment that matches worst, such as <c>latitude^2 median_income</c>.</summary>
    public string WorstMoment => Moment(Audit.WorstExponents);

    /// <summary>That of the group or class that matches worst.</summary>
    public string WorstMomentOfParts => Moment(Parts!.WorstExponents);

    public static Findings Compare(MarkedRows rows, MarkedRows kept, InspectRequest request, InspectSettings settings, Watch watch, CancellationToken cancellation)
    {
        Measure full = rows.Measure, coreset = kept.Measure;
        var functions = new FunctionCount(rows.Roles, rows);
        if (request.Order is { } asked)
            ComparedOrder.Check(functions, asked);
        int highest = coreset.Count == full.WeightedCount ? OrderOfWhole : Highest(rows);
        int order = request.Order ?? ComparedOrder.Lower(functions, Math.Min(settings.Order, highest));
        MomentAudit audit = watch.Over("moments", progress => MomentAudit.Compare(full, coreset, order, progress, cancellation));
        PartAudit? parts = watch.Over("moments of groups", _ => PartAudit.Compare(rows, kept, order, cancellation));
        Evidence evidence = watch.Over("test functions", progress =>
            Evidence.Between(full, coreset, settings.Order, settings.Use, progress, cancellation));
        return new Findings(rows, kept, Same(full, coreset), audit, parts, evidence, request.Tolerance);
    }

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

    /// <summary>How many rows of the coreset are the table's, one after the other, with the weights they had.</summary>
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
