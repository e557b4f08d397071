namespace Polylog;

/// <summary>
/// The matched functions in a well-conditioned basis: Chebyshev products of the coordinates, these products times each factor, and the
/// totals.
/// </summary>
/// <remarks>
/// Ordered such that the first <see cref="MatchedColumns.Count"/>(j) of them belong to order j: the constant, the factors, the totals; then
/// degree by degree the polynomials and, after them, their products. Factors and totals may be shifted and scaled like coordinates: the
/// constant and all polynomials are among the functions, so their span stays the same.
/// </remarks>
internal sealed class FunctionBasis
{
    /// <summary>In place of a factor: the polynomial itself.</summary>
    private const int None = -1;

    private readonly PolynomialBasis _polynomials;
    private readonly int[] _polynomial;
    private readonly int[] _column;

    public FunctionBasis(MatchedColumns columns, int order)
    {
        Columns = columns;
        _polynomials = new PolynomialBasis(columns.Dimension, order);
        long count = columns.Count(order);
        if (count > Array.MaxLength / 2)
            throw new ArgumentOutOfRangeException(
                nameof(order), order, $"{columns.Describe(order)}, more than can be held; lower the order or use fewer columns.");
        Count = (int)count;
        _polynomial = columns.ArePlain ? [] : new int[Count];
        _column = columns.ArePlain ? [] : new int[Count];
        if (!columns.ArePlain)
            Fill();
    }

    /// <summary>What the columns of a row are.</summary>
    public MatchedColumns Columns { get; }

    /// <summary>Columns of a row.</summary>
    public int Width => Columns.Width;

    /// <summary>Highest degree of the polynomials.</summary>
    public int Order => _polynomials.Order;

    /// <summary>Number of functions.</summary>
    public int Count { get; }

    /// <summary>Doubles of scratch that <see cref="Evaluate"/> needs for a stride.</summary>
    public int ScratchLength(int stride) => _polynomials.ScratchLength(stride) + (Columns.ArePlain ? 0 : _polynomials.Count * stride);

    /// <summary>Evaluates functions at rows, each multiplied by the row's weight.</summary>
    /// <param name="local">IN, <see cref="Width"/> rows of <paramref name="stride"/> values in [-1, 1]: coordinates, factors,
    /// totals.</param>
    /// <param name="weights">IN, <paramref name="stride"/> weights; the padding's are zero.</param>
    /// <param name="stride">Padded number of points, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="functions">How many of the functions, from the first on.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> doubles.</param>
    /// <param name="features">OUT, <paramref name="functions"/> rows of <paramref name="stride"/> values.</param>
    public void Evaluate(
        ReadOnlySpan<double> local, ReadOnlySpan<double> weights, int stride, int functions, Span<double> scratch, Span<double> features)
    {
        if (Columns.ArePlain)
        {
            _polynomials.Evaluate(local, weights, stride, functions, scratch, features);
            return;
        }
        int needed = 0;
        for (int f = 0; f < functions; f++)
            needed = Math.Max(needed, _polynomial[f] + 1);
        Span<double> polynomials = scratch[..(_polynomials.Count * stride)];
        _polynomials.Evaluate(local, weights, stride, needed, scratch[(_polynomials.Count * stride)..], polynomials);
        for (int f = 0; f < functions; f++)
        {
            ReadOnlySpan<double> polynomial = polynomials.Slice(_polynomial[f] * stride, stride);
            if (_column[f] == None)
                polynomial.CopyTo(features[(f * stride)..]);
            else
                Kernels.Multiply(features.Slice(f * stride, stride), polynomial, local.Slice(_column[f] * stride, stride));
        }
    }

    /// <summary>Doubles of scratch that <see cref="AddTo"/> needs for each block.</summary>
    public int SumScratchLength(int stride) => Columns.ArePlain ? _polynomials.SumScratchLength(stride) : ScratchLength(stride);

    /// <summary>Adds functions at blocks of rows, each multiplied by the row's weight, to a block of sums.</summary>
    /// <param name="blocks">Number of blocks, each of <paramref name="stride"/> rows.</param>
    /// <param name="local">IN, block by block as for <see cref="Evaluate"/>.</param>
    /// <param name="weights">IN, blocks x stride.</param>
    /// <param name="stride">Rows of a block, padded.</param>
    /// <param name="functions">How many of the functions, from the first on.</param>
    /// <param name="scratch">Room for blocks x <see cref="SumScratchLength"/> doubles.</param>
    /// <param name="features">Room for functions x stride.</param>
    /// <param name="sums">IN/OUT, functions x stride.</param>
    public void AddTo(
        int blocks, ReadOnlySpan<double> local, ReadOnlySpan<double> weights, int stride, int functions, Span<double> scratch,
            Span<double> features, Span<double> sums)
    {
        if (Columns.ArePlain)
        {
            _polynomials.AddTo(blocks, local, weights, stride, functions, scratch, sums);
            return;
        }
        for (int block = 0; block < blocks; block++)
        {
            Evaluate(local.Slice(block * Width * stride, Width * stride), weights.Slice(block * stride, stride), stride, functions, scratch,
                features);
            Kernels.Add(sums, features);
        }
    }

    private void Fill()
    {
        int next = 0;
        int dimension = Columns.Dimension;
        for (int degree = 0, first = 0; degree <= Order; degree++)
        {
            int end = (int)Moments.Count(dimension, degree);
            for (int p = first; p < end; p++)
                Set(p, None);
            for (int factor = 0; factor < Columns.Factors; factor++)
            {
                for (int p = first; p < end; p++)
                    Set(p, dimension + factor);
            }
            for (int total = 0; degree == 0 && total < Columns.Totals; total++)
                Set(0, dimension + Columns.Factors + total);
            first = end;
        }

        void Set(int polynomial, int column)
        {
            _polynomial[next] = polynomial;
            _column[next++] = column;
        }
    }
}
