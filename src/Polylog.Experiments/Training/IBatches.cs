namespace Polylog.Experiments;

/// <summary>Samples of one step of training.</summary>
/// <param name="Inputs">Their inputs.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Shares">Their shares in the loss, with sum 1.</param>
public readonly record struct Batch(SampleColumns Inputs, SampleColumns Targets, ReadOnlyMemory<float> Shares);

/// <summary>The source of the batches of a training.</summary>
public interface IBatches
{
    /// <summary>Batches of an epoch.</summary>
    int PerEpoch { get; }

    /// <summary>The next batch, valid until the next call.</summary>
    Batch NextBatch();
}
