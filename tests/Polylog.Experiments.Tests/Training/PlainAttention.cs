namespace Polylog.Experiments.Tests;

/// <summary>
/// An attention layer as its formula says, query by query with keys and values of their own, in double precision: what the fast one must
/// agree with.
/// </summary>
internal sealed class PlainAttention(AttentionShape shape)
{
    /// <summary>Heads (Wq, Wk, Wv, Wo).</summary>
    public List<double[]> Heads { get; } = [];

    public List<double> Masses { get; } = [];

    public static PlainAttention Of(AttentionLayer layer)
    {
        var plain = new PlainAttention(layer.Shape);
        for (int h = 0; h < layer.Heads; h++)
        {
            double[] head = new double[layer.Shape.HeadParameters];
            layer.GetHead(h, head);
            plain.Heads.Add(head);
            plain.Masses.Add(layer.Masses[h]);
        }
        return plain;
    }

    /// <summary>All outputs of a sequence, position by position.</summary>
    public double[] Outputs(double[] x)
    {
        var outputs = new List<double>();
        for (int query = shape.LastOnly ? shape.Tokens - 1 : 0; query < shape.Tokens; query++)
        {
            double[] y = new double[shape.OutputSize];
            foreach ((double[] head, double mass) in Heads.Zip(Masses))
            {
                double[] q = Times(head, 0, x, query);
                double Score(int t) => Times(head, 1, x, t).Zip(q, (k, part) => k * part).Sum() / Math.Sqrt(shape.HeadSize);
                double[] weights = [.. Enumerable.Range(0, query + 1).Select(t => Math.Exp(Score(t)))];
                for (int t = 0; t <= query; t++)
                {
                    double[] v = Times(head, 2, x, t);
                    for (int o = 0; o < y.Length; o++)
                    {
                        for (int e = 0; e < v.Length; e++)
                            y[o] += mass * head[3 * Matrix + o * shape.HeadSize + e] * weights[t] / weights.Sum() * v[e];
                    }
                }
            }
            outputs.AddRange(y);
        }
        return [.. outputs];
    }

    /// <summary>sum_i q_i mean_o (y_o(x_i) - y_io)^2.</summary>
    public double Loss(Problem problem) => Enumerable.Range(0, problem.X.Length)
        .Sum(i => problem.Shares[i] * Outputs(problem.X[i]).Zip(problem.Y[i], (f, y) => (f - y) * (f - y)).Average());

    private int Matrix => shape.HeadSize * shape.TokenSize;

    private double[] Times(double[] head, int matrix, double[] x, int t) => [.. Enumerable.Range(0, shape.HeadSize)
        .Select(
            e => Enumerable.Range(0, shape.TokenSize).Sum(
                d => head[matrix * Matrix + e * shape.TokenSize + d] * x[t * shape.TokenSize + d]))];
}
