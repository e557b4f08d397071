namespace Polylog;

/// <summary>
/// The test functions that decide how many points an error needs: of the same kind as those of a certificate, but others. If a size were
/// chosen by the certificate's own functions, it would be one at which just these have small errors.
/// </summary>
/// <remarks>
/// The median of a certificate's 48 functions scatters by a factor of 1.2 to 1.5 from panel to panel, and by one of 3 for smooth functions
/// in the plane, whose errors lie decades apart.
/// </remarks>
/// <param name="dimension">Coordinates of the measures, at least 1.</param>
/// <param name="use">Which shapes.</param>
internal sealed class TrialPanel(int dimension, Use use)
{
    private const int Functions = 96;

    private const ulong Seed = 0xA4093822299F31D0;

    private readonly RidgePanel _panel = new(dimension, Functions, Seed, use);

    /// <summary>Reads the full measure once and returns a function that gives the errors of a coreset.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public Func<Measure, TrialErrors> Against(Measure full, CancellationToken cancellation)
    {
        Func<Measure, double[]> errors = _panel.Against(full, cancellation);
        return coreset => TrialErrors.FromErrors(errors(coreset));
    }
}
