using System.Globalization;

namespace Polylog;

/// <summary>
/// A coreset that follows a training. At a state of the training the caller tells some functions of a row, such as the gradient of the
/// row's loss; their means over the coreset are then those over all rows, to rounding. As the state moves on, <see cref="Update"/> watches
/// how far they are off and compresses again where that passes <see cref="Tolerance"/>.
/// </summary>
/// <remarks>
/// Beside the functions order 1 of the coordinates is matched, with the factors and totals of the measure's loss. Soft functions are kept
/// small, not exact. Weights are even: each is 0 or a bound, but for about as many rows as functions are matched. The same bits for any
/// number of threads. Not safe for concurrent use.
/// </remarks>
/// <example>
/// Follow the gradient of a straight line that is fitted by gradient descent:
/// <code>
/// double[] x = [.. Enumerable.Range(0, 20_000).Select(_ =&gt; Random.Shared.NextDouble())];
/// double slope = 0, offset = 0;
/// var adaptive = new AdaptiveCoreset(new Measure(x, dimension: 1), size: 500) { Tolerance = 0.1 };
/// for (int step = 0; step &lt; 100; step++)
/// {
///     adaptive.Update(2, Gradients); // compresses again where the two means have moved too far
///     ReadOnlySpan&lt;double&gt; weights = adaptive.Current.Weights.Span;
///     ReadOnlySpan&lt;int&gt; kept = adaptive.Current.Indices.Span;
///     double[] sum = new double[2];
///     for (int i = 0; i &lt; kept.Length; i++)
///     {
///         double error = slope * x[kept[i]] + offset - Math.Sin(x[kept[i]]);
///         sum[0] += weights[i] * error * x[kept[i]];
///         sum[1] += weights[i] * error;
///     }
///     (slope, offset) = (slope - sum[0] / x.Length, offset - sum[1] / x.Length);
/// }
///
/// void Gradients(ReadOnlySpan&lt;int&gt; rows, Span&lt;double&gt; values) // the functions of a row whose means matter
/// {
///     for (int i = 0; i &lt; rows.Length; i++)
///     {
///         double error = slope * x[rows[i]] + offset - Math.Sin(x[rows[i]]);
///         values[2 * i] = error * x[rows[i]];
///         values[2 * i + 1] = error;
///     }
/// }
/// </code>
/// </example>
public sealed class AdaptiveCoreset
{
    private readonly Measure _measure;
    private readonly int _size;
    private readonly int[] _all;
    private readonly double[] _weights;
    private StateCompression? _compression;
    private FunctionSketch? _sketch;
    private SampleWatch? _watch;
    private Coreset? _current;

