namespace Polylog;

/// <content>A stream that goes on for long: older rows are forgotten, and those kept so far are held elsewhere.</content>
public sealed partial class StreamingCompressor
{
    // Rows of less weight, relative to all, change no sum in working precision.
    private const double LeastShare = 1.0 / (1L << 60);

    /// <summary>Multiplies the weights of all rows so far, so that rows added later count more: a memory that fades.</summary>
    /// <param name="factor">Above 0 and finite; 0.9 forgets a tenth. Moments, sums and the total weight are multiplied as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not above 0 and finite.</exception>
    /// <remarks>Rows whose weight has become less than 10^-18 of all are given up. Cost: that of touching the rows held.</remarks>
    public void Scale(double factor)
    {
        if (!(factor > 0 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be above 0 and finite.");
        _weight = _weight.Times(factor);
        _sums?.Scale(factor);
        _tree.Scale(factor, LeastShare * TotalWeight);
        for (int i = 0; i < _waiting.Count; i++)
            _waiting[i] = _waiting[i].Scaled(factor);
        _draws.Scale(factor);
    }

    /// <summary>The rows that are held, each once, ascending, with their weights: they have the moments of all.</summary>
    internal (long[] Rows, double[] Weights) Held
    {
        get
        {
            StreamNode[] nodes = [.. _tree.Nodes, .. _waiting];
            long[] rows = [.. nodes.SelectMany(node => node.Rows)];
            double[] weights =
                [.. nodes.SelectMany(node => Enumerable.Range(0, node.Points.Count).Select(i => node.Points.AtomWeights[i]))];
            Array.Sort(rows, weights);
            return (rows, weights);
        }
    }

    /// <summary>The sample it was made with; null without one.</summary>
    internal Measure? Sample => _sample;
}
