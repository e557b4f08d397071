namespace Polylog.Experiments;

/// <summary>
/// Batches of a coreset that follows the network which learns from them. At given epochs the rows are chosen again: the gradient's parts
/// match at the network's present parameters, and at those it will have at the next choice if it goes on as it did since the last.
/// </summary>
internal sealed class AdaptiveBatches : IBatches
{
    private readonly double[] _rows;
    private readonly int _inputs;
    private readonly TwoLayerNetwork _network;
    private readonly AdaptiveCoreset _coreset;
    private readonly ResidualFunctions _functions;
    private readonly IReadOnlyList<int> _epochs;
    private readonly Func<TrainingSet, int, IBatches> _batches;
    private IBatches? _current;
    private double[]? _last;
    private int _next;
    private int _steps;

    /// <summary>Prepares; the rows are chosen with the first batch.</summary>
    /// <param name="rows">Inputs and target of each row, row-major.</param>
    /// <param name="network">The network, with one output, trained on the squared loss.</param>
    /// <param name="size">Rows to keep.</param>
    /// <param name="perEpoch">Batches of an epoch.</param>
    /// <param name="epochs">Epochs at whose start rows are chosen, ascending; the first is 0, the last is the end.</param>
    /// <param name="batches">Batches of chosen rows, told also how often they were chosen before.</param>
    public AdaptiveBatches(
        double[] rows, TwoLayerNetwork network, int size, int perEpoch, IReadOnlyList<int> epochs, Func<TrainingSet, int, IBatches> batches)
    {
        (_rows, _inputs, _network, PerEpoch, _epochs, _batches) = (rows, network.InputCount, network, perEpoch, epochs, batches);
        int count = rows.Length / (_inputs + 1);
        double[] x = new double[count * _inputs], y = new double[count];
        for (int i = 0; i < count; i++)
        {
            rows.AsSpan(i * (_inputs + 1), _inputs).CopyTo(x.AsSpan(i * _inputs));
            y[i] = rows[i * (_inputs + 1) + _inputs];
        }
        _coreset = new AdaptiveCoreset(new Measure(x, _inputs).WithTargets(y, Loss.LeastSquares), size) { Threads = 1 };
        _functions = new ResidualFunctions(rows, _inputs);
    }

    /// <inheritdoc/>
    public int PerEpoch { get; }

    /// <summary>Passes over all rows so far, for the choices alone.</summary>
    public double Passes => _coreset.Passes;

    /// <inheritdoc/>
    public Batch NextBatch()
    {
        if (_steps++ == _epochs[_next] * PerEpoch)
        {
            _current = _batches(Choose(), _next);
            _next++;
        }
        return _current!.NextBatch();
    }

    /// <summary>Epochs of choices, evenly spread.</summary>
    /// <param name="epochs">Epochs of the training.</param>
    /// <param name="choices">How many choices.</param>
    public static int[] Evenly(int epochs, int choices)
    {
        int most = Math.Min(epochs, choices);
        return [.. Enumerable.Range(0, most + 1).Select(i => (int)((long)i * epochs / most))];
    }

    private TrainingSet Choose()
    {
        double[] now = ResidualFunctions.State(_network);
        double[][] states = [now];
        if (_last is not null)
        {
            double ahead = (double)(_epochs[_next + 1] - _epochs[_next]) / (_epochs[_next] - _epochs[_next - 1]);
            states = [now, [.. now.Zip(_last, (here, before) => here + ahead * (here - before))]];
        }
        _last = now;
        Coreset coreset = _coreset.Refresh(states.Length * _functions.Count(_network.Width), _functions.At(states));
        double[] x = new double[coreset.Count * _inputs], y = new double[coreset.Count];
        for (int i = 0; i < coreset.Count; i++)
        {
            ReadOnlySpan<double> row = _rows.AsSpan(coreset.Indices.Span[i] * (_inputs + 1), _inputs + 1);
            row[.._inputs].CopyTo(x.AsSpan(i * _inputs));
            y[i] = row[_inputs];
        }
        return new TrainingSet(x, _inputs, y, 1, coreset.Weights.Span);
    }
}
