using System.Globalization;

namespace Polylog;

/// <summary>Coresets that need no compression, because every distinct atom is kept.</summary>
internal static class WholeMeasure
{
    /// <summary>Keeps all atoms of positive weight.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">The use, and the order where it was given.</param>
    public static Coreset Keep(Measure measure, CompressionOptions options)
    {
        int[] indices = [.. Enumerable.Range(0, measure.Count).Where(measure.HasWeight)];
        double largest = indices.Max(atom => measure.AtomWeights[atom]) * indices.Length / measure.TotalWeight;
        if (options.MaxWeight is { } limit && largest > limit * (1 + 1e-9))
        {
            double needed = Math.Ceiling(1000 * largest) / 1000;
            throw OptionFault.OutOfRange(nameof(options.MaxWeight), limit, string.Create(CultureInfo.InvariantCulture,
                $"all {indices.Length} atoms are kept, and one of them weighs {needed} times the mean; give {needed} or "
                    + $"more, or keep fewer atoms"));
        }
        return Exact(measure, options, indices, Array.ConvertAll(indices, atom => measure.AtomWeights[atom]));
    }

    /// <summary>Keeps one atom of each set of equal ones, with their summed weight.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="options">The use, and the order where it was given.</param>
    /// <param name="indices">The atoms, ascending.</param>
    /// <param name="weights">Their weights.</param>
    public static Coreset Exact(Measure measure, CompressionOptions options, int[] indices, double[] weights)
    {
        int order = options.Order ?? Math.Max(1, measure.Matched.HighestOrder(indices.Length));
        var share = new OrderShare(order, Leaves: 1, indices.Length, ErrorBoundShare: 0);
        return new Coreset(measure, indices, weights, [share], momentResidual: 0) { IsExact = true, Use = options.Use };
    }
}
