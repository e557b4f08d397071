namespace Polylog.Cli;

/// <summary>The streams of a state while rows come in: one without a window, else one for each of its steps.</summary>
internal sealed class GrowingRows
{
    /// <summary>Rows that wait until they are compressed together, for each row that a step keeps.</summary>
    private const int WaitingPerPoint = 8;

    private const int LeastWaiting = 1 << 14;

    private readonly CompressionOptions _options;
    private readonly RowWindow? _window;
    private readonly SortedDictionary<long, StreamingCompressor> _streams = [];
    private Measure? _sample;

    /// <summary>Begins with the streams of a state, or with none.</summary>
    public GrowingRows(CompressionOptions options, RowWindow? window, UpdateState? state, double forget)
    {
        _options = options;
        _window = window;
        if (state is null)
            return;
        Newest = state.Record.Newest ?? double.NegativeInfinity;
        foreach ((long slot, StreamingCompressor stream) in state.Record.Slots.Zip(state.Streams))
        {
            if (forget != 1)
                stream.Scale(forget);
            _streams.Add(slot, stream);
            _sample ??= stream.Sample;
        }
    }

    /// <summary>The largest value of the column of the window.</summary>
    public double Newest { get; private set; } = double.NegativeInfinity;

    /// <summary>Rows that left the window.</summary>
    public long Left { get; private set; }

    /// <summary>The streams by their slots.</summary>
    public IReadOnlyDictionary<long, StreamingCompressor> Streams => _streams;

    /// <summary>Whether streams are still without rows like those to come.</summary>
    public bool NeedsSample => _streams.Count == 0 && _sample is null;

    /// <summary>Takes rows like those to come, where streams have none. Few rows do not tell what a stream needs.</summary>
    public bool TakeSample(Measure rows)
    {
        if (rows.Count > _options.Size!.Value)
        {
            _sample = HashedSample.Draw(rows, CompressionPolicy.StreamSample(_options.Size.Value));
        }
        else if (_window is not null)
        {
            throw new CommandException("a window begins with more rows than it keeps: the first files have "
                + $"{Format.Count(rows.Count, "row")}, and --size is {Format.Whole(_options.Size.Value)}; give more files at first, or a "
                + "smaller --size");
        }
        return _sample is not null;
    }

    /// <summary>Adds rows.</summary>
    /// <param name="part">The rows as a measure.</param>
    /// <param name="numbers">Their numbers, ascending.</param>
    /// <param name="newness">For each the value of the column of the window; null without one.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public void Add(Measure part, long[] numbers, double[]? newness, CancellationToken cancellation)
    {
        if (_window is null || newness is null)
        {
            Stream(0).Add(part, numbers, cancellation);
            return;
        }
        Newest = Math.Max(Newest, newness.Max());
        IEnumerable<IGrouping<long, int>> slots = Enumerable.Range(0, part.Count).GroupBy(row => _window.Slot(newness[row]));
        foreach (IGrouping<long, int> slot in slots.OrderBy(slot => slot.Key))
        {
            int[] rows = [.. slot];
            if (_window.IsOver(slot.Key, Newest))
            {
                Left += rows.Length;
                continue;
            }
            Measure own = part.Subset(rows, Array.ConvertAll(rows, row => part.AtomWeights[row]));
            // Rows without weight alone are no measure.
            if (own.TotalWeight > 0)
                Stream(slot.Key).Add(own, Array.ConvertAll(rows, row => numbers[row]), cancellation);
        }
        foreach (long slot in _streams.Keys.Where(slot => _window.IsOver(slot, Newest)).ToList())
        {
            Left += _streams[slot].Count;
            _streams.Remove(slot);
        }
    }

    /// <summary>All rows that are held, ascending, with their weights.</summary>
    public (long[] Rows, double[] Weights) Held
    {
        get
        {
            (long[] Rows, double[] Weights)[] held = [.. _streams.Values.Select(stream => stream.Held)];
            long[] rows = [.. held.SelectMany(part => part.Rows)];
            double[] weights = [.. held.SelectMany(part => part.Weights)];
            Array.Sort(rows, weights);
            return (rows, weights);
        }
    }

    /// <summary>The streams as bytes, for rows that are numbered anew from 0, in the same order.</summary>
    public byte[][] Saved()
    {
        long[] rows = Held.Rows;
        var saved = new List<byte[]>();
        foreach (StreamingCompressor stream in _streams.Values)
        {
            using var bytes = new MemoryStream();
            stream.Save(bytes, row => Array.BinarySearch(rows, row));
            saved.Add(bytes.ToArray());
        }
        return [.. saved];
    }

    /// <summary>The coreset of all rows. Nothing can be added or saved afterwards.</summary>
    /// <param name="size">Rows to keep.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public StreamedCoreset Build(int size, CancellationToken cancellation)
    {
        StreamingCompressor all = _streams.Values.First();
        foreach (StreamingCompressor other in _streams.Values.Skip(1))
            all.Merge(other, shift: 0, cancellation);
        return all.Build(size, cancellation);
    }

    private StreamingCompressor Stream(long slot)
    {
        if (!_streams.TryGetValue(slot, out StreamingCompressor? stream))
        {
            int waiting = (int)Math.Max(LeastWaiting, Math.Min(int.MaxValue / 2, (long)WaitingPerPoint * _options.Size!.Value));
            _streams.Add(slot, stream = new StreamingCompressor(_options, _sample) { PartRows = waiting });
        }
        return stream;
    }
}
