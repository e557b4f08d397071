namespace Polylog.Experiments;

/// <summary>
/// How alike two ReLU units are for a training: k = r r' exp(-|u - u'| / l) (1 + s s' + v v'), r u = (w, b) with |u| = 1, s the sign of v.
/// </summary>
/// <remarks>
/// A unit is r times the one of its direction u, and the kinks at the borders of their half planes make what units do a rough function of
/// u: hence an exponential, which is no smoother. The steps that units make together are sums over them whatever the sign of v; in the long
/// run the sign decides which of two ways a unit goes; and v itself makes the first output.
/// </remarks>
internal sealed class UnitKernel
{
    // In radians, nearly: a fifth of a right angle.
    private const double Reach = 0.3;

    private readonly double[] _norm, _x, _y, _z, _sign, _output;

    /// <summary>Prepares.</summary>
    public UnitKernel(PlanarUnit[] units)
    {
        double largest = units.Max(unit => Math.Abs(unit.V));
        _norm = Array.ConvertAll(units, unit => unit.Norm);
        _x = Array.ConvertAll(units, unit => unit.W1 / Length(unit));
        _y = Array.ConvertAll(units, unit => unit.W2 / Length(unit));
        _z = Array.ConvertAll(units, unit => unit.B / Length(unit));
        _sign = Array.ConvertAll(units, unit => unit.V > 0 ? 1.0 : -1);
        _output = Array.ConvertAll(units, unit => largest > 0 ? unit.V / largest : 0);

        static double Length(PlanarUnit unit) => unit.Norm is > 0 and var norm ? norm : 1;
    }

    /// <summary>k of two units.</summary>
    public double Value(int i, int j)
    {
        double x = _x[i] - _x[j], y = _y[i] - _y[j], z = _z[i] - _z[j];
        return _norm[i] * _norm[j] * Math.Exp(-Math.Sqrt(x * x + y * y + z * z) / Reach) * (
            1 + _sign[i] * _sign[j] + _output[i] * _output[j]);
    }
}
