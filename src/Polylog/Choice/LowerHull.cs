namespace Polylog;

/// <summary>The options of a region that are the best for some price of a point: the lower convex hull of scores over points.</summary>
internal sealed class LowerHull
{
    private readonly LeafOption[] _vertices;

    // What a further point gains from one vertex to the next; falls.
    private readonly double[] _gains;

    private LowerHull(LeafOption[] vertices)
    {
        _vertices = vertices;
        _gains = new double[vertices.Length - 1];
        for (int i = 0; i < _gains.Length; i++)
            _gains[i] = Gain(vertices[i], vertices[i + 1]);
    }

    /// <summary>Weighs the options and takes the hull.</summary>
    /// <param name="options">At least one, fewest points first.</param>
    /// <param name="weights">IN, of the trial functions.</param>
    public static LowerHull Of(LeafOption[] options, ReadOnlySpan<double> weights)
    {
        var hull = new List<LeafOption>();
        foreach (LeafOption option in options)
        {
            option.Weigh(weights);
            // More points for nothing, and, from the back, vertices that the new one sees past.
            if (hull.Count > 0 && !(option.Score < hull[^1].Score))
                continue;
            while (hull.Count > 0 && option.Target <= hull[^1].Target)
                hull.RemoveAt(hull.Count - 1);
            while (hull.Count > 1 && Gain(hull[^1], option) >= Gain(hull[^2], hull[^1]))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(option);
        }
        return new LowerHull([.. hull]);
    }

    /// <summary>The option with the least score + price x points.</summary>
    public LeafOption Cheapest(double price)
    {
        int low = 0, high = _gains.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_gains[middle] > price)
                low = middle + 1;
            else
                high = middle;
        }
        return _vertices[low];
    }

    private static double Gain(LeafOption from, LeafOption to) => (from.Score - to.Score) / (to.Target - from.Target);
}
