namespace Polylog.Experiments;

/// <summary>Sizes and trials of figure 2.</summary>
/// <param name="Dimensions">m.</param>
/// <param name="Orders">k.</param>
/// <param name="Counts">d.</param>
/// <param name="Trials">Trials a point, each with fresh points and a fresh function.</param>
public sealed record ErrorScalingSettings(IReadOnlyList<int> Dimensions, IReadOnlyList<int> Orders, IReadOnlyList<int> Counts, int Trials)
{
    /// <summary>The settings of a scale.</summary>
    public static ErrorScalingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new([1, 2], [1, 2], Doubling(1000, 4000), 2),
        FigureScale.Quick => new([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], Doubling(1000, 16_000), 4),
        _ => new([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], Doubling(1000, 128_000), 20),
    };

    /// <summary>The size the paper compresses to: a tenth, and as many points as there are moments at least.</summary>
    public static int Size(int dimension, int order, int count) =>
        (int)Math.Min(count, Math.Max(count / 10, Moments.Count(dimension, order)));

    internal static int[] Doubling(int first, int last)
    {
        var counts = new List<int>();
        for (int count = first; count <= last; count *= 2)
            counts.Add(count);
        return [.. counts];
    }
}
