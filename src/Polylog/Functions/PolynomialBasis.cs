namespace Polylog;

/// <summary>
/// Products of Chebyshev polynomials of total degree at most k, evaluated many points at a time in feature-major layout.
/// </summary>
/// <remarks>
/// T_a(x) = T_a1(x_1) ... T_am(x_m) on the box [-1,1]^m. They span the same space as the monomials of degree at most k, so
/// matching them matches every moment up to order k, but they stay of size 1 and well-conditioned where monomials of the data would not.
/// Functions are ordered by total degree: the first <see cref="Moments.Count"/>(m, j) of them are the basis of order j, so a basis of order
/// k serves every lower order too. Every function is its parent (the same exponents with the last non-zero one cleared) times one
/// univariate polynomial: one multiplication a function and point.
/// </remarks>
internal sealed class PolynomialBasis
{
    private readonly int[] _parent;
    private readonly int[] _factor; // row of the univariate table: coordinate * order + degree - 1

    // Functions that do not use the last axis, the places of their parents among them, and for each those that multiply it by T_1, T_2, ...
    // of the last axis.
    private readonly int[] _inner;
    private readonly int[] _innerParent;
    private readonly int[][] _ends;

    public PolynomialBasis(int dimension, int order)
    {
        long count = Moments.Count(dimension, order);
        if (count > Array.MaxLength / 2)
            throw new ArgumentOutOfRangeException(nameof(order), order,
                $"{Moments.Describe(dimension, order)}, more than can be held; lower the order or use fewer columns.");
        Dimension = dimension;
        Order = order;
        Count = (int)count;
        _parent = new int[Count];
        _factor = new int[Count];
        Fill();
        (_inner, _innerParent, _ends) = Inner();
    }

    public int Dimension { get; }

    public int Order { get; }

    /// <summary>Number of functions, C(m + k, k).</summary>
    public int Count { get; }

    /// <summary>Doubles of scratch that <see cref="Evaluate"/> needs for a stride.</summary>
    public int ScratchLength(int stride) => (Dimension * Order + 1) * stride;

    /// <summary>Doubles of scratch that <see cref="AddTo"/> needs for each block.</summary>
    public int SumScratchLength(int stride) => ScratchLength(stride) + _inner.Length * stride;

    /// <summary>
    /// Evaluates functions at points of the box, each multiplied by the point's weight.
    /// </summary>
    /// <param name="local">IN, Dimension rows of <paramref name="stride"/> coordinates in [-1, 1].</param>
    /// <param name="weights">IN, <paramref name="stride"/> weights; the padding's are zero.</param>
    /// <param name="stride">Padded number of points, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="functions">How many of the functions, from the first on.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> doubles.</param>
    /// <param name="features">OUT, <paramref name="functions"/> rows of <paramref name="stride"/> values.</param>
    public void Evaluate(
        ReadOnlySpan<double> local, ReadOnlySpan<double> weights, int stride, int functions, Span<double> scratch, Span<double> features)
    {
        Univariate(local, stride, scratch);
        weights[..stride].CopyTo(features);
        for (int f = 1; f < functions; f++)
        {
            Kernels.Multiply(
                features.Slice(f * stride, stride),
                features.Slice(_parent[f] * stride, stride),
                scratch.Slice(_factor[f] * stride, stride));
        }
    }

