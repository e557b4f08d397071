using System.Globalization;

namespace Polylog;

/// <summary>
/// A few atoms of a measure, unchanged, with new weights. All moments up to <see cref="Order"/> equal those of the measure, to rounding.
/// </summary>
/// <remarks>Holds copies of its atoms, not the measure it was made from. Immutable and safe for concurrent use.</remarks>
public sealed partial class Coreset
{
    internal Coreset(Measure source, int[] indices, double[] weights, IReadOnlyList<OrderShare> shares, double momentResidual)
    {
        Source = new SourceSummary(source.Count, source.Dimension, source.TargetCount, source.TotalWeight);
        Points = source.Subset(indices, weights);
        Indices = indices;
        Shares = shares;
        MomentResidual = momentResidual;
        SizeAsked = indices.Length;
    }

    /// <summary>
    /// The kept atoms and their weights, with their targets, totals and groups, as a measure. It can be compressed again, alone or joined
    /// with others.
    /// </summary>
    public Measure Points { get; }

    /// <summary>Number of atoms kept.</summary>
    public int Count => Points.Count;

    /// <summary>Indices of the kept atoms in the measure they were taken from, <see cref="Count"/> of them, ascending.</summary>
    public ReadOnlyMemory<int> Indices { get; }

    /// <summary>Their weights, <see cref="Count"/> of them, all positive, in the order of <see cref="Indices"/>.</summary>
    public ReadOnlyMemory<double> Weights => Points.Weights;

    /// <summary>Sum of the weights.</summary>
    public double TotalWeight => Points.TotalWeight;

    /// <summary>Order up to which all moments match: the lowest order of a leaf.</summary>
    public int Order => Shares[0].Order;

    /// <summary>
    /// Whether the coreset has every distinct atom of the measure, with the summed weight of all equal ones. Then it is exact for every
    /// function.
    /// </summary>
    public bool IsExact { get; internal init; }

    /// <summary>
    /// Number of leaves: parts of the points, in each of which the moments match. After rounds all leaves of one order count as one.
    /// </summary>
    public int Leaves => Shares.Sum(share => share.Leaves);

    /// <summary>
    /// The largest difference of a moment, over all leaves and all functions of a leaf's Chebyshev basis, relative to the
    /// leaf's weight. Measured from the returned weights in twice the working precision; 1e-15 or less as a rule.
    /// </summary>
    public double MomentResidual { get; }

    /// <summary>How the compression ended.</summary>
    public CompressionStatus Status =>
        !(MomentResidual <= CompressionPolicy.ResidualLimit) ? CompressionStatus.ResidualAboveLimit
        : Count > SizeAsked ? CompressionStatus.SizeNotReached
        : Nearness > 0 ? CompressionStatus.NearlyMatched
        : Order < OrderAsked ? CompressionStatus.OrderLowered
        : IsRankDeficient ? CompressionStatus.RankDeficient
        : CompressionStatus.Matched;

    /// <summary><see cref="Status"/> in a sentence, with its numbers and what to do.</summary>
    public string StatusMessage => string.Create(CultureInfo.InvariantCulture, $"{Status switch
    {
        CompressionStatus.ResidualAboveLimit =>
            $"The moments of the {Count} kept atoms are off by {MomentResidual:0.0e0} of a leaf's weight, more than "
                + $"{CompressionPolicy.ResidualLimit:0e0}: lower Order, use fewer columns, or leave the farthest atoms out.",
        CompressionStatus.SizeNotReached =>
            $"{Count} atoms are kept, more than the {SizeAsked} asked for: fewer cannot match all moments up to order {Order}. Raise Size "
                + $"or lower Order.",
        CompressionStatus.OrderLowered =>
            $"{Count} atoms match all moments up to order {Order}, not {OrderAsked}: in some leaf rounding errors are larger than what the "
                + $"higher order would tell. Lower Order, or use fewer columns.",
        CompressionStatus.NearlyMatched =>
            $"{Count} atoms with a largest weight of {MaxWeight:0.###} times the mean match "
                + (Order == 0 ? "the total weight" : $"all moments up to order {Order}")
                + $"; those up to order {NearOrder} are off by at most {Nearness:0.0e0} of it. Raise MaxWeight or Size for more.",
        CompressionStatus.RankDeficient =>
            $"{Count} atoms match all moments up to order {Order}. The matched functions depend on each other, so fewer atoms than "
                + $"functions would do: look for constant, copied or two-valued columns.",
        _ when IsExact => $"Every distinct atom is kept ({Count} of {Source.Count}): the coreset is exact for every function.",
        _ => $"{Count} atoms match all moments up to order {Order}.",
    }}");

    /// <summary>The leaves by order, lowest first.</summary>
    internal IReadOnlyList<OrderShare> Shares { get; }

    /// <summary>Count, dimension and weight of the measure it was made from.</summary>
    internal SourceSummary Source { get; }

