namespace Polylog.Networks;

/// <summary>
/// The symmetries of an activation, by which units with different weights respond alike. If s(z) = even(z) + slope z, or s(z) = odd(z) +
/// constant, the units of -w, -b and of w, b respond alike up to a known function. If s(c z) = c s(z) for c &gt; 0, units of the same
/// direction respond alike up to a factor.
/// </summary>
/// <param name="IsHomogeneous">Whether s(c z) = c s(z) for c &gt; 0.</param>
/// <param name="Slope">The slope, if s(z) - slope z is even; else null.</param>
/// <param name="Constant">The constant, if s(z) - constant is odd; else null.</param>
internal sealed record ResponseShape(bool IsHomogeneous, double? Slope, double? Constant)
{
    private const double Rounding = 1e-12;

    private static readonly double[] s_probes = [0.03, 0.17, 0.4, 0.9, 1.3, 2.1, 3.7, 5.9, 7.3, 11.7];

    /// <summary>Whether s(z) = slope z.</summary>
    public bool IsLinear { get; private init; }

    /// <summary>Finds the shape of an activation from its values at a few points.</summary>
    /// <param name="activation">s.</param>
    public static ResponseShape Find(Func<double, double> activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        double slope = (activation(1) - activation(-1)) / 2;
        double constant = activation(0);
        bool even = true, odd = true, homogeneous = true, linear = true;
        foreach (double z in s_probes)
        {
            double up = activation(z), down = activation(-z);
            double size = Rounding * (Math.Abs(up) + Math.Abs(down) + z);
            even &= Math.Abs((up - down) / 2 - slope * z) <= size;
            odd &= Math.Abs((up + down) / 2 - constant) <= size;
            homogeneous &= Math.Abs(activation(2 * z) - 2 * up) <= size && Math.Abs(activation(-2 * z) - 2 * down) <= size;
            linear &= Math.Abs(up - slope * z) <= size && Math.Abs(down + slope * z) <= size;
        }
        return new ResponseShape(homogeneous, even ? slope : null, odd && !even ? constant : null) { IsLinear = linear };
    }
}
