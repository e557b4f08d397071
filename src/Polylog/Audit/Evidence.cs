namespace Polylog;

/// <summary>
/// How well a coreset represents a measure, computed from the two measures alone. It does not use how the coreset was made, so anybody who
/// has both can compute it again.
/// </summary>
/// <param name="Order">Order of the discrepancy: the first order that the coreset does not match.</param>
/// <param name="Discrepancy">
/// Largest difference of the moment of this order along <see cref="Directions"/> random directions of the standardised columns, relative to
/// the sum of weight x |coordinate along the direction|^order: the leading term of the error for smooth uses.
/// </param>
/// <param name="Functions">Number of test functions.</param>
/// <param name="Coreset">Relative errors of the test functions' sums over the coreset.</param>
/// <param name="Random">
/// The same for random subsets of the same size, drawn by weight: medians over <see cref="Subsets"/> draws.
/// </param>
public sealed record Evidence(int Order, double Discrepancy, int Functions, PanelErrors Coreset, PanelErrors Random)
{
    private const ulong OwnSeed = 1;

    /// <summary>Number of random directions along which the discrepancy is measured.</summary>
    public const int Directions = 32;

    /// <summary>Number of random subsets the coreset is compared with.</summary>
    public const int Subsets = 5;

    /// <summary>
    /// Errors of steps, for the coreset and for random subsets: weights of random half-spaces, relative to the full ones. With a target,
    /// the losses of models that are steps.
    /// </summary>
    public (PanelErrors Coreset, PanelErrors Random) Steps { get; init; }

    /// <summary>The same for sines of 4 and of 8 radians a standard deviation along random directions.</summary>
    public (PanelErrors Coreset, PanelErrors Random) HighFrequencies { get; init; }

    /// <summary>
    /// The same for tails: weights below the 5% quantile of a column and above the 95% quantile, relative to the full ones. At most 16
    /// columns are compared.
    /// </summary>
    public (PanelErrors Coreset, PanelErrors Random) Tails { get; init; }

    /// <summary>
    /// The effective number of atoms of the coreset (Kish): (sum of weights)^2 / sum of weights^2, 1 .. its count. As many atoms of equal
    /// weight have the same variance in a sum of independent values: what moments do not tell has an error of this many random atoms.
    /// </summary>
    public double EffectiveCount { get; init; }

    /// <summary>The coreset's smallest weight over their mean.</summary>
    public double SmallestWeight { get; init; }

    /// <summary>The coreset's largest weight over their mean.</summary>
    public double LargestWeight { get; init; }

    /// <summary>Number of tails.</summary>
    internal int TailFunctions { get; init; }

    /// <summary>Compares a coreset with the measure it represents.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coreset">The measure that represents it, in the same columns.</param>
    /// <param name="order">Order up to which it matches all moments, at least 0.</param>
    /// <param name="use">The kind of test functions.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>O((full + coreset) x (directions + functions) x dimension).</remarks>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    /// <example>
    /// Judge rows that were chosen in some other way:
    /// <code>
    /// double[] rows = [.. Enumerable.Range(0, 30_000).Select(_ =&gt; Random.Shared.NextDouble())]; // 10 000 rows of 3 numbers
    /// var all = new Measure(rows, dimension: 3);
    /// var some = new Measure(rows.AsMemory(0, 3000), dimension: 3, Enumerable.Repeat(10.0, 1000).ToArray());
    ///
    /// Evidence evidence = Evidence.Between(all, some, order: 0);
    /// Console.WriteLine($"{evidence.Coreset.Median} where random rows have {evidence.Random.Median}");
    /// </code>
    /// </example>
    public static Evidence Between(
        Measure full, Measure coreset, int order, Use use = Use.Any, IProgress<double>? progress = null,
            CancellationToken cancellation = default) =>
        Between(full, coreset, order, use, OwnSeed, progress, cancellation);

    /// <summary>The same with functions and random subsets of another seed.</summary>
    internal static Evidence Between(
        Measure full, Measure coreset, int order, Use use, ulong seed, IProgress<double>? progress, CancellationToken cancellation) =>
        Detailed(full, coreset, order, use, seed, Subsets, progress, cancellation).Evidence;

    /// <summary>The same with the errors of each function, beside those of some number of random subsets, at least 5.</summary>
    internal static (Evidence Evidence, EvidenceDetail Detail) Detailed(
        Measure full, Measure coreset, int order, Use use, int subsets, IProgress<double>? progress, CancellationToken cancellation) =>
        Detailed(full, coreset, order, use, OwnSeed, subsets, progress, cancellation);

    private static (Evidence Evidence, EvidenceDetail Detail) Detailed(
        Measure full, Measure coreset, int order, Use use, ulong seed, int subsets, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(full);
        ArgumentNullException.ThrowIfNull(coreset);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (coreset.Dimension != full.Dimension)
            throw new ArgumentException(
                $"The coreset has {coreset.Dimension} columns, the full measure {full.Dimension}.", nameof(coreset));
        // A constant column would only make the random directions shorter.
        int[] varying = full.VaryingCoordinates();
        (full, coreset) = (full.InCoordinates(varying), coreset.InCoordinates(varying));
        EvidencePanel panel = EvidencePanel.Of(full, order, use, seed);
        int size = Math.Min(coreset.Count, full.Count);
        FunctionSums all = panel.Functions.Sum(full, progress, cancellation);
        FunctionSums own = panel.Functions.Sum(coreset, null, cancellation);
        FunctionSums[] random = [.. Enumerable.Range(1, subsets)
            .Select(draw => panel.Functions.Sum(Drawn(full, size, seed, draw), null, cancellation))];
        return (panel.Compare(all, own, random[..Subsets], WeightSpread.FromMeasure(coreset)), panel.Detail(all, own, random));
    }

    /// <summary>The random subsets of a size that coresets are compared with.</summary>
    internal static Measure[] Draws(Measure full, int size, ulong seed = OwnSeed) =>
        [.. Enumerable.Range(1, Subsets).Select(draw => Drawn(full, size, seed, draw))];

    private static Measure Drawn(Measure full, int size, ulong seed, int draw) =>
        RandomSubset.Draw(full, size, (seed - OwnSeed) * Subsets + (ulong)draw);
}
