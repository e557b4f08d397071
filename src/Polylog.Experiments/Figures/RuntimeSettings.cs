namespace Polylog.Experiments;

/// <summary>Sizes and repetitions of figure 6.</summary>
/// <param name="Dimensions">m.</param>
/// <param name="Order">k.</param>
/// <param name="Counts">d.</param>
/// <param name="Repetitions">Timed compressions of the same points, after one that is not timed.</param>
public sealed record RuntimeSettings(IReadOnlyList<int> Dimensions, int Order, IReadOnlyList<int> Counts, int Repetitions)
{
    /// <summary>The settings of a scale.</summary>
    public static RuntimeSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new([1, 3], 5, ErrorScalingSettings.Doubling(1000, 4000), 1),
        FigureScale.Quick => new([1, 3, 5], 5, ErrorScalingSettings.Doubling(1000, 32_000), 3),
        _ => new([1, 3, 5], 5, ErrorScalingSettings.Doubling(1000, 128_000), 7),
    };
}