    /// <summary>Prepares to compress a measure again and again.</summary>
    /// <param name="measure">The measure, of one group; with targets or totals these are matched too.</param>
    /// <param name="size">Rows to keep.</param>
    /// <exception cref="ArgumentException">The measure has several groups or classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is too small for order 1 and one function, or not below the number of rows
    /// that have a weight.</exception>
    public AdaptiveCoreset(Measure measure, int size)
    {
        ArgumentNullException.ThrowIfNull(measure);
        if (GroupedCompression.Groups(measure).Count > 1)
        {
            throw new ArgumentException(
                "The measure has several groups or classes: an adaptive coreset has one; make one for each group's rows.", nameof(measure));
        }
        long least = 2 * (measure.WithoutConstantCoordinates().Matched.Count(1) + 1);
        if (size < least || size >= measure.WeightedCount)
        {
            throw new ArgumentOutOfRangeException(nameof(size), string.Create(CultureInfo.InvariantCulture,
                $"The size is {size}: it must be at least {least}, twice the functions of order 1 and one more, and below the "
                    + $"{measure.WeightedCount} rows that have a weight."));
        }
        _measure = measure;
        _size = size;
        _all = [.. Enumerable.Range(0, measure.Count)];
        _weights = measure.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, measure.Count)] : measure.Weights.ToArray();
    }

    /// <summary>
    /// Distance of means from which <see cref="Update"/> compresses again, in units of the error that as many random rows would have.
    /// Default: 0.1.
    /// </summary>
    public double Tolerance
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value : throw OptionFault.OutOfRange(nameof(Tolerance), value, "the tolerance must be at least 0 and finite");
    } = 0.1;

    /// <summary>
    /// Rows on which distances are measured, drawn by the rows' hashes; null for all of them. On a sample the change of the functions since
    /// the last compression is compared, which a sample of a few times the coreset's size tells well enough.
    /// </summary>
    public int? Sample
    {
        get;
        init => field = value is null or >= 2
            ? value
            : throw OptionFault.OutOfRange(nameof(Sample), value, "the sample must have at least 2 rows; leave it null for all rows");
    }

    /// <summary>Seed of the sample and of the sketch of functions.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, 0 for one a processor. Results do not depend on them. The caller's functions are called on one thread.</summary>
    public int Threads
    {
        get;
        init => field = value >= 0
            ? value
            : throw OptionFault.OutOfRange(
                nameof(Threads), value, "the number of threads must be at least 1, or 0 for one a processor");
    }

    /// <summary>The coreset of the last compression.</summary>
    /// <exception cref="InvalidOperationException">There was none yet.</exception>
    public Coreset Current => _current
        ?? throw new InvalidOperationException("There is no coreset yet: it is made for functions; call Refresh or Update first.");

    /// <summary>Compressions so far.</summary>
    public int Refreshes { get; private set; }

    /// <summary>
    /// Evaluations of the functions so far, in passes over all rows: 1 for a compression, 1 for a measurement on all rows, less on a
    /// sample.
    /// </summary>
    public double Passes { get; private set; }

    /// <summary>Exact functions beyond so many are sketched: half of the size is left for the choice of rows.</summary>
    public int MostFunctions => _size / 2 - Compression.Always;

    private StateCompression Compression =>
        _compression ??= new StateCompression(_measure, _size, CompressionPolicy.Threads(Threads, _measure.WeightedCount, _size));

    /// <summary>Compresses for functions as they are now.</summary>
    /// <param name="count">Number of exact functions.</param>
    /// <param name="exact">Functions whose means are to be those over all rows. More than <see cref="MostFunctions"/> are sketched by so
    /// many sums with random signs, and the sums are matched.</param>
    /// <param name="softCount">Number of soft functions.</param>
    /// <param name="soft">Functions whose means are to be near those over all rows; null for none.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The coreset, also <see cref="Current"/>.</returns>
    /// <exception cref="ArgumentException">A value is not finite or was not written, or no function differs between rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Coreset Refresh(
        int count, RowFunctions exact, int softCount = 0, RowFunctions? soft = null, CancellationToken cancellation = default)
    {
        FunctionTable table = Evaluate(count, exact, _all);
        Passes++;
        return Compress(table, Soft(softCount, soft), cancellation);
    }

    /// <summary>The same for values that are known.</summary>
    /// <param name="exact">Values of the exact functions, rows x functions, row-major.</param>
    /// <param name="soft">Values of the soft functions, rows x functions; empty for none.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The coreset, also <see cref="Current"/>.</returns>
    /// <exception cref="ArgumentException">A length is no multiple of the number of rows, a value is not finite, or no function differs
    /// between rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Coreset Refresh(ReadOnlyMemory<double> exact, ReadOnlyMemory<double> soft = default, CancellationToken cancellation = default)
    {
        int softCount = soft.IsEmpty ? 0 : Columns(soft, nameof(soft));
        return Refresh(Columns(exact, nameof(exact)), Rows(exact), softCount, softCount == 0 ? null : Rows(soft), cancellation);
    }

    /// <summary>Measures how far the coreset is off, and compresses again where that passes the tolerance.</summary>
    /// <param name="count">As for <see cref="Refresh(int, RowFunctions, int, RowFunctions, CancellationToken)"/>.</param>
    /// <param name="exact">The same.</param>
    /// <param name="softCount">The same.</param>
    /// <param name="soft">The same.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Whether it has compressed again; always the first time.</returns>
    /// <remarks>Without a sample a measurement and the compression after it share one pass.</remarks>
    /// <exception cref="ArgumentException">As for Refresh.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Update(
        int count, RowFunctions exact, int softCount = 0, RowFunctions? soft = null, CancellationToken cancellation = default)
    {
        if (_current is null || Sample is not null)
        {
            if (_current is not null && Distance(count, exact) <= Tolerance)
                return false;
            Refresh(count, exact, softCount, soft, cancellation);
            return true;
        }
        FunctionTable table = Evaluate(count, exact, _all);
        Passes++;
        if (DistanceOnAll(table) <= Tolerance)
            return false;
        Compress(table, Soft(softCount, soft), cancellation);
        return true;
    }

    /// <summary>
    /// Distance between the means of functions over the coreset and over all rows, or a sample, in units of the error that as many random
    /// rows would have: 0 right after a compression for them, about 1 for random rows.
    /// </summary>
    /// <param name="count">Number of functions, as at the last compression.</param>
    /// <param name="functions">The functions as they are now.</param>
    /// <exception cref="InvalidOperationException">There was no compression yet.</exception>
    /// <exception cref="ArgumentException">A value is not finite or was not written, or the number of functions is another one.</exception>
    public double Distance(int count, RowFunctions functions)
    {
        _ = Current;
        if (_watch is null)
        {
            FunctionTable table = Evaluate(count, functions, _all);
            Passes++;
            return DistanceOnAll(table);
        }
        FunctionTable now = Evaluate(count, functions, _watch.Rows);
        Passes += _watch.Rows.Length / (double)_measure.Count;
        return _watch.Distance(now, nameof(count));
    }

    private double DistanceOnAll(FunctionTable table)
    {
        FunctionMeans full = FunctionMeans.Of(table, _all, _weights);
        FunctionMeans own = FunctionMeans.Of(table, _current!.Indices.Span, _current.Weights.Span);
        return full.Variance > 0 ? own.DistanceTo(full) / Math.Sqrt(full.Variance / _size) : 0;
    }

    private Coreset Compress(FunctionTable exact, FunctionTable soft, CancellationToken cancellation)
    {
        exact.CheckVaries(nameof(exact));
        _current = Compression.Run(exact, soft, cancellation);
        Refreshes++;
        if (Sample is { } sample)
            _watch = new SampleWatch(_measure, _current, exact, Math.Min(sample, _measure.Count), Seed);
        return _current;
    }

    private FunctionTable Evaluate(int count, RowFunctions functions, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count <= MostFunctions)
            return FunctionTable.Evaluate(functions, count, rows, null, "exact");
        if (_sketch?.Functions != count)
            _sketch = new FunctionSketch(count, MostFunctions, Seed);
        return FunctionTable.Evaluate(functions, count, rows, _sketch, "exact");
    }

    private FunctionTable Soft(int softCount, RowFunctions? soft)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(softCount);
        if (soft is null == softCount > 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There are {softCount} soft functions, but {(soft is null ? "nothing" : "a delegate")} to evaluate them; give both or "
                    + $"neither."), nameof(soft));
        }
        return soft is null ? FunctionTable.None : FunctionTable.Evaluate(soft, softCount, _all, null, nameof(soft));
    }

    private int Columns(ReadOnlyMemory<double> values, string name) => values.Length > 0 && values.Length % _measure.Count == 0
        ? values.Length / _measure.Count
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{values.Length} values are not the same number for each of {_measure.Count} rows; give rows x functions values, row-major."),
            name);

    private RowFunctions Rows(ReadOnlyMemory<double> values) => (rows, to) =>
    {
        int count = values.Length / _measure.Count;
        for (int i = 0; i < rows.Length; i++)
            values.Span.Slice(rows[i] * count, count).CopyTo(to[(i * count)..]);
    };
}
