namespace Polylog.Cli;

/// <summary>The note for a tolerance that takes more than half of the rows.</summary>
internal static class ToleranceNote
{
    /// <summary>Whether so many rows are kept that the user should know.</summary>
    public static bool IsNeeded(Coreset coreset, Measure measure) => coreset.Count > measure.WeightedCount / 2;

    /// <summary>Says how many rows are kept, how large the error of half of them is, and what to do.</summary>
    /// <param name="request">With a tolerance.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="measure">Its rows.</param>
    /// <param name="coreset">More than half of them.</param>
    /// <param name="half">A coreset of half of the rows; null where that is fewer rows than the moments need.</param>
    public static string Sentence(CompressRequest request, string table, Measure measure, Coreset coreset, Coreset? half)
    {
        int all = measure.WeightedCount;
        string kept = coreset.Count == all
            ? $"all {Format.Count(all, "row")} of {table}"
            : $"{Format.Whole(coreset.Count)} of the {Format.Count(all, "row")} of {table} "
                + $"({Format.Percent((double)coreset.Count / all)})";
        string takes = $"a median error below {Format.Limit(request.Tolerance!.Value)} takes {kept}, so little or nothing is gained";
        bool canLower = request.Order > 1;
        if (half is null)
            return canLower ? $"{takes}; half of the rows are too few for order {request.Order}: lower --order" : takes;
        return $"{takes}; half of the rows have an error of {Format.Small(half.Certify(measure).Evidence.Coreset.Median)}: "
            + $"raise --tolerance, {(canLower ? "try a lower --order, " : "")}or use --size {half.Count}";
    }
}
