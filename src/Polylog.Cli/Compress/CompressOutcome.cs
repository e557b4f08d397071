using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The result of a compression from file to file.</summary>
internal sealed record CompressOutcome(
    CompressRequest Request,
    MarkedRows Marked,
    IReadOnlyList<TableColumn> NotNumeric,
    Coreset Coreset,
    Certificate Certificate,
    long Dropped)
{
    /// <summary>Functions beside the moments, and what was asked of the weights.</summary>
    public required MethodRecord Method { get; init; }

    /// <summary>Columns of the table of which nothing is preserved.</summary>
    public required IReadOnlyList<string> OtherColumns { get; init; }

    /// <summary>The errors of each test function; null where no page is made.</summary>
    public EvidenceDetail? Detail { get; init; }

    public required TimeSpan Reading { get; init; }

    public required TimeSpan Compressing { get; init; }

    public required TimeSpan Certifying { get; init; }

    /// <summary>The smoothed target; null where nobody asked for it.</summary>
    public required SmoothedTargets? Smooth { get; init; }

    public required TimeSpan Smoothing { get; init; }

    public required TimeSpan Writing { get; init; }

    /// <summary>The rows that were compressed.</summary>
    public Measure Measure => Marked.Measure;

    /// <summary>The number of rows that were compressed.</summary>
    public int Rows => Measure.Count;

    public Roles Roles => Marked.Roles;

    public FunctionCount Functions { get; } = new(Marked.Roles, Marked);

    /// <summary>Kept rows by group and class; null where all rows were compressed together.</summary>
    public Grouping? KeptCells => Marked.Cells?.Subset(Coreset.Indices.Span);

    public long Moments => Polylog.Moments.Count(Functions.Columns, Coreset.Order);

    /// <summary>Whether all rows were kept, so that every moment is the same.</summary>
    public bool IsWhole => Coreset.Count == Measure.WeightedCount;

    /// <summary>The sum of the input's weights, with their signs.</summary>
    public double InputWeight => Marked.Signs is null ? Measure.TotalWeight : Marked.SignedTotal(Measure.Weights.Span, []);

    /// <summary>The sum of the kept rows' weights, with their signs.</summary>
    public double KeptWeight =>
        Marked.Signs is null ? Coreset.TotalWeight : Marked.SignedTotal(Coreset.Weights.Span, Coreset.Indices.Span);

    /// <summary>For which functions random rows do better, and what to do; null where they do not.</summary>
    public string? Advice => Coreset.IsExact ? null : EvidenceLines.Advice(
        Certificate.Evidence, Certificate.Use, Coreset.Order, isOpen: Request.Order is null || Roles.Loss is not null);

    public TimeSpan Time => Reading + Compressing + Certifying + Smoothing + Writing;
}
