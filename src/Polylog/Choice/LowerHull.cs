namespace Polylog;

/// <summary>The options of a region that are best for some price per point: the lower convex hull of score over points.</summary>
/// <param name="options">At least one, fewest points first.</param>
internal sealed class LowerHull(LeafOption[] options)
{
    // Of each vertex: which option it is, the weighted sum of its errors, and what a further point gains from it to the next; the gains
    // fall.
    private readonly int[] _vertices = new int[options.Length];
    private readonly double[] _scores = new double[options.Length];
    private readonly double[] _gains = new double[options.Length];
    private int _count;

    /// <summary>Weighs the errors and takes the hull.</summary>
    /// <param name="weights">IN, of the trial functions.</param>
    public void Weigh(ReadOnlySpan<double> weights)
    {
        _count = 0;
        for (int i = 0; i < options.Length; i++)
        {
            double score = 0;
            ReadOnlySpan<double> errors = options[i].Errors.Span;
            for (int f = 0; f < errors.Length; f++)
                score += weights[f] * errors[f];
            // More points for nothing, and, from the back, vertices that the new one sees past.
            if (_count > 0 && !(score < _scores[_count - 1]))
                continue;
            while (_count > 0 && options[i].Keep <= options[_vertices[_count - 1]].Keep)
                _count--;
            while (_count > 1 && Gain(_count - 1, i, score) >= _gains[_count - 2])
                _count--;
            if (_count > 0)
                _gains[_count - 1] = Gain(_count - 1, i, score);
            (_vertices[_count], _scores[_count]) = (i, score);
            _count++;
        }
    }

    /// <summary>The vertex with the least score + price x points.</summary>
    public int Cheapest(double price)
    {
        int low = 0, high = _count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_gains[middle] > price)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Score + price x points of a vertex.</summary>
    public double Cost(int vertex, double price) => _scores[vertex] + price * Keep(vertex);

    /// <summary>Points of a vertex.</summary>
    public int Keep(int vertex) => options[_vertices[vertex]].Keep;

    /// <summary>The option that a vertex is.</summary>
    public LeafOption Option(int vertex) => options[_vertices[vertex]];

    private double Gain(int from, int option, double score) =>
        (_scores[from] - score) / (options[option].Keep - options[_vertices[from]].Keep);
}
