namespace Polylog.Native;

/// <summary>What a <c>polylog_coreset</c> has: the kept rows of a table or of a stream.</summary>
internal sealed class KeptRows
{
    /// <summary>The kept rows of a table.</summary>
    public KeptRows(Coreset coreset, long sourceCount)
    {
        Indices = Array.ConvertAll(coreset.Indices.ToArray(), index => (long)index);
        Weights = coreset.Weights;
        Summary = new CoresetSummary
        {
            SourceCount = sourceCount,
            Order = coreset.Order,
            Leaves = coreset.Leaves,
            Status = (int)coreset.Status,
            IsExact = coreset.IsExact ? 1 : 0,
            Residual = coreset.MomentResidual,
        };
        Message = coreset.StatusMessage;
    }

    /// <summary>The kept rows of a stream.</summary>
    public KeptRows(StreamedCoreset coreset)
    {
        Indices = coreset.Rows.ToArray();
        Weights = coreset.Points.Weights;
        bool isExact = coreset.Order == int.MaxValue;
        Summary = new CoresetSummary
        {
            SourceCount = coreset.SourceCount,
            Order = coreset.Order,
            IsExact = isExact ? 1 : 0,
            Residual = coreset.MomentResidual,
        };
        Message = isExact
            ? $"Every distinct atom is kept ({coreset.Count} of {coreset.SourceCount}): the coreset is exact for every function."
            : $"{coreset.Count} atoms match all moments up to order {coreset.Order}.";
        Evidence = coreset.Evidence is { } evidence ? EvidenceJson.Write(evidence) : "";
    }

    /// <summary>Which rows, ascending.</summary>
    public ReadOnlyMemory<long> Indices { get; }

    /// <summary>Their weights.</summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>How the compression ended, in a sentence.</summary>
    public string Message { get; }

    /// <summary>How well the rows of a stream stand for all of it, as JSON; empty where that is not known.</summary>
    public string Evidence { get; } = "";

    /// <summary>What the header calls <c>polylog_summary</c>, with the numbers of the rows.</summary>
    public CoresetSummary Summary
    {
        get => field with { Count = Indices.Length, EffectiveRows = EffectiveRows() };
    }

    // Relative to the largest, so that no square overflows.
    private double EffectiveRows()
    {
        double largest = 0, sum = 0, squares = 0;
        foreach (double weight in Weights.Span)
            largest = Math.Max(largest, weight);
        foreach (double weight in Weights.Span)
        {
            sum += weight / largest;
            squares += weight / largest * (weight / largest);
        }
        return sum * sum / squares;
    }
}
