namespace Polylog.Cli;

/// <summary>The note for a table of which all rows are kept because fewer do not reach the tolerance.</summary>
internal static class ToleranceNote
{
    /// <summary>Says that all rows are kept, and how large the error of half of them is.</summary>
    /// <param name="tolerance">The largest median error allowed.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="measure">Its rows.</param>
    /// <param name="whole">The coreset of all rows.</param>
    /// <param name="half">A coreset of half of the rows; null where that is fewer rows than the moments need.</param>
    public static string Sentence(double tolerance, string table, Measure measure, Coreset whole, Coreset? half)
    {
        string all = $"no part of {table} has a median error below {Format.Limit(tolerance)}, so all "
            + $"{Format.Count(whole.Count, "row")} are kept "
            + $"(error {Format.Small(Median(whole, measure))})";
        return half is null
            ? all
            : $"{all}; half of the rows have an error of {Format.Small(Median(half, measure))}: raise --tolerance, or use --size "
                + $"{half.Count}";
    }

    private static double Median(Coreset coreset, Measure measure) => coreset.Certify(measure).Evidence.Coreset.Median;
}
