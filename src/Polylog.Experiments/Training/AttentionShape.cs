namespace Polylog.Experiments;

/// <summary>The sizes of an attention layer.</summary>
/// <param name="Tokens">Tokens of a sequence, T.</param>
/// <param name="TokenSize">Numbers of a token, D.</param>
/// <param name="HeadSize">Inner dimension of a head, E: the length of its queries, keys and values.</param>
/// <param name="OutputSize">Outputs at a position, O.</param>
/// <param name="LastOnly">
/// Whether only the last position has an output; a pass then needs one query, and is about T / 2 times as fast.
/// </param>
public readonly record struct AttentionShape(int Tokens, int TokenSize, int HeadSize, int OutputSize, bool LastOnly = false)
{
    /// <summary>Inputs: T x D.</summary>
    public int InputCount => Tokens * TokenSize;

    /// <summary>Outputs: O for each position that has an output.</summary>
    public int OutputCount => (Tokens - FirstQuery) * OutputSize;

    /// <summary>Parameters of a head: Wq, Wk, Wv (E x D each) and Wo (O x E).</summary>
    public int HeadParameters => 3 * HeadSize * TokenSize + OutputSize * HeadSize;

    /// <summary>The first position that has an output.</summary>
    internal int FirstQuery => LastOnly ? Tokens - 1 : 0;

    /// <summary>Multiply-adds of a head's forward pass over one sequence, an exponential counted as 16.</summary>
    internal long Work
    {
        get
        {
            long queries = Tokens - FirstQuery, keys = (long)(FirstQuery + 1 + Tokens) * queries / 2;
            return queries * (HeadParameters + HeadSize * TokenSize) + keys * (2 * TokenSize + 18);
        }
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Tokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TokenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeadSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputSize, 1);
    }
}
