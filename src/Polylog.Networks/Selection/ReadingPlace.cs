namespace Polylog.Networks;

/// <summary>
/// One value at which responses are read: their second moments, and the readers that sum them there. Conv nodes with and without a bias
/// are apart, since the constant can go into a bias only.
/// </summary>
internal sealed class ReadingPlace
{
    private readonly HiddenLayer _layer;
    private readonly ResponseMatching _matching;
    private readonly LeftOutRows _leftOut;

    private ReadingPlace(HiddenLayer layer, int[] readers)
    {
        _layer = layer;
        Readers = readers;
        UnitReader first = layer.Readers[readers[0]];
        (Place, Columns) = (first.Responses, first.Columns);
        HasBias = CanShift(layer, first);
        _matching = new ResponseMatching(layer.Units * Columns);
        _leftOut = new LeftOutRows(layer.Units * Columns);
    }

    /// <summary>The value; null for a file without a graph.</summary>
    public ResponsePlace? Place { get; }

    /// <summary>Responses of a unit.</summary>
    public int Columns { get; }

    /// <summary>The readers.</summary>
    public IReadOnlyList<int> Readers { get; }

    /// <summary>Whether a constant can be added to their outputs.</summary>
    public bool HasBias { get; }

    /// <summary>Samples taken in.</summary>
    public long Samples => _matching.Samples;

    /// <summary>The places of a layer.</summary>
    public static ReadingPlace[] Of(HiddenLayer layer) =>
    [
        .. Enumerable.Range(0, layer.Readers.Count)
            .GroupBy(i => (layer.Readers[i].Responses, CanShift(layer, layer.Readers[i])))
            .Select(group => new ReadingPlace(layer, [.. group])),
    ];

    /// <summary>Takes in responses.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public void Add(double[] given, double[] wanted, CancellationToken cancellation)
    {
        _matching.Add(given, ReferenceEquals(given, wanted) ? default : wanted, cancellation);
        _leftOut.Add(given, wanted);
    }

    /// <summary>Begins to choose units by the outputs of all readers, each divided by its own size where there are several.</summary>
    /// <param name="isAlone">Whether the layer has no other reader.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ResponsePursuit Begin(bool isAlone, CancellationToken cancellation)
    {
        (double[] targets, int width) = Targets(isAlone, cancellation);
        return _matching.Begin(targets, width, HasBias, Columns);
    }

    /// <summary>Begins to exchange units, by the same outputs.</summary>
    /// <inheritdoc cref="Begin"/>
    public SweptMoments Swept(bool isAlone, CancellationToken cancellation)
    {
        (double[] targets, int width) = Targets(isAlone, cancellation);
        return _matching.Swept(targets, width, HasBias, Columns);
    }

    /// <summary>Second moments of the given responses.</summary>
    public GramMatrix Gram(CancellationToken cancellation) => _matching.Gram(cancellation);

    /// <summary>Sums over the samples of given response x wanted output of all readers, (columns + 1) x width.</summary>
    /// <inheritdoc cref="Begin"/>
    public (double[] Sums, int Width) Targets(bool isAlone, CancellationToken cancellation)
    {
        int columns = _layer.Units * Columns, width = Readers.Sum(reader => _layer.Readers[reader].Width), at = 0;
        double[] outgoing = new double[columns * width];
        foreach (int reader in Readers)
        {
            int own = _layer.Readers[reader].Width;
            ReadOnlySpan<double> weights = _layer.Outgoing(reader).Span;
            double size = isAlone ? 1 : Math.Sqrt(_matching.Deviation(weights, own, cancellation));
            for (int column = 0; column < columns; column++)
            {
                Span<double> row = outgoing.AsSpan((column * width) + at, own);
                weights.Slice(column * own, own).CopyTo(row);
                if (size > 0)
                    System.Numerics.Tensors.TensorPrimitives.Divide(row, size, row);
            }
            at += own;
        }
        return (_matching.Targets(outgoing, width, cancellation), width);
    }

    /// <summary>New weights for a reader.</summary>
    public ReaderChange Fit(int reader, int[] kept, CancellationToken cancellation)
    {
        UnitReader own = _layer.Readers[reader];
        int width = own.Width;
        int[] columns = [.. kept.SelectMany(unit => Enumerable.Range(unit * Columns, Columns))];
        ResponseSelection fitted = _matching.Fit(columns, _layer.Outgoing(reader).Span, width, HasBias, _leftOut, cancellation);
        double[] shift = HasBias ? new double[own.Outputs] : [];
        for (int i = 0; i < width && HasBias; i++)
            shift[i / (width / own.Outputs)] += fitted.Bias[i];
        return new ReaderChange(fitted.Units.Outgoing, shift);
    }

    private static bool CanShift(HiddenLayer layer, UnitReader reader) =>
        reader.Bias is not null && reader.KeepsConstants && layer.Group.Constants.StayConstant;
}
