namespace Polylog;

/// <summary>
/// A sum carried in twice the working precision: each addition's and each product's rounding error is kept in a second
/// double (Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26, 2005).
/// </summary>
/// <param name="high">The sum so far, rounded.</param>
/// <param name="low">What rounding lost of it.</param>
internal struct CompensatedSum(double high, double low)
{
    private double _high = high;
    private double _low = low;

    /// <summary>The sum without what its additions lost.</summary>
    public readonly double High => _high;

    /// <summary>What its additions lost.</summary>
    public readonly double Low => _low;

    /// <summary>The sum, rounded once.</summary>
    public readonly double Value => _high + _low;

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        double sum = _high + term;
        double shadow = sum - _high;
        _low += (_high - (sum - shadow)) + (term - shadow);
        _high = sum;
    }

    /// <summary>Adds another sum.</summary>
    public void Add(CompensatedSum other)
    {
        Add(other._high);
        _low += other._low;
    }

    /// <summary>The sum of all terms, each multiplied by a factor.</summary>
    public readonly CompensatedSum Times(double factor)
    {
        var scaled = new CompensatedSum(0, factor * _low);
        scaled.AddProduct(factor, _high);
        return scaled;
    }

    /// <summary>Adds left * right, the product's rounding error included.</summary>
    public void AddProduct(double left, double right)
    {
        double product = left * right;
        _low += Math.FusedMultiplyAdd(left, right, -product);
        Add(product);
    }
}
