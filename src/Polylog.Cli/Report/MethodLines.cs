namespace Polylog.Cli;

/// <summary>Functions beside the moments, and what was asked of the weights, as lines of a summary.</summary>
internal static class MethodLines
{
    public static void Write(Summary summary, MethodRecord method)
    {
        if (method.Matched + method.Watched > 0)
        {
            string match = method.KernelsMatch ? "match too" : "nearly match";
            string matched = method.Matched == 0 ? ""
                : $"{Format.Count(method.Matched, "function")} {match} (residual {Format.Small(method.KernelResidual)}), ";
            string watched = $"{Format.Whole(method.Watched)} {(method.Matched == 0 ? "functions" : "further ones")} "
                + (method.Draw is null ? "are kept small" : "are left to chance");
            summary.Line("kernel", matched + watched);
        }
        if (method.MaxWeight is { } limit)
            summary.Line("largest weight", limit == 1 ? "the mean: all weights are equal"
                : $"at most {Format.Figure(limit)} times the mean");
        if (method.Draw is { } seed)
            summary.Line("drawn", $"at random with seed {seed}; on average over seeds, each row's weight is what it was");
    }
}
