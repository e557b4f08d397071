namespace Polylog.Networks;

/// <summary>Responses at some samples, spread over all of them, to judge a fit on that was made without them.</summary>
/// <param name="units">Numbers of a sample.</param>
internal sealed class LeftOutRows(int units)
{
    /// <summary>Of so many samples one is left out.</summary>
    private const int Step = 5;

    private const int LeastRows = 512;

    private const int MostNumbers = 1 << 23;

    private readonly int _most = Math.Max(LeastRows, MostNumbers / units);
    private List<double[]> _given = [];
    private List<double[]> _wanted = [];
    private int _step = Step;
    private long _seen;

    /// <summary>How many there are.</summary>
    public int Count => _given.Count;

    /// <summary>Takes every fifth sample, and fewer where there are many.</summary>
    /// <param name="given">Responses of the units now, samples x units.</param>
    /// <param name="wanted">Responses in the original model, as many.</param>
    public void Add(ReadOnlySpan<double> given, ReadOnlySpan<double> wanted)
    {
        for (int at = 0; at < given.Length; at += units, _seen++)
        {
            if (_seen % _step != 0)
                continue;
            double[] own = given.Slice(at, units).ToArray();
            _given.Add(own);
            _wanted.Add(given == wanted ? own : wanted.Slice(at, units).ToArray());
            if (_given.Count <= _most)
                continue;
            _step *= 2;
            _given = [.. _given.Where((_, row) => row % 2 == 0)];
            _wanted = [.. _wanted.Where((_, row) => row % 2 == 0)];
        }
    }

    /// <summary>Responses of some units now, and 1 after them: rows x (units + 1).</summary>
    /// <param name="kept">Which units.</param>
    public double[] Given(ReadOnlySpan<int> kept)
    {
        int width = kept.Length + 1;
        double[] rows = new double[Count * width];
        for (int row = 0; row < Count; row++)
        {
            for (int j = 0; j < kept.Length; j++)
                rows[row * width + j] = _given[row][kept[j]];
            rows[row * width + kept.Length] = 1;
        }
        return rows;
    }

    /// <summary>Some columns beside each other, rows x count.</summary>
    public double[] Columns(int first, int count) => [.. _given.SelectMany(row => row[first..(first + count)])];

    /// <summary>The outputs of the original model, without their bias: rows x outputs.</summary>
    /// <param name="outgoing">IN, outgoing weights, units x outputs.</param>
    /// <param name="outputs">Outgoing weights of a unit.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public double[] Wanted(ReadOnlySpan<double> outgoing, int outputs, CancellationToken cancellation)
    {
        int[] all = [.. Enumerable.Range(0, units)];
        return LayerSum.Sum(_wanted.SelectMany(row => row).ToArray(), units, all, outgoing, outputs, cancellation);
    }
}
