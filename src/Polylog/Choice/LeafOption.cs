namespace Polylog;

/// <summary>A region as a leaf of some order.</summary>
/// <param name="Region">The region.</param>
/// <param name="Order">Order up to which its moments are matched.</param>
/// <param name="Target">Points that stay.</param>
/// <param name="Errors">Squared error of each trial function, relative.</param>
/// <param name="Watched">Whether the points beyond the rank are there to watch the next order.</param>
internal sealed record LeafOption(RegionEstimate Region, int Order, int Target, double[] Errors, bool Watched = false)
{
    /// <summary>Weighted sum of the errors, for the weights of the moment.</summary>
    public double Score { get; private set; }

    /// <summary>Weighs the errors.</summary>
    public void Weigh(ReadOnlySpan<double> weights)
    {
        double score = 0;
        for (int f = 0; f < Errors.Length; f++)
            score += weights[f] * Errors[f];
        Score = score;
    }
}
