namespace Polylog;

/// <summary>The points a leaf keeps.</summary>
/// <param name="Ids">Their numbers, as in the task.</param>
/// <param name="Weights">Their weights, positive.</param>
/// <param name="Residual">Largest moment residual in the leaf's basis, relative to the leaf's weight.</param>
internal sealed record LeafResult(int[] Ids, double[] Weights, double Residual)
{
    /// <summary>
    /// Whether the matched functions are linearly dependent on the leaf's points. Then fewer points than functions can match them.
    /// </summary>
    public bool IsRankDeficient { get; init; }

    /// <summary>Order up to which moments match where a largest weight came before the functions; null where all functions match.</summary>
    public int? ReachedOrder { get; init; }

    /// <summary>Largest difference of a moment up to the leaf's order where only <see cref="ReachedOrder"/> matches.</summary>
    public double Nearness { get; init; }

    /// <summary>The leaf's part of the error's bound, as <see cref="OrderShare.ErrorBoundShare"/>.</summary>
    public double ErrorBoundShare { get; init; }
}
