namespace Polylog.Experiments;

/// <summary>Samples of one step of training.</summary>
/// <param name="Inputs">Their inputs.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Shares">What each counts in the loss; they add up to 1.</param>
public readonly record struct Batch(SampleColumns Inputs, SampleColumns Targets, ReadOnlyMemory<float> Shares);

/// <summary>Where a training's batches come from.</summary>
public interface IBatches
{
    /// <summary>Batches of an epoch.</summary>
    int PerEpoch { get; }

    /// <summary>The next batch; good until the one after it is asked for.</summary>
    Batch NextBatch();
}
