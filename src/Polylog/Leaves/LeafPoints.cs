namespace Polylog;

/// <summary>The remaining points of a leaf, in canonical order, with their current weights.</summary>
/// <remarks>
/// Weights are scaled by a power of two such that the heaviest is between 1 and 2. That is exact, and tolerances need not care for weights
/// near the ends of double's range.
/// </remarks>
internal sealed class LeafPoints
{
    private readonly CanonicalOrder _order = new();
    private LeafTask _task;
    private int _exponent;
    private int[] _places = [];
    private double[] _weights = [];
    private double[] _given = [];

    /// <summary>Positions of the first points among the leaf's rows.</summary>
    public Span<int> Places(int count) => _places.AsSpan(0, count);

    /// <summary>As <see cref="Places"/>, for several threads.</summary>
    public ReadOnlyMemory<int> PlacesOf(int count) => _places.AsMemory(0, count);

    /// <summary>Weights of the first points, scaled.</summary>
    public Span<double> Weights(int count) => _weights.AsSpan(0, count);

    /// <summary>As <see cref="Weights"/>, for several threads.</summary>
    public ReadOnlyMemory<double> WeightsOf(int count) => _weights.AsMemory(0, count);

    /// <summary>The weights that all points had at the start, scaled, by position among the rows.</summary>
    public ReadOnlySpan<double> Given => _given.AsSpan(0, _task.Count);

    /// <summary>Takes all points of a leaf.</summary>
    /// <param name="task">The leaf.</param>
    /// <param name="width">Length of a row.</param>
    public void Start(LeafTask task, int width)
    {
        _task = task;
        int count = task.Count;
        if (_places.Length < count)
        {
            _places = new int[count];
            _weights = new double[count];
            _given = new double[count];
        }
        var weights = new AtomWeights(task.Weights.Span);
        double heaviest = 0;
        for (int i = 0; i < count; i++)
        {
            _given[i] = weights[i];
            heaviest = Math.Max(heaviest, _given[i]);
        }
        _exponent = Math.ILogB(heaviest);
        for (int i = 0; i < count; i++)
            _given[i] = Math.ScaleB(_given[i], -_exponent);
        _order.Fill(task.Rows.Span, width, _given.AsSpan(0, count), task.Ids.Span, _places.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            _weights[i] = _given[_places[i]];
    }

    /// <summary>Drops those of the first points that have no weight any more. Returns how many are left.</summary>
    public int DropWeightless(int count)
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            if (_weights[i] > 0)
            {
                _places[left] = _places[i];
                _weights[left++] = _weights[i];
            }
        }
        return left;
    }

    /// <summary>Scales weights as the leaf's are.</summary>
    /// <param name="weights">IN, weights in the units of the task.</param>
    public double[] Scaled(double[] weights) => Array.ConvertAll(weights, weight => Math.ScaleB(weight, -_exponent));

    /// <summary>The result of a reduction, in the units and numbers of the task.</summary>
    /// <param name="places">IN, positions of the kept points among the rows.</param>
    /// <param name="weights">IN, their weights, scaled.</param>
    /// <param name="residual">The residual.</param>
    public LeafResult Result(ReadOnlySpan<int> places, ReadOnlySpan<double> weights, double residual)
    {
        int[] ids = new int[places.Length];
        double[] kept = new double[places.Length];
        ReadOnlySpan<int> all = _task.Ids.Span;
        for (int i = 0; i < places.Length; i++)
        {
            ids[i] = all[places[i]];
            kept[i] = Math.ScaleB(weights[i], _exponent);
        }
        return new LeafResult(ids, kept, residual);
    }
}
