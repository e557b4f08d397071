namespace Polylog.Cli;

/// <summary>The result of a compression part by part.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Input">The table.</param>
/// <param name="Kept">The coreset.</param>
internal sealed record StreamedOutcome(CompressRequest Request, CompressInput Input, StreamedCoreset Kept)
{
    /// <summary>Rows left out because a value was missing.</summary>
    public required long Dropped { get; init; }

    /// <summary>Groups of rows, each compressed on its own; 0 without groups.</summary>
    public int Groups { get; init; }

    /// <summary>Classes of the target; 0 without classes.</summary>
    public int Classes { get; init; }

    /// <summary>Rows of a part.</summary>
    public required int PartRows { get; init; }

    public required TimeSpan Compressing { get; init; }

    public required TimeSpan Merging { get; init; }

    public TimeSpan Writing { get; init; }

    public TimeSpan Time => Compressing + Merging + Writing;

    /// <summary>The order up to which moments match; where every distinct row is kept, one that the rows have room for.</summary>
    public int Order => IsExact ? Math.Max(1, Kept.Points.Matched.HighestOrder(Kept.Count)) : Kept.Order;

    /// <summary>Moments of that order.</summary>
    public string Moments => new FunctionCount(Input.Roles).Multiple(Order);

    /// <summary>Whether every distinct row is kept.</summary>
    public bool IsExact => Kept.Order == int.MaxValue;

    /// <summary>The errors; those of the kept rows themselves where all are kept.</summary>
    public Evidence Evidence => Kept.Evidence ?? Evidence.Between(Kept.Points, Kept.Points, Order, Request.Use);

    /// <summary>For which functions random rows do better, and what to do; null where they do not.</summary>
    public string? Advice => IsExact ? null : EvidenceLines.Advice(
        Evidence, Request.Use, Order, isOpen: Request.Order is null || Input.Roles.Loss is not null);

    /// <summary>How the coreset was made, for its file.</summary>
    public CoresetMetadata Metadata
    {
        get
        {
            Roles roles = Input.Roles;
            OrderShare share = new(Order, Leaves: 1, Kept.Count, ErrorBoundShare: 0);
            var certificate = new Certificate(Order, [share], Kept.MomentResidual, Request.Use, Evidence);
            return new CoresetMetadata
            {
                Version = CoresetMetadata.CurrentVersion,
                Columns = roles.Columns,
                Order = Order,
                Scale = ScaleWords.Word(Request.Scale),
                WeightName = Request.WeightName,
                RowIdName = Request.RowIdName,
                WeightColumn = Input.WeightColumn,
                DropMissing = Request.DropMissing,
                Rows = Kept.SourceCount,
                Kept = Kept.Count,
                Leaves = 1,
                MomentResidual = Kept.MomentResidual,
                TotalWeight = Kept.Points.TotalWeight,
                Certificate = CertificateRecord.FromCertificate(certificate, roles.Loss),
                Method = MethodRecord.OfStream(Request.Functions, Kept.IsEven),
                PartRows = PartRows,
                Targets = roles.Targets,
                Loss = roles.Loss is { } loss ? LossWords.Word(loss) : null,
                Match = roles.Match,
                GroupBy = roles.GroupBy,
                Categories = roles.Categories,
                IsSigned = roles.IsSigned,
                Inputs = CoresetMetadata.OfFiles(Input.Table),
            };
        }
    }
}
