using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>Eight sums side by side, each as <see cref="CompensatedSum"/>.</summary>
internal struct CompensatedLanes
{
    private Vector512<double> _high;
    private Vector512<double> _low;

    /// <summary>Adds left * right lane by lane, the products' rounding errors included.</summary>
    public void AddProduct(Vector512<double> left, Vector512<double> right)
    {
        Vector512<double> product = left * right;
        Vector512<double> sum = _high + product;
        Vector512<double> shadow = sum - _high;
        _low += Vector512.FusedMultiplyAdd(left, right, -product) + ((_high - (sum - shadow)) + (product - shadow));
        _high = sum;
    }

    /// <summary>Adds all lanes to a sum, in their order.</summary>
    /// <param name="sum">IN/OUT, the sum.</param>
    public readonly void AddTo(ref CompensatedSum sum)
    {
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
        {
            sum.Add(_high[lane]);
            sum.Add(_low[lane]);
        }
    }
}
