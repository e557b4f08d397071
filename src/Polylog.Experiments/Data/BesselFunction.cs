namespace Polylog.Experiments;

/// <summary>Bessel functions of the first kind and integer order.</summary>
public static class BesselFunction
{
    // Below this x the series needs few terms, and the recurrence would overflow soon.
    private const double SeriesEnd = 1;
    private const double Large = 1e200;

    /// <summary>J_n(x), with an absolute error of some 1e-16.</summary>
    /// <param name="order">n, at least 0.</param>
    /// <param name="x">x, finite. The time grows like n + |x|.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="order"/> is negative, or <paramref name="x"/> is not finite.
    /// </exception>
    public static double J(int order, double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (!double.IsFinite(x))
            throw new ArgumentOutOfRangeException(nameof(x), x, "It must be finite.");
        double value = Math.Abs(x) < SeriesEnd ? Series(order, Math.Abs(x)) : Recurrence(order, Math.Abs(x));
        return x < 0 && order % 2 == 1 ? -value : value;
    }

    // sum_k (-1)^k (x/2)^(2k + n) / (k! (k + n)!)
    private static double Series(int order, double x)
    {
        double half = x / 2, term = 1;
        for (int i = 1; i <= order; i++)
            term *= half / i;
        double sum = term;
        for (int k = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
        {
            term *= -half * half / (k * (double)(k + order));
            sum += term;
        }
        return sum;
    }

    // Miller's algorithm: J_(k-1) = 2k/x J_k - J_(k+1), downwards from a k at which J_k is negligible; J_0 + 2 J_2 + 2 J_4 + ... = 1 gives
    // the scale. J_k falls like exp(-c (k - x)^(3/2) / x^(1/2)) beyond k = x, hence the start.
    private static double Recurrence(int order, double x)
    {
        int start = (int)(Math.Max(order, x) + 30 + 12 * Math.Cbrt(x));
        double next = 0, here = 1e-200, sum = 0, wanted = 0;
        for (int k = start; k > 0; k--)
        {
            // J_(k - 1)
            (here, next) = (2 * k / x * here - next, here);
            if (Math.Abs(here) > Large)
            {
                (here, next, sum, wanted) = (here / Large, next / Large, sum / Large, wanted / Large);
            }
            if (k - 1 == order)
                wanted = here;
            if ((k - 1) % 2 == 0)
                sum += k == 1 ? here : 2 * here;
        }
        return wanted / sum;
    }
}
