namespace Polylog;

/// <summary>The kind of functions whose sums the coreset should get right beyond the matched moments.</summary>
public enum Use
{
    /// <summary>Both smooth functions and functions with kinks.</summary>
    Any,

    /// <summary>Analytic functions: sigmoids, waves, kernels, densities. High orders work best.</summary>
    Smooth,

    /// <summary>Functions with kinks: ReLU networks, hinges, absolute values, option payoffs. Small leaves work best.</summary>
    Kinked,
}
