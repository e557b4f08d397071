namespace Polylog.Experiments;

/// <summary>
/// Functions of a head, beyond its moments, whose sums decide what an attention layer computes and how it begins to move. Tokens are
/// numbers here, and so are outputs: a head then is a = Wo.Wv times a smooth function of s = Wq.Wk and the tokens.
/// </summary>
/// <remarks>
/// The sums of a s^p are the layer's function, term by term. Steps along the gradient change Wo by Wv times a function of s, and so the
/// layer's function by |Wv|^2 times one; rules that divide a gradient by its size change Wo by the signs of Wv, and so the function by sums
/// of |Wv_i|, and in the same way of |Wo_i|.
/// </remarks>
internal static class HeadTotals
{
    private const int FunctionOrder = 6;
    private const int StepOrder = 3;
    private const int SignOrder = 2;

    /// <summary>Functions of a head.</summary>
    public const int Count = FunctionOrder + StepOrder + 2 * (SignOrder + 1);

    /// <summary>The functions' values.</summary>
    /// <param name="layer">A layer of tokens of one number and one output.</param>
    /// <returns>heads x <see cref="Count"/>, row-major.</returns>
    public static double[] Values(AttentionLayer layer)
    {
        int size = layer.Shape.HeadSize;
        double[] head = new double[layer.Shape.HeadParameters], totals = new double[layer.Heads * Count];
        for (int h = 0; h < layer.Heads; h++)
        {
            layer.GetHead(h, head);
            double score = 0, product = 0, square = 0, values = 0, outputs = 0;
            for (int e = 0; e < size; e++)
            {
                double value = head[2 * size + e], output = head[3 * size + e];
                score += head[e] * head[size + e];
                product += value * output;
                square += value * value;
                values += Math.Abs(value);
                outputs += Math.Abs(output);
            }
            Span<double> row = totals.AsSpan(h * Count, Count);
            // Those that order 2 has already are left out: a and the squares themselves.
            int next = 0;
            Add(row, product, score, 1, FunctionOrder, ref next);
            Add(row, square, score, 1, StepOrder, ref next);
            Add(row, values, score, 0, SignOrder, ref next);
            Add(row, outputs, score, 0, SignOrder, ref next);
        }
        return totals;
    }

    private static void Add(Span<double> row, double factor, double score, int first, int last, ref int next)
    {
        for (int power = first; power <= last; power++)
            row[next++] = factor * Math.Pow(score, power);
    }
}
