namespace Polylog.Experiments;

/// <summary>Batches of new episodes, drawn afresh for every batch.</summary>
/// <param name="episodes">The source of episodes.</param>
/// <param name="size">Episodes of a batch.</param>
/// <param name="perEpoch">Batches of an epoch.</param>
public sealed class EpisodeBatches(PiecewiseLinearEpisodes episodes, int size, int perEpoch) : IBatches
{
    /// <inheritdoc/>
    public int PerEpoch => perEpoch;

    /// <inheritdoc/>
    public Batch NextBatch() => new FullBatch(episodes.Draw(size)).NextBatch();
}
