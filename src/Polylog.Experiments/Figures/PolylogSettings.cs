namespace Polylog.Experiments;

/// <summary>Sizes and trials of figure 8.</summary>
/// <param name="Dimensions">m: 1, 2 or both.</param>
/// <param name="Counts">d.</param>
/// <param name="Trials">Trials a point, each with fresh points and a fresh function.</param>
public sealed record PolylogSettings(IReadOnlyList<int> Dimensions, IReadOnlyList<int> Counts, int Trials)
{
    /// <summary>The settings of a scale; the full one goes on behind the paper's 128 000 to ten million.</summary>
    public static PolylogSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new([1, 2], ErrorScalingSettings.Doubling(1000, 4000), 2),
        FigureScale.Quick => new([1, 2], ErrorScalingSettings.Doubling(1000, 16_000), 4),
        _ => new([1, 2], [.. ErrorScalingSettings.Doubling(1000, 128_000), 1_000_000, 10_000_000], 5),
    };

    /// <summary>A in f = mean 1 / (A + &lt;w, x&gt;): the larger, the smoother; above m, or f has a pole.</summary>
    public static double Pole(int dimension) => dimension == 1 ? 1.05 : 2.05;

    /// <summary>The size the paper compresses to: 120 ln d in one dimension, 20 ln^2 d in two.</summary>
    public static int Size(int dimension, int count) =>
        (int)Math.Min(count, dimension == 1 ? 120 * Math.Log(count) : 20 * Math.Log(count) * Math.Log(count));
}
