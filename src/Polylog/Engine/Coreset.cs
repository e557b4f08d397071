namespace Polylog;

/// <summary>
/// A few atoms of a measure, unchanged, with new weights such that all moments up to an order are the measure's own.
/// </summary>
public sealed class Coreset
{
    private readonly Lazy<Certificate> _certificate;

    private readonly Use _use;

    internal Coreset(Measure source, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> weights, IReadOnlyList<OrderShare> shares, double momentResidual, Use use)
    {
        _use = use;
        Source = source;
        Indices = indices;
        Weights = weights;
        Shares = shares;
        Order = shares[0].Order;
        Leaves = shares.Sum(share => share.Leaves);
        MomentResidual = momentResidual;
        _certificate = new Lazy<Certificate>(() =>
            new Certificate(Order, shares, momentResidual, use, Evidence.Of(source, ToMeasure(), Order, use)));
        var total = new CompensatedSum();
        foreach (double weight in weights.Span)
            total.Add(weight);
        TotalWeight = total.Value;
    }

    /// <summary>The measure that was compressed.</summary>
    public Measure Source { get; }

    /// <summary>Number of atoms kept.</summary>
    public int Count => Indices.Length;

    /// <summary>Indices of the kept atoms in <see cref="Source"/>, ascending.</summary>
    public ReadOnlyMemory<int> Indices { get; }

    /// <summary>Their weights, all positive, in the order of <see cref="Indices"/>.</summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>The leaves by order, lowest first.</summary>
    internal IReadOnlyList<OrderShare> Shares { get; }

    /// <summary>Sum of the weights.</summary>
    public double TotalWeight { get; }

    /// <summary>Order up to which all moments match: the lowest of the leaves'.</summary>
    public int Order { get; }

    /// <summary>Whether every atom that differs from the others is kept, with the weight of all that are equal to it: then it is exact for every function.</summary>
    public bool IsExact { get; internal init; }

    /// <summary>
    /// Parts of the points in each of which the moments match: leaves of the partition; where rounds went over the borders, all leaves of one order count as one.
    /// </summary>
    public int Leaves { get; }

    /// <summary>
    /// The evidence: the largest difference of a moment, over all leaves and all functions of the leaf's Chebyshev basis, relative to the
    /// leaf's weight. A leaf is what <see cref="Leaves"/> counts. Measured from the returned weights in twice the working precision; 1e-15 or less, as a rule.
    /// </summary>
    public double MomentResidual { get; }

    /// <summary>What the coreset is worth. Worked out when first asked for, from one pass over the source: O(count x dimension x 80).</summary>
    public Certificate Certificate => _certificate.Value;

    /// <summary>The kept atoms as a measure of their own, copied, with their targets, totals and groups: to compress again, together with others or alone.</summary>
    public Measure ToMeasure() => Source.Subset(Indices.Span, Weights);

    /// <summary>The same atoms of a measure that has further coordinates, all of them constant.</summary>
    internal Coreset Of(Measure source) => new(source, Indices, Weights, Shares, MomentResidual, _use) { IsExact = IsExact };
}
