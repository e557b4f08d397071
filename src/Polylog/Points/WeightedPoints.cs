namespace Polylog;

/// <summary>Some atoms of a measure with weights of their own.</summary>
/// <param name="Indices">Which atoms.</param>
/// <param name="Weights">Their weights, positive.</param>
internal sealed record WeightedPoints(int[] Indices, double[] Weights)
{
    /// <summary>How many.</summary>
    public int Count => Indices.Length;

    /// <summary>The same atoms with other weights; those of weight 0 are left out.</summary>
    public WeightedPoints With(double[] weights)
    {
        int[] staying = [.. Enumerable.Range(0, Count).Where(i => weights[i] > 0)];
        return new WeightedPoints([.. staying.Select(i => Indices[i])], [.. staying.Select(i => weights[i])]);
    }
}
