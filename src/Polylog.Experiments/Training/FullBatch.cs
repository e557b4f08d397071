namespace Polylog.Experiments;

/// <summary>All samples in every step, weighted: the loss is sum_j c_j loss_j / sum_j c_j.</summary>
/// <param name="samples">The samples.</param>
public sealed class FullBatch(TrainingSet samples) : IBatches
{
    /// <inheritdoc/>
    public int PerEpoch => 1;

    /// <inheritdoc/>
    public Batch NextBatch() => new(samples.Inputs, samples.Targets, samples.Shares);
}
