namespace Polylog;

/// <content>Targets with less noise.</content>
public sealed partial class Coreset
{
    /// <summary>
    /// Estimates the targets of the kept atoms from all atoms of the measure: a part of each estimate, at most three quarters, is a smooth
    /// regression on them, the rest is the atom's own target. A model can be trained on the estimates instead of the targets, which the
    /// coreset keeps as they are.
    /// </summary>
    /// <param name="source">The measure that was compressed, its atoms in the same order.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>
    /// <see cref="Count"/> x the measure's target count, row-major. Their weighted mean is that of the targets, in each group; their other
    /// moments are not preserved.
    /// </returns>
    /// <remarks>
    /// Models gain where the target is noisy and smooth, and lose where it jumps and has no noise. Each group has a regression of its own,
    /// on at most 32,768 of its atoms and 1,024 Gaussian functions; its width, its penalty and its part of an estimate are chosen on
    /// a fifth of them. The more alike its errors at neighbouring atoms are, the smaller is its part: such errors are no noise.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">It is not the measure that was compressed, or its targets are not numbers of the squared or the
    /// least-squares loss.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ReadOnlyMemory<double> SmoothTargets(
        Measure source, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Smooth(source, threads: 0, progress, cancellation).Values;

    /// <summary>The same, with what is known about the estimates.</summary>
    internal SmoothedTargets Smooth(Measure source, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Loss is not { } loss || (loss != Loss.Squared && loss != Loss.LeastSquares))
        {
            throw new ArgumentException(
                $"The measure has {(source.Loss is null ? "no target" : $"targets of the {source.Loss.Name} loss")}: only numbers can be "
                    + "smoothed; give it a target of the squared loss with WithTargets.", nameof(source));
        }
        CheckSource(source);
        return new TargetSmoother(threads, cancellation).Run(source, Points, progress);
    }
}
