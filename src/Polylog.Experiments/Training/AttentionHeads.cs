using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// The arithmetic of sixteen heads, one a lane, at one position of one sequence. Indices: t tokens, d numbers of a token, e inner
/// dimensions of a head, o outputs.
/// <code>
/// q[e] = scale sum_d Wq[e, d] x[last, d]      r[d] = sum_e q[e] Wk[e, d]       p[t] = softmax_t(sum_d r[d] x[t, d]), t = 0 .. last
/// m[d] = sum_t p[t] x[t, d]                   a[e] = sum_d Wv[e, d] m[d]       y[o] = sum_e U[o, e] a[e]
/// </code>
/// </summary>
/// <remarks>
/// Keys and values are never formed: q.k[t] is r.x[t], and the mean of the values is Wv times the mean of the tokens. This is cheaper for
/// tokens no longer than a head. The backward pass needs one more mean: with h[e] = sum_o U[o, e] g[o] and s[d] = sum_e h[e] Wv[e, d], the
/// derivative in r is the covariance of the tokens under p, times s.
/// </remarks>
internal readonly ref struct AttentionHeads
{
    private const int Lanes = Vectors.Lanes;

    private readonly int _tokenSize;
    private readonly int _headSize;
    private readonly int _outputs;
    private readonly float _scale;
    private readonly ref float _parameters;
    private readonly ref float _scratch;
    private readonly int _tokens;

    /// <summary>Heads whose parameters lie at <paramref name="parameters"/>: a vector each, in the order Wq, Wk, Wv, U.</summary>
    public AttentionHeads(AttentionShape shape, ReadOnlySpan<float> parameters, Span<float> scratch)
    {
        (_tokens, _tokenSize, _headSize, _outputs) = (shape.Tokens, shape.TokenSize, shape.HeadSize, shape.OutputSize);
        _scale = (float)(1 / Math.Sqrt(shape.HeadSize));
        _parameters = ref MemoryMarshal.GetReference(parameters);
        _scratch = ref MemoryMarshal.GetReference(scratch);
    }

    /// <summary>Floats of scratch memory.</summary>
    public static int Scratch(AttentionShape shape) => Lanes * (2 * shape.Tokens + 3 * shape.TokenSize + 3 * shape.HeadSize);

    /// <summary>Adds to y.</summary>
    /// <param name="x">IN, tokens, T x D.</param>
    /// <param name="last">The position.</param>
    /// <param name="outputs">IN/OUT, a vector for each output.</param>
    public void AddOutputs(ReadOnlySpan<float> x, int last, Span<float> outputs)
    {
        Attend(x, last);
        ref float y = ref MemoryMarshal.GetReference(outputs);
        for (int e = 0; e < _headSize; e++)
        {
            Vector512<float> a = Load(ref Context(e));
            for (int o = 0; o < _outputs; o++)
                AddProduct(ref Unsafe.Add(ref y, o * Lanes), Load(ref Output(o, e)), a);
        }
    }

    /// <summary>Adds to the derivatives in all parameters.</summary>
    /// <param name="x">IN, tokens, T x D.</param>
    /// <param name="last">The position.</param>
    /// <param name="g">IN, derivative of the loss in each output.</param>
    /// <param name="sums">IN/OUT, a vector for each parameter.</param>
    public void AddGradients(ReadOnlySpan<float> x, int last, ReadOnlySpan<float> g, Span<float> sums)
    {
        Vector512<float> inverse = Attend(x, last);
        int matrix = _headSize * _tokenSize;
        ref float sum = ref MemoryMarshal.GetReference(sums);
        ref float sumU = ref Unsafe.Add(ref sum, 3 * matrix * Lanes);
        for (int e = 0; e < _headSize; e++)
        {
            Vector512<float> a = Load(ref Context(e)), h = default;
            for (int o = 0; o < _outputs; o++)
            {
                var go = Vector512.Create(g[o]);
                h = Vectors.Fma(go, Load(ref Output(o, e)), h);
                AddProduct(ref Unsafe.Add(ref sumU, (o * _headSize + e) * Lanes), go, a);
            }
            h.StoreUnsafe(ref Back(e));
            for (int d = 0; d < _tokenSize; d++)
                AddProduct(ref Unsafe.Add(ref sum, (2 * matrix + e * _tokenSize + d) * Lanes), h, Load(ref Mean(d)));
        }
        // s[d] minus its mean over the tokens, so that the covariance has no cancellation.
        Vector512<float> middle = default;
        for (int d = 0; d < _tokenSize; d++)
        {
            Vector512<float> s = default;
            for (int e = 0; e < _headSize; e++)
                s = Vectors.Fma(Load(ref Back(e)), Load(ref Parameter(2, e, d)), s);
            s.StoreUnsafe(ref Slope(d));
            middle = Vectors.Fma(s, Load(ref Mean(d)), middle);
        }
        ref float token = ref MemoryMarshal.GetReference(x);
        for (int t = 0; t <= last; t++)
        {
            Vector512<float> s = -middle;
            for (int d = 0; d < _tokenSize; d++)
                s = Vectors.Fma(Load(ref Slope(d)), Vector512.Create(Unsafe.Add(ref token, t * _tokenSize + d)), s);
            (s * Load(ref Share(t))).StoreUnsafe(ref Change(t));
        }
        for (int d = 0; d < _tokenSize; d++)
            (Combine(ref Unsafe.Add(ref token, d), ref Change(0), last) * inverse).StoreUnsafe(ref Slope(d));
        // Slope now holds the derivative in r.
        var scale = Vector512.Create(_scale);
        for (int e = 0; e < _headSize; e++)
        {
            Vector512<float> q = Load(ref Query(e)), dq = default;
            for (int d = 0; d < _tokenSize; d++)
            {
                Vector512<float> dr = Load(ref Slope(d));
                AddProduct(ref Unsafe.Add(ref sum, (matrix + e * _tokenSize + d) * Lanes), q, dr);
                dq = Vectors.Fma(dr, Load(ref Parameter(1, e, d)), dq);
            }
            dq *= scale;
            for (int d = 0; d < _tokenSize; d++)
            {
                AddProduct(
                    ref Unsafe.Add(ref sum, (e * _tokenSize + d) * Lanes),
                    dq,
                    Vector512.Create(Unsafe.Add(ref token, last * _tokenSize + d)));
            }
        }
    }

    // Writes q, r, the shares times their sum, m and a; returns 1 / the sum.
    private Vector512<float> Attend(ReadOnlySpan<float> x, int last)
    {
        ref float token = ref MemoryMarshal.GetReference(x);
        ref float query = ref Unsafe.Add(ref token, last * _tokenSize);
        var scale = Vector512.Create(_scale);
        for (int e = 0; e < _headSize; e++)
        {
            Vector512<float> q = default;
            for (int d = 0; d < _tokenSize; d++)
                q = Vectors.Fma(Load(ref Parameter(0, e, d)), Vector512.Create(Unsafe.Add(ref query, d)), q);
            (q * scale).StoreUnsafe(ref Query(e));
        }
        for (int d = 0; d < _tokenSize; d++)
        {
            Vector512<float> r = default;
            for (int e = 0; e < _headSize; e++)
                r = Vectors.Fma(Load(ref Query(e)), Load(ref Parameter(1, e, d)), r);
            r.StoreUnsafe(ref Reach(d));
        }
        var largest = Vector512.Create(float.NegativeInfinity);
        for (int t = 0; t <= last; t++)
        {
            Vector512<float> score = default;
            for (int d = 0; d < _tokenSize; d++)
                score = Vectors.Fma(Load(ref Reach(d)), Vector512.Create(Unsafe.Add(ref token, t * _tokenSize + d)), score);
            score.StoreUnsafe(ref Share(t));
            largest = Vector512.Max(largest, score);
        }
        Vector512<float> total = default;
        for (int t = 0; t <= last; t++)
        {
            Vector512<float> share = Vectors.Exp(Load(ref Share(t)) - largest);
            share.StoreUnsafe(ref Share(t));
            total += share;
        }
        Vector512<float> inverse = Vector512.Create(1f) / total;
        for (int d = 0; d < _tokenSize; d++)
            (Combine(ref Unsafe.Add(ref token, d), ref Share(0), last) * inverse).StoreUnsafe(ref Mean(d));
        for (int e = 0; e < _headSize; e++)
        {
            Vector512<float> a = default;
            for (int d = 0; d < _tokenSize; d++)
                a = Vectors.Fma(Load(ref Parameter(2, e, d)), Load(ref Mean(d)), a);
            a.StoreUnsafe(ref Context(e));
        }
        return inverse;
    }

    // sum_t factor[t] x[t, d], with x at its number d. Two sums hide the latency of the additions.
    private Vector512<float> Combine(ref float x, ref float factors, int last)
    {
        Vector512<float> even = default, odd = default;
        int t = 0;
        for (; t < last; t += 2)
        {
            even = Vectors.Fma(Load(ref Unsafe.Add(ref factors, t * Lanes)), Vector512.Create(Unsafe.Add(ref x, t * _tokenSize)), even);
            odd = Vectors.Fma(
                Load(ref Unsafe.Add(ref factors, (t + 1) * Lanes)), Vector512.Create(Unsafe.Add(ref x, (t + 1) * _tokenSize)), odd);
        }
        if (t == last)
            even = Vectors.Fma(Load(ref Unsafe.Add(ref factors, t * Lanes)), Vector512.Create(Unsafe.Add(ref x, t * _tokenSize)), even);
        return even + odd;
    }

    private ref float Parameter(int matrix, int e, int d) =>
        ref Unsafe.Add(ref _parameters, ((matrix * _headSize + e) * _tokenSize + d) * Lanes);

    private ref float Output(int o, int e) => ref Unsafe.Add(ref _parameters, (3 * _headSize * _tokenSize + o * _headSize + e) * Lanes);

    private ref float Share(int t) => ref Unsafe.Add(ref _scratch, t * Lanes);

    private ref float Change(int t) => ref Unsafe.Add(ref _scratch, (_tokens + t) * Lanes);

    private ref float Reach(int d) => ref Unsafe.Add(ref _scratch, (2 * _tokens + d) * Lanes);

    private ref float Mean(int d) => ref Unsafe.Add(ref _scratch, (2 * _tokens + _tokenSize + d) * Lanes);

    private ref float Slope(int d) => ref Unsafe.Add(ref _scratch, (2 * _tokens + 2 * _tokenSize + d) * Lanes);

    private ref float Query(int e) => ref Unsafe.Add(ref _scratch, (2 * _tokens + 3 * _tokenSize + e) * Lanes);

    private ref float Context(int e) => ref Unsafe.Add(ref _scratch, (2 * _tokens + 3 * _tokenSize + _headSize + e) * Lanes);

    private ref float Back(int e) => ref Unsafe.Add(ref _scratch, (2 * _tokens + 3 * _tokenSize + 2 * _headSize + e) * Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float from) => Vector512.LoadUnsafe(ref from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ref float to, Vector512<float> one, Vector512<float> other) =>
        Vectors.Fma(one, other, Vector512.LoadUnsafe(ref to)).StoreUnsafe(ref to);
}
