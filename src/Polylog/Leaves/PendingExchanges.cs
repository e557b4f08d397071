namespace Polylog;

/// <summary>
/// Exchanges of a basic point for a free one that null vectors have not seen yet. Applied together they are a matrix product.
/// </summary>
/// <remarks>
/// One exchange with the entering vector w and the leaving position b turns another null vector v into v - f w with f = v[b] / w[b], and
/// its entry at b into f. As a product: v[b] becomes 0 and w[b] is taken as -1. A later exchange that clears the same position makes zeros
/// of it in all earlier entering vectors. The factors depend on each other as in any elimination: the entries of the entering vectors at
/// the leaving positions, seen at the time of each exchange, are the triangle to be solved. Each element goes through the operations of the
/// exchanges one by one, so putting them off changes no bit.
/// </remarks>
internal sealed class PendingExchanges
{
    /// <summary>Null vectors brought up to date together.</summary>
    private const int Group = BlockProduct.TileRows;

    private readonly Workers _workers;
    private readonly Action<int> _applyToGroup;
    private readonly AlignedBuffer _enteringBuffer = new();
    private readonly AlignedBuffer _triangleBuffer = new();
    private readonly AlignedBuffer _factorBuffer = new();
    private AlignedBuffer? _vectors;
    private int[] _leaving = [];
    private bool[] _again = []; // whether an earlier exchange had cleared the position
    private double[] _reciprocals = [];
    private int _rank;
    private int _stride;
    private int _most;
    private int _count;
    private int _lagging;

    public PendingExchanges(Workers workers)
    {
        _workers = workers;
        _applyToGroup = ApplyToGroup;
    }

    private Span<double> Entering => _enteringBuffer.Take(_most * _stride);

    private Span<double> Triangle => _triangleBuffer.Take(_most * _most);

    /// <summary>Starts with none.</summary>
    /// <param name="rank">Length of a null vector.</param>
    /// <param name="stride">Distance of consecutive null vectors.</param>
    /// <param name="most">The most that will be pending, a multiple of <see cref="Kernels.Lanes"/>.</param>
    public void Start(int rank, int stride, int most)
    {
        _rank = rank;
        _stride = stride;
        _most = most;
        _count = 0;
        if (_leaving.Length < most)
        {
            _leaving = new int[most];
            _again = new bool[most];
            _reciprocals = new double[most];
        }
    }

    /// <summary>Puts an exchange off.</summary>
    /// <param name="entering">IN, the null vector of the point that enters the basis.</param>
    /// <param name="leaving">Position of the one that leaves it.</param>
    public void Add(ReadOnlySpan<double> entering, int leaving)
    {
        Span<double> vectors = Entering, triangle = Triangle;
        _again[_count] = _leaving.AsSpan(0, _count).Contains(leaving);
        for (int q = 0; q < _count; q++)
        {
            ref double entry = ref vectors[q * _stride + leaving];
            triangle[q * _most + _count] = entry;
            entry = 0;
        }
        entering[.._stride].CopyTo(vectors[(_count * _stride)..]);
        _leaving[_count] = leaving;
        _reciprocals[_count] = 1 / entering[leaving];
        vectors[_count * _stride + leaving] = -1;
        _count++;
    }

    /// <summary>Brings the first null vectors up to date; then none is pending.</summary>
    /// <param name="vectors">IN/OUT, the null vectors.</param>
    /// <param name="lagging">How many of them, from the first on.</param>
    public void Apply(AlignedBuffer vectors, int lagging)
    {
        if (_count > 0)
        {
            _vectors = vectors;
            _lagging = lagging;
            // Taken here at its full size, because it must not grow under several threads.
            _factorBuffer.Take(FactorsOf(lagging));
            _workers.Run((lagging + Group - 1) / Group, (long)lagging * _count * _rank, _applyToGroup);
        }
        _count = 0;
    }

    private int FactorsOf(int vectors) => 2 * _most * (vectors + Group);

    private void ApplyToGroup(int group)
    {
        _workers.Cancellation.ThrowIfCancellationRequested();
        int first = group * Group, count = Math.Min(Group, _lagging - first);
        Span<double> vectors = _vectors!.Take(_lagging * _stride)[(first * _stride)..];
        Span<double> scratch = _factorBuffer.Take(FactorsOf(_lagging)).Slice(2 * _most * first, 2 * _most * Group);
        Span<double> found = scratch[..(_most * Group)], factors = scratch[(_most * Group)..];
        for (int i = 0; i < count; i++)
        {
            Span<double> vector = vectors.Slice(i * _stride, _stride);
            Span<double> row = found.Slice(i * _most, _most);
            for (int q = 0; q < _count; q++)
                row[q] = _again[q] ? 0 : vector[_leaving[q]];
            for (int q = 0; q < _count; q++)
                vector[_leaving[q]] = 0;
        }
        TriangularSolve.Run(
            found, _most, count, Triangle, _most, 0, _count, _reciprocals.AsSpan(0, _count), factors, _most, Kernels.Pad(_count));
        BlockProduct.Subtract(vectors, _stride, count, factors, _most, Entering, _stride, _count, _stride);
    }
}
