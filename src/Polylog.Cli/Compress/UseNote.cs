namespace Polylog.Cli;

/// <summary>The note for a <c>--for</c> that changes no row and no weight.</summary>
internal static class UseNote
{
    /// <summary>Steps of <see cref="CostModel"/>, some tenths of a second: a second compression may take as many.</summary>
    private const double MostWork = 2e8;

    /// <summary>Compressions of a search for a tolerance, roughly.</summary>
    private const int StepsOfSearch = 12;

    /// <summary>Candidates that are compressed where no order is given, roughly.</summary>
    private const int Candidates = 3;

    /// <summary>
    /// Says that only the certificate changes, and why; null where rows or weights change, or where it would take long to tell.
    /// </summary>
    /// <param name="options">The options of the compression.</param>
    /// <param name="measure">The rows.</param>
    /// <param name="coreset">The coreset.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static string? Sentence(CompressionOptions options, Measure measure, Coreset coreset, CancellationToken cancellation)
    {
        if (options.Use == Use.Any)
            return null;
        string? why =
            options.Tolerance is null && coreset.IsExact ? "all rows that differ are kept"
            : !CompressionPolicy.UseDecides(options, measure.Matched) ? "--order decides which rows are kept"
            : IsQuick(options, measure, coreset) && IsSame(coreset, MomentCompressor.Compress(measure, options with
            {
                Use = Use.Any,
                Progress = null,
            }, cancellation)) ? "the same rows and weights come out without it"
            : null;
        return why is null ? null : $"--for {UseWords.Word(options.Use)} changes only the test functions of the certificate: {why}";
    }

    private static bool IsQuick(CompressionOptions options, Measure measure, Coreset coreset)
    {
        // The cost model knows coordinates alone; a target or totals make more functions of them.
        double functions = measure.Matched.Count(coreset.Order) / (double)Moments.Count(measure.Dimension, coreset.Order);
        return CostModel.Work(measure.Count, measure.Dimension, coreset.Order, coreset.Count) * Math.Pow(functions, 3)
            * (options.Order is null ? Candidates : 1) * (options.Tolerance is null ? 1 : StepsOfSearch) <= MostWork;
    }

    private static bool IsSame(Coreset coreset, Coreset other) =>
        coreset.Indices.Span.SequenceEqual(other.Indices.Span) && coreset.Weights.Span.SequenceEqual(other.Weights.Span);
}
