namespace Polylog;

/// <summary>What the coreset is for: which functions' sums it should get right beyond the matched moments.</summary>
public enum Use
{
    /// <summary>Smooth and kinked functions alike.</summary>
    Any,

    /// <summary>Analytic functions: sigmoids, waves, kernels, densities. High orders pay.</summary>
    Smooth,

    /// <summary>Functions with kinks: ReLU networks, hinges, absolute values, options. Small leaves pay.</summary>
    Kinked,
}
