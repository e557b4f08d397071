namespace Polylog;

/// <summary>A few rows of a stream, unchanged, with new weights.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class StreamedCoreset
{
    internal StreamedCoreset(StreamNode kept, long count, double totalWeight)
    {
        Points = kept.Points;
        Rows = kept.Rows;
        Order = kept.Order;
        MomentResidual = kept.Residual;
        SourceCount = count;
        SourceWeight = totalWeight;
    }

    /// <summary>The kept rows and their weights, with their targets, totals and groups, as a measure.</summary>
    public Measure Points { get; }

    /// <summary>Number of rows kept.</summary>
    public int Count => Points.Count;

    /// <summary>
    /// The number of each kept row in the stream, <see cref="Count"/> of them, from 0: in the order in which rows were added, those of a
    /// merged stream behind the own ones.
    /// </summary>
    public ReadOnlyMemory<long> Rows { get; }

    /// <summary>Order up to which all moments are those of all rows; <see cref="int.MaxValue"/> where every distinct row is kept.</summary>
    public int Order { get; }

    /// <summary>
    /// The sum, over the compressions that a row passed through, of the largest difference of a moment relative to a leaf's weight.
    /// </summary>
    public double MomentResidual { get; }

    /// <summary>Rows it stands for.</summary>
    public long SourceCount { get; }

    /// <summary>The sum of their weights, in twice the working precision, rounded once.</summary>
    public double SourceWeight { get; }

    /// <summary>
    /// How well it represents all rows: the sums of the test functions were carried along. Their frame (means, deviations, quantiles) is
    /// that of the sample, or of the rows added first. Null where every distinct row is kept, and where compressors without the same sample
    /// were merged.
    /// </summary>
    public Evidence? Evidence { get; internal init; }

    /// <summary>The draws of random rows that it was compared with, each with the weight of all rows; empty without evidence.</summary>
    internal IReadOnlyList<Measure> RandomRows { get; init; } = [];

    /// <summary>The errors of each test function; null without evidence.</summary>
    internal EvidenceDetail? Detail { get; init; }

    /// <summary>Whether weights were kept even.</summary>
    internal bool IsEven { get; init; }

    /// <summary>
    /// The largest relative error of powers along random directions, of all degrees up to the order that steps match, over all rows.
    /// </summary>
    public double WorstMatchedPower { get; internal init; }
}
