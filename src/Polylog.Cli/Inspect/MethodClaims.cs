namespace Polylog.Cli;

/// <summary>The statements of a certificate about kernel functions and the largest weight.</summary>
internal static class MethodClaims
{
    /// <summary>Finds the kernel functions again; null where the coreset has none.</summary>
    public static KernelFinding? FindKernels(MethodRecord? method, Findings found, CancellationToken cancellation) =>
        method is null || method.Kernels.All(kernel => kernel is null) ? null
            : KernelCheck.Compare(found.Full, found.Coreset, method.Recipes, Environment.ProcessorCount, cancellation);

    /// <summary>Whether the functions match: to the limit of moments, or as nearly as the certificate says.</summary>
    public static bool KernelsHold(MethodRecord method, double tolerance, KernelFinding kernels) => method.KernelsMatch
        ? kernels.Residual <= tolerance
        : NearResidual(method, kernels).Holds;

    /// <summary>The statements; none for certificates of version 5 and earlier.</summary>
    public static IEnumerable<Claim> Of(MethodRecord? method, double tolerance, Findings found, KernelFinding? kernels)
    {
        if (method is null)
            yield break;
        if (kernels is { } own)
        {
            yield return method.KernelsMatch
                ? new Claim("kernel functions", $"relative errors up to {Format.Limit(tolerance)}", Format.Small(own.Residual),
                    KernelsHold(method, tolerance, own))
                : NearResidual(method, own);
            yield return Claim.Count("kernel functions that match", method.Matched, own.Matched);
            yield return Claim.Count("kernel functions that are kept small", method.Watched, own.Watched);
        }
        if (method.MaxWeight is { } limit)
        {
            double largest = KernelCheck.LargestWeight(found.Coreset);
            string group = found.Parts is null ? "" : " of its group";
            yield return new Claim($"largest weight over the mean{group}", $"at most {Format.Figure(limit)}", Format.Exact(largest),
                largest <= limit * (1 + MethodRecord.WeightRounding));
        }
    }

    private static Claim NearResidual(MethodRecord method, KernelFinding kernels) =>
        Claim.Error("largest relative error of a kernel function", method.KernelResidual, kernels.Residual);
}
