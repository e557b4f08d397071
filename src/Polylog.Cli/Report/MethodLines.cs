namespace Polylog.Cli;

/// <summary>Functions beside the moments, and what was asked of the weights, as lines of a report.</summary>
internal static class MethodLines
{
    public static void Write(Report report, MethodRecord method)
    {
        if (method.Matched + method.Watched > 0)
        {
            string verb = method.Matched == 1 ? "matches" : "match", match = method.KernelsMatch ? $"{verb} too" : $"nearly {verb}";
            string matched = method.Matched == 0 ? ""
                : $"{Format.Count(method.Matched, "function")} {match} (residual {Format.Small(method.KernelResidual)})";
            string watched = method.Watched == 0 ? ""
                : $"{Format.Whole(method.Watched)} {(method.Matched == 0 ? "functions" : "further ones")} are kept small";
            report.Line("kernel", string.Join(", ", new[] { matched, watched }.Where(part => part.Length > 0)));
        }
        if (method.MaxWeight is { } limit)
        {
            string each = method.Kernels.Count > 1 ? " in each group" : "";
            report.Line("largest weight", limit == 1 ? $"the mean: all weights{each} are equal"
                : $"at most {Format.Figure(limit)} times the mean{each}");
        }
        if (method.Draw is { } seed)
            report.Line("drawn", $"at random with seed {seed}; on average over seeds, each row's weight is what it was");
    }
}
