namespace Polylog.Experiments;

/// <summary>
/// Splits units into cells that are small in (w, b) and of equal importance, those that push the output up and those that pull it down
/// apart.
/// </summary>
/// <param name="units">The units.</param>
/// <param name="importance">What each counts, above 0.</param>
internal sealed class UnitCells(PlanarUnit[] units, double[] importance)
{
    private readonly List<int[]> _cells = [];

    /// <summary>Splits.</summary>
    /// <param name="active">Indices of the units, at least as many as there are to be cells.</param>
    /// <param name="count">How many cells, at least 1.</param>
    public IReadOnlyList<int[]> Split(int[] active, int count)
    {
        _cells.Clear();
        int[] up = [.. active.Where(i => units[i].V > 0)], down = [.. active.Where(i => units[i].V <= 0)];
        int above = (int)Math.Round(count * Sum(up) / Sum(active));
        above = Math.Clamp(
            above, Math.Max(Math.Min(1, up.Length), count - down.Length), Math.Min(up.Length, count - Math.Min(1, down.Length)));
        Cut(up, above);
        Cut(down, count - above);
        return [.. _cells];
    }

    private double Sum(ReadOnlySpan<int> part)
    {
        double sum = 0;
        foreach (int i in part)
            sum += importance[i];
        return sum;
    }

    private void Cut(Span<int> part, int count)
    {
        if (count <= 1)
        {
            if (count == 1)
                _cells.Add(part.ToArray());
            return;
        }
        Func<PlanarUnit, double> side = LongestSide(part);
        part.Sort((i, j) => side(units[i]).CompareTo(side(units[j])) is var order and not 0 ? order : i.CompareTo(j));
        int left = count / 2, cut = 0;
        double goal = Sum(part) * left / count, sum = 0;
        // Neither half may have fewer units than cells.
        while (cut < part.Length - (count - left) && (cut < left || sum + importance[part[cut]] / 2 < goal))
            sum += importance[part[cut++]];
        Cut(part[..cut], left);
        Cut(part[cut..], count - left);
    }

    private Func<PlanarUnit, double> LongestSide(ReadOnlySpan<int> part)
    {
        Func<PlanarUnit, double>[] sides = [unit => unit.W1, unit => unit.W2, unit => unit.B];
        Func<PlanarUnit, double> longest = sides[0];
        double length = -1;
        foreach (Func<PlanarUnit, double> side in sides)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (int i in part)
                (low, high) = (Math.Min(low, side(units[i])), Math.Max(high, side(units[i])));
            if (high - low > length)
                (longest, length) = (side, high - low);
        }
        return longest;
    }
}