    /// <summary>
    /// Adds functions at blocks of points to a block of sums, without ever storing those that end in the last axis, which are most of them:
    /// a product is added as soon as it is made.
    /// </summary>
    /// <remarks>Each sum takes its terms in the order of the blocks: the same bits as evaluating each block and adding it.</remarks>
    /// <param name="blocks">Number of blocks, each of <paramref name="stride"/> points.</param>
    /// <param name="local">IN, block by block as for <see cref="Evaluate"/>.</param>
    /// <param name="weights">IN, blocks x stride.</param>
    /// <param name="stride">Points of a block, padded.</param>
    /// <param name="functions">How many of the functions, from the first on.</param>
    /// <param name="scratch">Room for blocks x <see cref="SumScratchLength"/> doubles.</param>
    /// <param name="sums">IN/OUT, functions x stride.</param>
    public void AddTo(int blocks, ReadOnlySpan<double> local, ReadOnlySpan<double> weights, int stride, int functions, Span<double> scratch,
        Span<double> sums)
    {
        int length = SumScratchLength(stride);
        for (int block = 0; block < blocks; block++)
        {
            Span<double> own = scratch.Slice(block * length, length);
            Univariate(local.Slice(block * Dimension * stride, Dimension * stride), stride, own);
            Span<double> inner = own[ScratchLength(stride)..];
            weights.Slice(block * stride, stride).CopyTo(inner);
            for (int p = 1; p < _inner.Length && _inner[p] < functions; p++)
                Kernels.Multiply(inner.Slice(p * stride, stride), inner.Slice(_innerParent[p] * stride, stride),
                    own.Slice(_factor[_inner[p]] * stride, stride));
        }
        int table = (Dimension - 1) * Order * stride;
        for (int p = 0; p < _inner.Length && _inner[p] < functions; p++)
        {
            ReadOnlySpan<double> parent = scratch[(ScratchLength(stride) + p * stride)..];
            for (int block = 0; block < blocks; block++)
                Kernels.Add(sums.Slice(_inner[p] * stride, stride), parent.Slice(block * length, stride));
            int[] ends = _ends[p];
            int count = ends.Length;
            while (count > 0 && ends[count - 1] >= functions)
                count--;
            for (int first = 0; first < count; first += ProductSums.Rows)
                ProductSums.Add(sums, ends.AsSpan(first, Math.Min(ProductSums.Rows, count - first)), parent,
                    scratch[(table + first * stride)..], blocks, length, stride);
        }
    }

    /// <summary>Univariate polynomials T_1 to T_k of each coordinate, one row of points each.</summary>
    private void Univariate(ReadOnlySpan<double> local, int stride, Span<double> scratch)
    {
        Span<double> one = scratch.Slice(Dimension * Order * stride, stride); // T_0
        one.Fill(1);
        for (int axis = 0; axis < Dimension; axis++)
        {
            ReadOnlySpan<double> x = local.Slice(axis * stride, stride);
            Span<double> table = scratch.Slice(axis * Order * stride, Order * stride);
            if (Order >= 1)
                x.CopyTo(table);
            for (int degree = 2; degree <= Order; degree++)
            {
                Kernels.ChebyshevNext(
                    table.Slice((degree - 1) * stride, stride), x, table.Slice((degree - 2) * stride, stride),
                    degree == 2 ? one : table.Slice((degree - 3) * stride, stride));
            }
        }
    }

    /// <summary>Enumerates exponents degree by degree; within a degree the functions that end in axis 0 come first.</summary>
    private void Fill()
    {
        // byEnd[axis] lists the functions of each degree whose last used coordinate is at most axis, as (first, count) runs:
        // appending coordinate `axis` with degree j to any function of degree d - j that ends before `axis` gives all of
        // degree d that end in `axis`, each exactly once.
        var endsBefore = new List<int>[Dimension + 1, Order + 1];
        for (int axis = 0; axis <= Dimension; axis++)
        {
            for (int degree = 0; degree <= Order; degree++)
                endsBefore[axis, degree] = [];
        }
        for (int axis = 0; axis <= Dimension; axis++)
            endsBefore[axis, 0].Add(0);
        int next = 1;
        for (int degree = 1; degree <= Order; degree++)
        {
            for (int axis = 0; axis < Dimension; axis++)
            {
                for (int own = 1; own <= degree; own++)
                {
                    foreach (int parent in endsBefore[axis, degree - own])
                    {
                        _parent[next] = parent;
                        _factor[next] = axis * Order + own - 1;
                        for (int later = axis + 1; later <= Dimension; later++)
                            endsBefore[later, degree].Add(next);
                        next++;
                    }
                }
            }
        }
        if (next != Count)
            throw new InvalidOperationException($"The basis table has {next} functions instead of {Count}.");
    }

    private (int[] Inner, int[] Parent, int[][] Ends) Inner()
    {
        int last = (Dimension - 1) * Order;
        int[] inner = [.. Enumerable.Range(0, Count).Where(f => f == 0 || _factor[f] < last)];
        int[] place = new int[Count];
        for (int p = 0; p < inner.Length; p++)
            place[inner[p]] = p;
        var ends = new List<int>[inner.Length];
        for (int p = 0; p < inner.Length; p++)
            ends[p] = [];
        // By degree, as they are listed: T_1 first.
        for (int f = 1; f < Count; f++)
        {
            if (_factor[f] >= last)
                ends[place[_parent[f]]].Add(f);
        }
        return (inner, [.. inner.Select(f => place[_parent[f]])], [.. ends.Select(list => list.ToArray())]);
    }
}
