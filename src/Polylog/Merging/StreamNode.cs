namespace Polylog;

/// <summary>Weighted atoms that stand for a part of a stream.</summary>
/// <param name="Points">The atoms.</param>
/// <param name="Rows">For each the number of its row in the stream.</param>
/// <param name="Order">Order up to which all moments are those of the part.</param>
/// <param name="Residual">The sum of the residuals of the compressions it went through, relative to a leaf's weight.</param>
internal sealed record StreamNode(Measure Points, long[] Rows, int Order, double Residual)
{
    /// <summary>Moments of rows that were never compressed match up to any order.</summary>
    public const int Exact = int.MaxValue;

    /// <summary>All atoms of several nodes.</summary>
    public static StreamNode Join(IReadOnlyList<StreamNode> nodes) => nodes is [var only] ? only : new StreamNode(
        Measure.Join([.. nodes.Select(node => node.Points)]), [.. nodes.SelectMany(node => node.Rows)], nodes.Min(node => node.Order),
        nodes.Max(node => node.Residual));

    /// <summary>The node with other numbers of rows.</summary>
    public StreamNode Numbered(Converter<long, long> number) => this with { Rows = Array.ConvertAll(Rows, number) };

    /// <summary>The node with other weights.</summary>
    /// <param name="factor">What weights are multiplied by.</param>
    public StreamNode Scaled(double factor)
    {
        double[] weights = new double[Points.Count];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = factor * Points.AtomWeights[i];
        return this with { Points = Points.Subset([.. Enumerable.Range(0, weights.Length)], weights) };
    }

    /// <summary>The node with fewer atoms.</summary>
    public StreamNode Compressed(Coreset coreset) => new(
        coreset.Points, Array.ConvertAll(coreset.Indices.ToArray(), index => Rows[index]),
        coreset.IsExact ? Order : Math.Min(Order, coreset.Order), Residual + coreset.MomentResidual);
}
