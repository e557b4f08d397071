namespace Polylog.Experiments;

/// <summary>
/// Batches that go through all samples in a random order, a new one in each epoch. The last batch may be smaller. Weights are ignored.
/// </summary>
public sealed class ShuffledBatches : IBatches
{
    private readonly TrainingSet _samples;
    private readonly int[] _order;
    private readonly Batch _batch;
    private readonly Batch _last;
    private readonly int _size;
    private SplitMix64 _random;
    private int _next;

    /// <summary>Creates the source of batches.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="size">Samples of a batch, at least 1; at most all samples are taken.</param>
    /// <param name="seed">Seed of the orders; equal sets and seeds give equal batches.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public ShuffledBatches(TrainingSet samples, int size, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _samples = samples;
        _size = Math.Min(size, samples.Count);
        _order = [.. Enumerable.Range(0, samples.Count)];
        PerEpoch = (samples.Count + _size - 1) / _size;
        _batch = Empty(_size);
        int left = samples.Count - (PerEpoch - 1) * _size;
        _last = left == _size ? _batch : Empty(left);
        _random = new SplitMix64(seed);
    }

    /// <inheritdoc/>
    public int PerEpoch { get; }

    /// <inheritdoc/>
    public Batch NextBatch()
    {
        if (_next == 0)
            Shuffle();
        Batch batch = _next + _size <= _order.Length ? _batch : _last;
        ReadOnlySpan<int> chosen = _order.AsSpan(_next, batch.Inputs.Count);
        batch.Inputs.Gather(_samples.Inputs, chosen);
        batch.Targets.Gather(_samples.Targets, chosen);
        _next += chosen.Length;
        if (_next == _order.Length)
            _next = 0;
        return batch;
    }

    private void Shuffle() => _random.Shuffle(_order.AsSpan());

    private Batch Empty(int size)
    {
        float[] shares = new float[size];
        shares.AsSpan().Fill(1f / size);
        return new Batch(new SampleColumns(_samples.Inputs.Columns, size), new SampleColumns(_samples.Targets.Columns, size), shares);
    }
}
