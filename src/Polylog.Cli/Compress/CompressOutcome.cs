using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What a compression from file to file came to.</summary>
internal sealed record CompressOutcome(
    CompressRequest Request,
    IReadOnlyList<string> Columns,
    IReadOnlyList<TableColumn> NotNumeric,
    Coreset Coreset,
    long Dropped,
    TimeSpan Reading,
    TimeSpan Compressing,
    TimeSpan Writing)
{
    /// <summary>Rows that were compressed.</summary>
    public int Rows => Coreset.Source.Count;

    public long Moments => Polylog.Moments.Count(Columns.Count, Request.Order);
}
