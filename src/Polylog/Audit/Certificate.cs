namespace Polylog;

/// <summary>What a coreset is worth, and how that can be checked.</summary>
/// <param name="Order">Order up to which all moments match: the lowest of the leaves'.</param>
/// <param name="Shares">The leaves by order, lowest first.</param>
/// <param name="MomentResidual">As <see cref="Coreset.MomentResidual"/>.</param>
/// <param name="Use">What the panel of the evidence is made of.</param>
/// <param name="Evidence">What the two measures alone tell.</param>
public sealed record Certificate(int Order, IReadOnlyList<OrderShare> Shares, double MomentResidual, Use Use, Evidence Evidence)
{
    /// <summary>
    /// Bounds the error of the average of a function that is smooth in the leaves: |average over the coreset - average over the measure|.
    /// </summary>
    /// <param name="derivative">
    /// For an order n, a bound M(n) of the function's n-th derivative along every unit direction, within the smallest box around all points, in columns scaled to standard
    /// deviation 1. Asked for each leaf order + 1.
    /// </param>
    /// <returns>The sum over the shares of M(order + 1) x <see cref="OrderShare.ErrorBoundShare"/>, by Taylor's theorem about the centres of leaves and balls.</returns>
    public double Bound(Func<int, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(derivative);
        return Shares.Where(share => share.ErrorBoundShare > 0).Sum(share => derivative(share.Order + 1) * share.ErrorBoundShare);
    }
}
