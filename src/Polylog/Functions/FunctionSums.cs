using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// Weighted sums of functions over atoms, in twice the working precision, and the sums of their absolute values, the magnitudes that errors
/// are relative to. The sums of two parts of a measure merge into those of the whole.
/// </summary>
/// <param name="functions">Number of functions.</param>
internal sealed class FunctionSums(int functions)
{
    /// <summary>Rows whose functions are worked out together: few enough for their values to stay in the first caches.</summary>
    public const int BlockRows = 256;

    private readonly CompensatedSum[] _sums = new CompensatedSum[functions];
    private readonly double[] _magnitudes = new double[functions];

    /// <summary>The sums, one a function.</summary>
    public double[] Values => Array.ConvertAll(_sums, sum => sum.Value);

    /// <summary>The sums of absolute values, one a function.</summary>
    public double[] Magnitudes => _magnitudes;

    /// <summary>The sums with what their additions lost, one a function.</summary>
    public ReadOnlySpan<CompensatedSum> Sums => _sums;

    /// <summary>Goes on from sums that were taken before.</summary>
    /// <param name="sums">The sums, one a function.</param>
    /// <param name="magnitudes">IN, the sums of absolute values, as many.</param>
    public static FunctionSums From(CompensatedSum[] sums, ReadOnlySpan<double> magnitudes)
    {
        var restored = new FunctionSums(sums.Length);
        sums.CopyTo(restored._sums, 0);
        magnitudes.CopyTo(restored._magnitudes);
        return restored;
    }

    /// <summary>
    /// Sums over all atoms of a measure: chunks on several threads, merged in order, so that the bits do not depend on the threads.
    /// </summary>
    /// <param name="measure">The measure.</param>
    /// <param name="functions">Number of functions.</param>
    /// <param name="chunkRows">Atoms of a chunk.</param>
    /// <param name="addRows">Adds the atoms from its second argument up to its third.</param>
    /// <param name="progress">Told the share of the chunks done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="threads">Threads to use; 0 for one per processor.</param>
    public static FunctionSums Over(
        Measure measure, int functions, int chunkRows, Action<FunctionSums, int, int> addRows, IProgress<double>? progress,
            CancellationToken cancellation, int threads = 0)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads, CancellationToken = cancellation };
        var chunks = new FunctionSums[(measure.Count + chunkRows - 1) / chunkRows];
        int done = 0;
        ParallelLoop.For(0, chunks.Length, options, chunk =>
        {
            chunks[chunk] = new FunctionSums(functions);
            addRows(chunks[chunk], chunk * chunkRows, Math.Min(measure.Count, (chunk + 1) * chunkRows));
            progress?.Report(Interlocked.Increment(ref done) / (double)chunks.Length);
        });
        var all = new FunctionSums(functions);
        foreach (FunctionSums chunk in chunks)
            all.Merge(chunk);
        return all;
    }

    /// <summary>Adds the values of one function at some atoms.</summary>
    /// <param name="function">Number of the function.</param>
    /// <param name="values">IN, its values.</param>
    /// <param name="weights">IN, weights of the measure's atoms.</param>
    /// <param name="first">The atom of the first value.</param>
    public void Add(int function, ReadOnlySpan<double> values, AtomWeights weights, int first)
    {
        int whole = values.Length - values.Length % Kernels.Lanes;
        var lanes = new CompensatedLanes();
        Vector512<double> magnitudes = Vector512<double>.Zero, own = Vector512<double>.One;
        ReadOnlySpan<double> given = weights.AreGiven ? weights.Slice(first, values.Length) : [];
        for (int i = 0; i < whole; i += Kernels.Lanes)
        {
            var value = Vector512.Create(values[i..]);
            if (weights.AreGiven)
                own = Vector512.Create(given[i..]);
            lanes.AddProduct(own, value);
            magnitudes += own * Vector512.Abs(value);
        }
        CompensatedSum sum = _sums[function];
        lanes.AddTo(ref sum);
        double magnitude = _magnitudes[function] + Vector512.Sum(magnitudes);
        for (int i = whole; i < values.Length; i++)
        {
            double weight = weights[first + i];
            sum.AddProduct(weight, values[i]);
            magnitude += weight * Math.Abs(values[i]);
        }
        _sums[function] = sum;
        _magnitudes[function] = magnitude;
    }

    /// <summary>Multiplies all sums, as if the weights had been multiplied.</summary>
    public void Scale(double factor)
    {
        for (int f = 0; f < _sums.Length; f++)
        {
            _sums[f] = _sums[f].Times(factor);
            _magnitudes[f] *= factor;
        }
    }

    /// <summary>Adds the sums of another part of the measure.</summary>
    public void Merge(FunctionSums other)
    {
        for (int f = 0; f < _sums.Length; f++)
        {
            _sums[f].Add(other._sums[f]);
            _magnitudes[f] += other._magnitudes[f];
        }
    }
}
