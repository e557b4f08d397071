namespace Polylog;

/// <summary>
/// How many atoms to keep, and which moments to match. The defaults work for any table. Change them with <c>with</c> or an initialiser.
/// </summary>
/// <example>
/// <code>
/// var options = new CompressionOptions { Order = 3, Size = 1000 };   // 1000 atoms that match all moments up to order 3
/// CompressionOptions kinked = options with { Use = Use.Kinked };      // for sums of functions with kinks, such as trees and ReLU
/// var exact = new CompressionOptions { Tolerance = 1e-4 };            // as many atoms as an error of 1e-4 needs
/// </code>
/// </example>
public sealed record CompressionOptions
{
    /// <summary>
    /// Highest total degree of the matched moments, at least 1, the same in every leaf. Null, the default: each leaf gets the order and the
    /// number of points that make the estimated error of the functions of <see cref="Use"/> smallest.
    /// </summary>
    /// <remarks>
    /// A higher order helps smooth functions, a lower one helps functions with kinks. A leaf needs <see cref="Moments.Count"/> points;
    /// constant coordinates do not count.
    /// </remarks>
    public int? Order { get; init; }

    /// <summary>
    /// The functions that the coreset is for. They decide the orders where <see cref="Order"/> is null, and they are the test functions of
    /// the certificate.
    /// </summary>
    public Use Use { get; init; } = Use.Any;

    /// <summary>Which functions are matched: polynomials, or kernel functions as well. By default the data's shape decides.</summary>
    public FunctionFamily Functions { get; init; } = FunctionFamily.Auto;

    /// <summary>
    /// Largest acceptable weight of a kept atom, as a multiple of the kept atoms' mean weight (in each group, where there are groups), at
    /// least 1. With 1 all weights are equal. Null, the default: weights are as even as the functions allow.
    /// </summary>
    /// <remarks>
    /// Near 1 not all moments can be matched to rounding: functions are given up from the last on, and <see cref="Coreset.Order"/> says how
    /// far moments match.
    /// </remarks>
    public double? MaxWeight { get; init; }

    /// <summary>
    /// Seed of a random choice of atoms. Moments match as they do without it, and every atom's weight is on average, over the seeds, what
    /// it was before: sums over the coreset are unbiased estimates. Null, the default: the choice that keeps further functions' sums small.
    /// </summary>
    public ulong? Draw { get; init; }

    /// <summary>
    /// Largest acceptable median error of the test functions' sums, relative, in (0, 1). The smallest size that reaches it is searched for,
    /// on other functions than the certificate's, with a margin for their scatter: the certificate shows a larger error in a fifth of the
    /// cases at most.
    /// Null, the default, to use <see cref="Size"/> or <see cref="Fraction"/>. Cannot be combined with a size.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>Number of atoms to keep at most. Null to use <see cref="Fraction"/>.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// Share of the atoms to keep, in (0, 1]; 0.1 by default. Used where neither <see cref="Size"/> nor <see cref="Tolerance"/> is given.
    /// At least <see cref="Moments.Count"/> atoms are kept.
    /// </summary>
    public double Fraction { get; init; } = 0.1;

    /// <summary>The unit in which distances along each coordinate are measured when points are split into leaves.</summary>
    public ColumnScale Scale { get; init; } = ColumnScale.StandardDeviation;

    /// <summary>How much work to spend on errors beyond the matched moments.</summary>
    public Effort Effort { get; init; } = Effort.Balanced;

    /// <summary>
    /// Whether to throw a <see cref="CompressionException"/> if the size is not reached or the residual is above its limit. By default
    /// <see cref="Coreset.Status"/> tells it.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Whether more compressions follow, so that rounds over the borders of leaves are not worth their time.</summary>
    internal bool IsStep { get; init; }

    /// <summary>Number of worker threads; 0, the default, for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Receives the share of the work done, 0 to 1, from worker threads. It tells of the first pass over the leaves: it stays at 1 during
    /// rounds, starts again where a pass has to be repeated, and is silent while a tolerance is searched for. What it throws ends the work
    /// and reaches the caller as it is.
    /// </summary>
    public IProgress<double>? Progress { get; init; }
}
