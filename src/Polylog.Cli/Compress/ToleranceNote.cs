namespace Polylog.Cli;

/// <summary>What there is to say when no part of a table is as good as was asked.</summary>
internal static class ToleranceNote
{
    /// <summary>A sentence: which size is good enough, what half of it would be worth, and how to have that.</summary>
    /// <param name="tolerance">The median error asked for.</param>
    /// <param name="table">What the table is called.</param>
    /// <param name="measure">Its rows.</param>
    /// <param name="whole">The coreset that has all of them.</param>
    /// <param name="half">The best of half as many rows; null where there can be none.</param>
    public static string Sentence(double tolerance, string table, Measure measure, Coreset whole, Coreset? half)
    {
        string all = $"{table} has no part with a median error below {Format.Limit(tolerance)}, so all {Format.Count(whole.Count, "row")} are kept "
            + $"(error {Format.Small(Median(whole, measure))})";
        return half is null ? all : $"{all}; half of them would have {Format.Small(Median(half, measure))}: raise --tolerance, or say --size {half.Count}";
    }

    private static double Median(Coreset coreset, Measure measure) => coreset.Certify(measure).Evidence.Coreset.Median;
}