    /// <summary>Number of atoms that were asked for.</summary>
    internal int SizeAsked { get; init; }

    /// <summary>The order that was asked for; 0 where it was chosen.</summary>
    internal int OrderAsked { get; init; }

    /// <summary>What the kernel functions were found from: one for all atoms, or one for each group that has some, in order; null for a
    /// group without.</summary>
    internal IReadOnlyList<KernelRecipe?> Kernels { get; init; } = [];

    /// <summary>What was tried to choose the orders, with the errors that decided; empty where nothing was.</summary>
    internal IReadOnlyList<Trial> Trials { get; set; } = [];

    /// <summary>Number of kernel functions that are matched beside the moments, in all groups.</summary>
    internal int KernelFunctions => Kernels.Sum(recipe => recipe?.Plan.Matched ?? 0);

    /// <summary>The largest weight that was asked for, as a multiple of the mean; null where none was.</summary>
    internal double? MaxWeight { get; init; }

    /// <summary>Largest difference of a moment up to <see cref="NearOrder"/>, relative to a leaf's weight, where it is more than rounding
    /// because of <see cref="MaxWeight"/>; 0 otherwise.</summary>
    internal double Nearness { get; init; }

    /// <summary>The order that was aimed at beside <see cref="MaxWeight"/>.</summary>
    internal int NearOrder { get; init; }

    /// <summary>Whether the matched functions depend on each other in some leaf.</summary>
    internal bool IsRankDeficient { get; init; }

    /// <summary>The kind of test functions of its certificate.</summary>
    internal Use Use { get; init; }

    /// <summary>Measures how well the coreset represents the measure it was made from.</summary>
    /// <param name="source">The measure that was compressed, its atoms in the same order.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>Reads every atom of the source once: O(count x dimension x 80).</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">The measure has another number of atoms, coordinates or targets, another weight, or an atom
    /// differs from the kept one of its index.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Certificate Certify(Measure source, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckSource(source);
        return new Certificate(Order, Shares, MomentResidual, Use, Evidence.Between(source, Points, Order, Use, progress, cancellation));
    }

    /// <summary>As <see cref="Certify"/>, with the errors of each test function beside those of some number of random subsets.</summary>
    internal (Certificate Certificate, EvidenceDetail Detail) CertifyInDetail(
        Measure source, int subsets, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckSource(source);
        (Evidence evidence, EvidenceDetail detail) = Evidence.Detailed(source, Points, Order, Use, subsets, progress, cancellation);
        return (new Certificate(Order, Shares, MomentResidual, Use, evidence), detail);
    }

    /// <summary>Refuses another measure than the one that was compressed.</summary>
    private void CheckSource(Measure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Count != Source.Count || source.Dimension != Source.Dimension)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The coreset was made from {Source.Count} atoms of {Source.Dimension} coordinates, the measure has {source.Count} of "
                    + $"{source.Dimension}; pass the measure that was compressed."), nameof(source));
        }
        if (source.TotalWeight != Source.TotalWeight || source.TargetCount != Source.TargetCount)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The coreset was made from a measure of total weight {Source.TotalWeight} with {Source.TargetCount} targets, this one "
                    + $"has weight {source.TotalWeight} and {source.TargetCount} targets; pass the measure that was compressed."),
                nameof(source));
        }
        for (int i = 0; i < Count; i++)
        {
            if (!source.Atom(Indices.Span[i]).SequenceEqual(Points.Atom(i)))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Atom {Indices.Span[i]} of the measure differs from the atom that the coreset kept; pass the measure that was "
                        + $"compressed, its atoms in the same order."), nameof(source));
            }
        }
    }

    /// <summary>Throws where a strict compression did not reach what was asked for.</summary>
    /// <exception cref="CompressionException">The size was not reached, or the residual is above its limit.</exception>
    internal void ThrowIfMissed()
    {
        if (Status is CompressionStatus.SizeNotReached or CompressionStatus.ResidualAboveLimit)
            throw new CompressionException(Status, StatusMessage);
    }

    /// <summary>The same atoms as atoms of another measure: one with further, constant, coordinates, or with equal atoms.</summary>
    /// <param name="source">That measure.</param>
    /// <param name="atoms">For each atom of the measure that was compressed its index in the other one; null where they are the
    /// same.</param>
    internal Coreset OfMeasure(Measure source, int[]? atoms) => new(
        source, atoms is null ? Indices.ToArray() : Array.ConvertAll(Indices.ToArray(), atom => atoms[atom]), Weights.ToArray(), Shares,
        MomentResidual)
    {
        IsExact = IsExact,
        IsRankDeficient = IsRankDeficient,
        SizeAsked = SizeAsked,
        OrderAsked = OrderAsked,
        Kernels = Kernels,
        MaxWeight = MaxWeight,
        Nearness = Nearness,
        NearOrder = NearOrder,
        Use = Use,
        Trials = Trials,
    };
}
