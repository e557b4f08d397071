namespace Polylog;

/// <summary>Searches for the smallest size whose median error is below a tolerance, most likely also on other test functions.</summary>
/// <remarks>
/// The functions are those of a <see cref="TrialPanel"/>, not those of the certificate, and the size is large enough where
/// <see cref="TrialErrors.High"/> is below the tolerance.
/// Sizes grow fourfold until one is large enough. Then the interval between the last size that is too small and the first that is large
/// enough shrinks, split where interpolated log errors meet the tolerance. Large data are sampled for the search: the error depends on the
/// size, hardly on the number of points.
/// </remarks>
/// <param name="measure">The measure.</param>
/// <param name="options">Checked options with a tolerance.</param>
/// <param name="compress">Compresses a measure to the size of its options.</param>
/// <param name="cancellation">Ends the work early.</param>
internal sealed class ToleranceSearch(
    Measure measure, CompressionOptions options, Func<Measure, CompressionOptions, CancellationToken, Coreset> compress,
        CancellationToken cancellation)
{
    /// <summary>Sizes whose ratio is smaller than this count as equal.</summary>
    private const double Resolution = 1.08;

    private const int Growth = 4;

    /// <summary>Points that the search works on at most, unless the size comes near.</summary>
    private const int SampleCount = 200_000;

    private const int MaxRefinements = 8;

    public Coreset Run(double tolerance)
    {
        bool sampled = measure.WeightedCount > 2 * SampleCount;
        Measure tried = sampled ? HashedSample.Draw(measure, SampleCount) : measure;
        int least = (int)Math.Min(measure.WeightedCount, GroupedCompression.Least(measure, options.Order ?? 1));
        (Coreset found, int size) = Search(tried, tolerance, Math.Min(least, tried.WeightedCount));
        if (!sampled)
            return found;
        // The sample can be a little kinder than the data.
        Func<Measure, TrialErrors> errors = Errors(measure);
        while (true)
        {
            Coreset coreset = Compress(measure, size >= tried.WeightedCount ? Math.Min(measure.WeightedCount, size * Growth) : size);
            if (coreset.Count == measure.WeightedCount || errors(coreset.Points).High <= tolerance)
                return coreset;
            size = (int)Math.Min(int.MaxValue, Math.Ceiling(size * 1.25));
        }
    }

    private (Coreset Found, int Size) Search(Measure data, double tolerance, int least)
    {
        Func<Measure, TrialErrors> errors = Errors(data);
        int all = data.WeightedCount;
        int low = least, size = least;
        double lowError = double.NaN;
        Coreset coreset = Compress(data, size);
        double error = errors(coreset.Points).High;
        while (error > tolerance)
        {
            (low, lowError) = (size, error);
            size = (int)Math.Min(all, (long)size * Growth);
            coreset = Compress(data, size);
            error = coreset.Count == all ? 0 : errors(coreset.Points).High;
        }
        for (int refinement = 0; refinement < MaxRefinements && size > low * Resolution && size > low + 1; refinement++)
        {
            // Straight lines in logarithms, kept away from the ends so that the interval shrinks whatever the noise.
            double slope = error > 0 ? Math.Log(lowError / tolerance) / Math.Log(lowError / error) : 0.5;
            double at = double.IsFinite(slope) ? Math.Clamp(slope, 0.2, 0.8) : 0.5;
            int middle = Math.Clamp((int)Math.Round(low * Math.Pow((double)size / low, at)), low + 1, size - 1);
            Coreset trial = Compress(data, middle);
            double trialError = errors(trial.Points).High;
            if (trialError <= tolerance)
                (size, coreset, error) = (middle, trial, trialError);
            else
                (low, lowError) = (middle, trialError);
        }
        return (coreset, size);
    }

    private Coreset Compress(Measure data, int size) =>
        compress(data, options with { Size = size, Tolerance = null, Progress = null, Strict = false }, cancellation);

    private Func<Measure, TrialErrors> Errors(Measure data) =>
        new TrialPanel(data.Dimension, options.Use).Against(data, cancellation);
}
