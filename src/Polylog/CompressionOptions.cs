namespace Polylog;

/// <summary>What to keep and how much of it. The defaults work for any table; change with <c>with</c> or an initialiser.</summary>
public sealed record CompressionOptions
{
    /// <summary>
    /// Highest total degree of the matched moments, at least 1, the same in all leaves; null, the default, to choose order and size leaf by
    /// leaf such that the estimated error of the functions of <see cref="Use"/> is smallest.
    /// </summary>
    /// <remarks>
    /// Smooth uses gain from more, kinked ones from less; a leaf needs <see cref="Moments.Count"/> points. Coordinates that are constant do
    /// not count.
    /// </remarks>
    public int? Order { get; init; }

    /// <summary>What the coreset is for: steers the choice where there is no <see cref="Order"/>, and the certificate's panel.</summary>
    public Use Use { get; init; } = Use.Any;

    /// <summary>
    /// Median relative error of the panel's sums that is still good enough, in (0, 1): the smallest size that reaches it is looked for.
    /// Null, the default, to use
    /// <see cref="Size"/> or <see cref="Fraction"/>; not together with a size.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>Points to keep at most; null to use <see cref="Fraction"/>.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// Share of the atoms to keep when there is neither a <see cref="Size"/> nor a <see cref="Tolerance"/>, in (0, 1]; 0.1 by default.
    /// Never fewer than <see cref="Moments.Count"/> are asked for.
    /// </summary>
    public double Fraction { get; init; } = 0.1;

    /// <summary>How unlike columns are made comparable; by standard deviation by default.</summary>
    public ColumnScale Scale { get; init; } = ColumnScale.StandardDeviation;

    /// <summary>Work put into the error beyond the matched moments.</summary>
    public Effort Effort { get; init; } = Effort.Balanced;

    /// <summary>
    /// Whether to throw a <see cref="CompressionException"/> where the size is not reached or a residual is above its limit, instead of
    /// telling it by <see cref="Coreset.Status"/>.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Worker threads; 0, the default, for one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Told the share of the work done, 0 to 1, from worker threads.</summary>
    public IProgress<double>? Progress { get; init; }
}
