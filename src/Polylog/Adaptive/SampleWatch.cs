using System.Globalization;

namespace Polylog;

/// <summary>
/// Tells from a sample of rows how far a coreset is off. The coreset was exact when it was made, so the changes of functions since then are
/// compared: they vary less than the functions do.
/// </summary>
internal sealed class SampleWatch
{
    private readonly FunctionTable _then;
    private readonly int[] _sample;
    private readonly double[] _sampleWeights;
    private readonly int[] _kept;
    private readonly double[] _keptWeights;
    private readonly int _rows;

    /// <summary>Draws the sample, and keeps the functions at its rows and at the coreset's.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="coreset">The coreset, as it was just made.</param>
    /// <param name="table">The functions at all rows.</param>
    /// <param name="sample">Rows of the sample.</param>
    /// <param name="seed">Seed of the draw.</param>
    public SampleWatch(Measure measure, Coreset coreset, FunctionTable table, int sample, ulong seed)
    {
        ReadOnlyMemory<double> weights = measure.Weights;
        int[] drawn =
        [
            .. Enumerable.Range(0, measure.Count).Where(measure.HasWeight)
                .OrderBy(row => new SplitMix64(seed ^ RowHash.ForAtom(measure, row)).Next()).ThenBy(row => row).Take(sample),
        ];
        _rows = measure.WeightedCount;
        Rows = [.. drawn, .. coreset.Indices.Span];
        _sample = [.. Enumerable.Range(0, drawn.Length)];
        _kept = [.. Enumerable.Range(drawn.Length, coreset.Count)];
        _sampleWeights = [.. drawn.Select(row => weights.IsEmpty ? 1 : weights.Span[row])];
        _keptWeights = coreset.Weights.ToArray();
        double[] then = new double[(long)Rows.Length * table.Count];
        for (int i = 0; i < Rows.Length; i++)
            table.Row(Rows[i]).CopyTo(then.AsSpan(i * table.Count));
        _then = new FunctionTable(then, table.Count);
    }

    /// <summary>Rows at which the functions are needed: the sample's, then the coreset's.</summary>
    public int[] Rows { get; }

    /// <summary>Distance of the means, in units of the error of as many random rows.</summary>
    /// <param name="now">The functions at <see cref="Rows"/>.</param>
    /// <param name="name">What the caller calls their number.</param>
    public double Distance(FunctionTable now, string name)
    {
        if (now.Count != _then.Count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There are {now.Count} functions, and were {_then.Count} at the last compression: on a sample they must be as many; call "
                    + $"Refresh with the new ones."), name);
        }
        double[] changes = new double[now.Values.Length];
        for (int i = 0; i < changes.Length; i++)
            changes[i] = now.Values[i] - _then.Values[i];
        var table = new FunctionTable(changes, now.Count);
        double variance = FunctionMeans.Of(now, _sample, _sampleWeights).Variance;
        FunctionMeans all = FunctionMeans.Of(table, _sample, _sampleWeights), own = FunctionMeans.Of(table, _kept, _keptWeights);
        // The sample's own error is in the difference too: its mean square is taken off.
        double error = all.Variance / _sample.Length * (1 - (double)_sample.Length / _rows);
        double squared = Math.Max(0, own.DistanceTo(all) * own.DistanceTo(all) - error);
        return variance > 0 ? Math.Sqrt(squared / (variance / _kept.Length)) : 0;
    }
}
