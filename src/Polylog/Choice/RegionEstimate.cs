namespace Polylog;

/// <summary>Estimates for a region of the partition, order by order: the points it would need, and the errors it would leave.</summary>
/// <remarks>
/// Surveyed up to an order; beyond it the residuals go on falling by the same factor an order, which is what they do for analytic
/// functions, and the ranks grow as they last did.
/// </remarks>
internal sealed class RegionEstimate
{
    /// <summary>Orders over which the factor is averaged: residuals of even and odd functions fall in turns.</summary>
    private const int Tail = 6;

    private readonly MatchedColumns _matched;
    private readonly int[] _ranks;
    private readonly double[] _residuals;
    private readonly int _functions;

    /// <summary>Takes a survey's result.</summary>
    /// <param name="leaf">The region's points in the partition.</param>
    /// <param name="weight">Their share of the weight.</param>
    /// <param name="width">Spread of the points, in the units of the columns.</param>
    /// <param name="matched">What a compression matches.</param>
    /// <param name="ranks">For each surveyed order, from 0, the number of independent functions.</param>
    /// <param name="residuals">Orders x functions: mean square of each trial function beyond the order.</param>
    public RegionEstimate(Leaf leaf, double weight, double width, MatchedColumns matched, int[] ranks, double[] residuals)
    {
        _matched = matched;
        Leaf = leaf;
        Weight = weight;
        Width = width;
        _ranks = ranks;
        _residuals = residuals;
        _functions = residuals.Length / ranks.Length;
    }

    /// <summary>Highest order surveyed.</summary>
    public int Order => _ranks.Length - 1;

    /// <summary>The points in the partition.</summary>
    public Leaf Leaf { get; }

    /// <summary>Number of points.</summary>
    public int Count => Leaf.Count;

    /// <summary>Their share of the weight.</summary>
    public double Weight { get; }

    /// <summary>Spread of the points: root of the summed variances, in the units of the columns.</summary>
    public double Width { get; }

    /// <summary>Mean absolute value of each trial function.</summary>
    public required double[] Magnitudes { get; init; }

    /// <summary>Number of independent functions of an order: points that must be kept.</summary>
    public int Rank(int order)
    {
        int last = _ranks.Length - 1;
        if (order <= last)
            return _ranks[order];
        long all = _matched.Count(order);
        if (_ranks[last] == _matched.Count(last))
            return (int)Math.Min(int.MaxValue, all);
        int step = last > 0 ? _ranks[last] - _ranks[last - 1] : 0;
        return (int)Math.Min(all, Math.Min(int.MaxValue, _ranks[last] + (long)step * (order - last)));
    }

    /// <summary>Mean square of a trial function beyond an order.</summary>
    public double Residual(int order, int function)
    {
        int last = _ranks.Length - 1;
        double residual = _residuals[Math.Min(order, last) * _functions + function];
        if (order <= last || residual == 0)
            return residual;
        int first = Math.Max(0, last - Tail);
        double fall = last > first ? Math.Min(1, residual / _residuals[first * _functions + function]) : 0;
        return residual * Math.Pow(fall, (double)(order - last) / (last - first));
    }

    /// <summary>Puts another mean square in the place of a surveyed one.</summary>
    public void Replace(int order, int function, double residual) => _residuals[order * _functions + function] = residual;
}
