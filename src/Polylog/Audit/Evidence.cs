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
/// <param name="Random">The same for random subsets of the same size: medians over <see cref="Subsets"/> draws.</param>
public sealed record Evidence(int Order, double Discrepancy, int Functions, PanelErrors Coreset, PanelErrors Random)
{
    /// <summary>Number of random directions along which the discrepancy is measured.</summary>
    public const int Directions = 32;

    /// <summary>Number of random subsets the coreset is compared with.</summary>
    public const int Subsets = 5;

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
    public static Evidence Between(
        Measure full, Measure coreset, int order, Use use = Use.Any, IProgress<double>? progress = null,
            CancellationToken cancellation = default)
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
        var panel = new RidgePanel(full.Dimension, use: use);
        int size = Math.Min(coreset.Count, full.Count);
        double[][] errors = panel.Errors(full, [coreset, .. Draws(full, size)], order + 1, Directions, progress, cancellation);
        PanelErrors[] draws = [.. errors.Skip(1).Select(draw => PanelErrors.FromErrors(draw[..panel.Count]))];
        return new Evidence(
            order + 1,
            errors[0][panel.Count..].Max(),
            panel.Count,
            PanelErrors.FromErrors(errors[0][..panel.Count]),
            new PanelErrors(
                PanelErrors.MedianOf(draws.Select(draw => draw.Median)), PanelErrors.MedianOf(draws.Select(draw => draw.Worst))));
    }

    /// <summary>The random subsets of a size that coresets are compared with.</summary>
    internal static Measure[] Draws(Measure full, int size) =>
        [.. Enumerable.Range(1, Subsets).Select(seed => RandomSubset.Draw(full, size, (ulong)seed))];
}
