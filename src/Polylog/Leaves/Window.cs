namespace Polylog;

/// <summary>
/// Points whose weights are between 0 and the bound, with the values of all functions. Further points enter in the order of the partition;
/// settled points leave.
/// </summary>
/// <remarks>
/// A. Grafstroem, Y. Tille, Doubly balanced spatial sampling with spreading and restitution of auxiliary totals (2013): neighbours are in
/// the window together, so weight moves over short distances. About three times as many points as functions are in it.
/// </remarks>
internal sealed class Window
{
    /// <summary>Points that are in the window together, for each matched function; at least 2, so that two windows can be joined.</summary>
    private const int PointsPerFunction = 3;

    /// <summary>The part of the bound within which a weight counts as settled.</summary>
    private const double Settled = 1e-12;

    private readonly LeafTask _task;
    private readonly WindowFunctions _functions;
    private readonly Tableau _tableau;
    private readonly BoundedElimination _elimination;
    private readonly AlignedBuffer _values = new();
    private readonly CompensatedSum[] _sums;
    private readonly double[] _change;
    private readonly int[] _places;
    private readonly double[] _weights;
    private readonly int _capacity;
    private readonly int _stride;
    private readonly double _bound;
    private readonly RandomDirections? _random;
    private readonly List<int> _atBound = [];

    /// <summary>An empty window.</summary>
    /// <param name="task">The leaf.</param>
    /// <param name="functions">Its functions.</param>
    /// <param name="bound">Largest weight.</param>
    /// <param name="workers">Threads that may work on the window.</param>
    /// <param name="random">Draws the directions of steps; null to choose them.</param>
    public Window(LeafTask task, WindowFunctions functions, double bound, Workers workers, RandomDirections? random)
    {
        _random = random;
        _task = task;
        _functions = functions;
        _bound = bound;
        _elimination = new BoundedElimination(workers);
        _tableau = new Tableau(workers);
        _capacity = PointsPerFunction * functions.Matched + Kernels.Lanes;
        // A block of points is written with its padding.
        _stride = Kernels.Pad(_capacity) + Kernels.Lanes;
        _places = new int[_capacity];
        _weights = new double[_capacity];
        _sums = new CompensatedSum[functions.Matched];
        _change = new double[Kernels.Pad(functions.Watched)];
    }

    /// <summary>Points in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Their places among the leaf's rows.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    /// <summary>Places of the points that left the window with the largest weight.</summary>
    public IReadOnlyList<int> AtBound => _atBound;

    /// <summary>Sums of the matched functions over all points that entered.</summary>
    public ReadOnlySpan<CompensatedSum> Sums => _sums;

    private Span<double> Values => _values.Take((_functions.Matched + _functions.Watched) * _stride);

    /// <summary>Passes points through the window, until at most as many are left in it as functions are matched.</summary>
    /// <param name="places">IN, their places among the leaf's rows, in order.</param>
    /// <param name="weights">IN, weights by place.</param>
    /// <param name="progress">Counts them.</param>
    public void Pass(ReadOnlySpan<int> places, ReadOnlySpan<double> weights, PointProgress progress)
    {
        for (int at = 0; at < places.Length;)
        {
            int taken = Math.Min(_capacity - Count, places.Length - at);
            Enter(places.Slice(at, taken), weights);
            at += taken;
            Settle();
            progress.Add(taken);
        }
    }

    /// <summary>Takes over the points of another window.</summary>
    /// <param name="other">The other; it is used up.</param>
    public void Join(Window other)
    {
        int functions = _functions.Matched + _functions.Watched;
        // Each has at most as many points as functions.
        Span<double> own = Values, others = other.Values;
        for (int f = 0; f < functions; f++)
            others.Slice(f * _stride, other.Count).CopyTo(own[(f * _stride + Count)..]);
        other._places.AsSpan(0, other.Count).CopyTo(_places.AsSpan(Count));
        other._weights.AsSpan(0, other.Count).CopyTo(_weights.AsSpan(Count));
        Count += other.Count;
        _atBound.AddRange(other._atBound);
        for (int f = 0; f < _sums.Length; f++)
            _sums[f].Add(other._sums[f]);
        for (int f = 0; f < _change.Length; f++)
            _change[f] += other._change[f];
        Settle();
    }

    private void Enter(ReadOnlySpan<int> places, ReadOnlySpan<double> weights)
    {
        Span<double> entered = Values[Count..];
        _functions.Single(_task.Rows.Span, places, _functions.Matched + _functions.Watched, _stride, entered);
        for (int i = 0; i < places.Length; i++)
            (_places[Count + i], _weights[Count + i]) = (places[i], weights[places[i]]);
        for (int f = 0; f < _sums.Length; f++)
        {
            ReadOnlySpan<double> row = entered.Slice(f * _stride, places.Length);
            ref CompensatedSum sum = ref _sums[f];
            for (int i = 0; i < row.Length; i++)
                sum.AddProduct(weights[places[i]], row[i]);
        }
        Count += places.Length;
    }

    /// <summary>
    /// Gives up functions, from the last on, until at most a number of points is in the window: the landing of the cube method. What was
    /// matched so far is kept small.
    /// </summary>
    /// <param name="most">Points that all may have a weight, settled ones included.</param>
    /// <returns>Functions that are still matched.</returns>
    public int Land(int most)
    {
        int matched = _functions.Matched;
        double[] change = new double[Kernels.Pad(_functions.Matched + _functions.Watched)];
        while (_atBound.Count + Count > most && Count > 1)
        {
            int fewer = Math.Max(1, Math.Min(matched - 1, Count - 1 - Count / 8));
            // The functions that are given up come before those that were given up earlier.
            int given = matched - fewer, watched = _functions.Matched + _functions.Watched - matched;
            change.AsSpan(0, watched).CopyTo(change.AsSpan(given));
            change.AsSpan(0, given).Clear();
            matched = fewer;
            Settle(matched, change);
        }
        return matched;
    }

    /// <summary>Calls the last point settled where it is at an end of its range, give or take rounding.</summary>
    public void Snap()
    {
        if (Count == 1 && _weights[0] > _bound / 2)
            _atBound.Add(_places[0]);
        Count = 0;
    }

    /// <summary>Eliminates down to the rank, and lets the settled points go.</summary>
    private void Settle()
    {
        if (Count > _functions.Matched)
            Settle(_functions.Matched, _change);
    }

    private void Settle(int matched, Span<double> change)
    {
        Span<double> values = Values;
        // What is right of the points may hold values of points that have left.
        for (int f = 0; f < _functions.Matched + _functions.Watched; f++)
            values.Slice(f * _stride + Count, _stride - Count).Clear();
        int watched = _functions.Matched + _functions.Watched - matched;
        _tableau.Factorise(values, _stride, Count, matched, watched, _functions.Tolerance);
        _elimination.Run(_tableau, _weights.AsSpan(0, Count), _bound, change[..Kernels.Pad(watched)], _random);
        int left = 0;
        int[] stay = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            if (_weights[i] >= _bound * (1 - Settled))
                _atBound.Add(_places[i]);
            else if (_weights[i] > _bound * Settled)
                stay[left++] = i;
        }
        for (int k = 0; k < left; k++)
            (_places[k], _weights[k]) = (_places[stay[k]], _weights[stay[k]]);
        for (int f = 0; f < _functions.Matched + _functions.Watched; f++)
        {
            Span<double> row = values.Slice(f * _stride, _stride);
            for (int k = 0; k < left; k++)
                row[k] = row[stay[k]];
        }
        Count = left;
    }
}
