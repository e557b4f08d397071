using System.Globalization;

namespace Polylog;

/// <summary>Counts moments: the sums of weight times monomial, over all monomials of total degree at most the order.</summary>
/// <example>
/// At least so many atoms are kept:
/// <code>
/// long moments = Moments.Count(dimension: 4, order: 3);               // 35
/// int order = Moments.HighestOrder(dimension: 4, size: 500);          // the highest order that 500 atoms can match
/// </code>
/// </example>
public static class Moments
{
    /// <summary>
    /// Number of monomials in <paramref name="dimension"/> variables of total degree at most <paramref name="order"/>,
    /// the constant included: C(dimension + order, order). By Tchakaloff's theorem that many atoms suffice to preserve all of them.
    /// </summary>
    /// <param name="dimension">Coordinates of an atom, at least 1.</param>
    /// <param name="order">Highest total degree, at least 0.</param>
    /// <returns>The count; <see cref="long.MaxValue"/> when it is larger than that.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1 or the order below 0.</exception>
    public static long Count(int dimension, int order)
    {
        if (dimension < 1)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The dimension must be at least 1.");
        if (order < 0)
            throw new ArgumentOutOfRangeException(nameof(order), order, "The order must be at least 0.");
        UInt128 count = 1;
        int small = Math.Min(dimension, order);
        int large = Math.Max(dimension, order);
        for (int i = 1; i <= small; i++)
        {
            // Exact at every step: the running product is C(large + i, i).
            count = count * (UInt128)(large + (long)i) / (UInt128)i;
            if (count > long.MaxValue)
                return long.MaxValue;
        }
        return (long)count;
    }

    /// <summary>The highest order that has at most a given number of moments.</summary>
    /// <param name="dimension">Coordinates of an atom, at least 1.</param>
    /// <param name="size">Number of points, at least 1.</param>
    /// <returns>0 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The dimension or the size is below 1.</exception>
    public static int HighestOrder(int dimension, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        int low = 0, high = size;
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (Count(dimension, middle) <= size)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    internal static string Describe(int dimension, int order) =>
        string.Create(CultureInfo.InvariantCulture, $"order {order} in {dimension} dimension{(dimension == 1 ? "" : "s")} has "
            + $"{(Count(dimension, order) is < long.MaxValue and long count ? $"{count}" : "more than 9e18")} moments");
}
