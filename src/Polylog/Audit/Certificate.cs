namespace Polylog;

/// <summary>What a coreset is worth, and how that can be checked.</summary>
public sealed record Certificate
{
    internal Certificate(int order, IReadOnlyList<OrderShare> shares, double momentResidual, Use use, Evidence evidence)
    {
        Order = order;
        Shares = shares;
        MomentResidual = momentResidual;
        Use = use;
        Evidence = evidence;
    }

    /// <summary>Order up to which all moments match: the lowest order of a leaf.</summary>
    public int Order { get; }

    /// <summary>The largest difference of a moment, relative to its leaf's weight.</summary>
    public double MomentResidual { get; }

    /// <summary>What the coreset was made for: the shapes of the test functions.</summary>
    public Use Use { get; }

    /// <summary>What the coreset and the measure alone tell.</summary>
    public Evidence Evidence { get; }

    /// <summary>The leaves by order, lowest first.</summary>
    internal IReadOnlyList<OrderShare> Shares { get; }

    /// <summary>
    /// Bounds the error of the average of a function that is smooth in the leaves: |average over the coreset - average over the measure|.
    /// </summary>
    /// <param name="derivative">
    /// For an order n, a bound M(n) of the function's n-th derivative along every unit direction, within the smallest box around all
    /// points, in columns scaled to standard deviation 1. Asked for the order + 1 of every leaf.
    /// </param>
    /// <returns>
    /// The sum over the leaves of M(order + 1) times the leaf's share, by Taylor's theorem about the centres of leaves and balls; infinite
    /// where a derivative is.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="derivative"/> is null.</exception>
    public double Bound(Func<int, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(derivative);
        return Shares.Where(share => share.ErrorBoundShare > 0).Sum(share => derivative(share.Order + 1) * share.ErrorBoundShare);
    }
}
