namespace Polylog.Networks;

/// <summary>
/// Improves a choice of units by exchanges: the unit that is worth least is given back and the best other one taken, as long as the error
/// falls. A unit that was taken early is often no longer needed once the others are there.
/// </summary>
/// <param name="places">Moments at each place where responses are read; none is taken yet.</param>
/// <param name="units">Units to choose from.</param>
internal sealed class UnitExchange(IReadOnlyList<SweptMoments> places, int units)
{
    /// <summary>Columns above which a sweep takes too long.</summary>
    public const int MostColumns = 4096;

    // Multiply-adds of all sweeps together: some seconds.
    private const double MostWork = 4e10;

    // After so many units in a row that are the best themselves, all are taken to be.
    private const int Patience = 12;

    private const double Gain = 1e-6;

    /// <summary>Exchanges units.</summary>
    /// <param name="chosen">The units to begin with.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>As many units, ascending.</returns>
    public int[] Improve(int[] chosen, CancellationToken cancellation)
    {
        var kept = new HashSet<int>(chosen);
        double sweep = places.Sum(place => (double)place.Cost), left = MostWork / sweep - kept.Count;
        if (left < 2 || kept.Count == units)
            return [.. kept.Order()];
        foreach (int unit in kept)
            Turn(unit, take: true);
        var settled = new HashSet<int>();
        while (left >= 2 && settled.Count < Math.Min(Patience, kept.Count))
        {
            cancellation.ThrowIfCancellationRequested();
            int least = kept.Where(unit => !settled.Contains(unit)).MinBy(Worth);
            Turn(least, take: false);
            int best = Enumerable.Range(0, units).Where(unit => unit == least || !kept.Contains(unit)).MaxBy(Worth);
            bool isBetter = best != least && Worth(best) > Worth(least) * (1 + Gain);
            int next = isBetter ? best : least;
            Turn(next, take: true);
            kept.Remove(least);
            kept.Add(next);
            if (isBetter)
                settled.Clear();
            else
                settled.Add(least);
            left -= 2;
        }
        return [.. kept.Order()];
    }

    private double Worth(int unit) => places.Sum(place => place.Worth(unit));

    private void Turn(int unit, bool take)
    {
        foreach (SweptMoments place in places)
            place.Turn(unit, take);
    }
}
