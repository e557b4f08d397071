using System.Globalization;

namespace Polylog;

/// <summary>
/// The columns of a row, which say what is matched: polynomials p(x) of the coordinates, the products p(x) b(y) with each factor b of the
/// target, and each total e(x, y) by itself.
/// </summary>
/// <param name="Dimension">Coordinates, the first columns of a row.</param>
/// <param name="Factors">Columns b after them; each goes with every polynomial.</param>
/// <param name="Totals">Columns e at the end; each is matched by itself.</param>
internal readonly record struct MatchedColumns(int Dimension, int Factors = 0, int Totals = 0)
{
    /// <summary>Columns after the totals whose sums are kept small; leaves of even weights only.</summary>
    public int Watched { get; init; }

    /// <summary>Columns of a row.</summary>
    public int Width => Dimension + Factors + Totals + Watched;

    /// <summary>Columns that kernel functions depend on, the first ones: coordinates and factors of the target together.</summary>
    public int KernelDimension => Dimension + Factors;

    /// <summary>Whether only the moments of the coordinates are matched.</summary>
    public bool ArePlain => Factors == 0 && Totals == 0;

    /// <summary>Number of functions up to an order of the polynomials: (1 + factors) C(m + k, k) + totals.</summary>
    public long Count(int order)
    {
        Int128 count = (1 + (Int128)Factors) * Moments.Count(Dimension, order) + Totals;
        return count > long.MaxValue ? long.MaxValue : (long)count;
    }

    /// <summary>The highest order that has at most a given number of functions; 0 if even order 1 has more.</summary>
    public int HighestOrder(int size) => Moments.HighestOrder(Dimension, Math.Max(1, (size - Totals) / (1 + Factors)));

    /// <summary>For messages.</summary>
    public string Describe(int order)
    {
        if (ArePlain)
            return Moments.Describe(Dimension, order);
        string factors = Factors == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{1 + Factors} times ");
        string and = Totals == 0 ? "" : Totals == 1 ? " and one total"
            : string.Create(CultureInfo.InvariantCulture, $" and {Totals} totals");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"order {order} in {Dimension} dimension{(Dimension == 1 ? "" : "s")} has {Count(order)} functions, {factors}its "
                + $"{Moments.Count(Dimension, order)} moments{and}");
    }
}
