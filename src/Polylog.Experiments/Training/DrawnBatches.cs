namespace Polylog.Experiments;

/// <summary>
/// Batches drawn with replacement, with probabilities proportional to weights. All samples of a batch have the same share.
/// </summary>
public sealed class DrawnBatches : IBatches
{
    private readonly TrainingSet _samples;
    private readonly AliasTable _table;
    private readonly int[] _drawn;
    private readonly Batch _batch;
    private SplitMix64 _random;

    /// <summary>Creates the source of batches.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="size">Samples of a batch, at least 1.</param>
    /// <param name="perEpoch">Batches of an epoch, at least 1.</param>
    /// <param name="seed">Seed of the draws; equal sets and seeds give equal batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DrawnBatches(TrainingSet samples, int size, int perEpoch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perEpoch, 1);
        _samples = samples;
        PerEpoch = perEpoch;
        _table = new AliasTable(samples.Weights);
        _drawn = new int[size];
        float[] shares = new float[size];
        shares.AsSpan().Fill(1f / size);
        _batch = new Batch(new SampleColumns(samples.Inputs.Columns, size), new SampleColumns(samples.Targets.Columns, size), shares);
        _random = new SplitMix64(seed);
    }

    /// <inheritdoc/>
    public int PerEpoch { get; }

    /// <inheritdoc/>
    public Batch NextBatch()
    {
        for (int i = 0; i < _drawn.Length; i++)
            _drawn[i] = _table.Draw(ref _random);
        _batch.Inputs.Gather(_samples.Inputs, _drawn);
        _batch.Targets.Gather(_samples.Targets, _drawn);
        return _batch;
    }
}
