using Microsoft.ML;

namespace Polylog.ML;

/// <summary>The kept rows of a data view, with all their columns and a column of weights.</summary>
/// <remarks>
/// The kept rows are read from the source at the first access and cached from then on. The source must not change before that.
/// </remarks>
public sealed class CompressedDataView : IDataView
{
    private readonly IDataView _rows;
    private readonly Func<CancellationToken, Measure> _readSource;
    private readonly Coreset? _coreset;

    internal CompressedDataView(IDataView rows, Coreset coreset, string weightName, Func<CancellationToken, Measure> readSource)
    {
        _rows = rows;
        _readSource = readSource;
        _coreset = coreset;
        WeightColumnName = weightName;
    }

    internal CompressedDataView(IDataView rows, StreamedCoreset streamed, string weightName)
    {
        _rows = rows;
        _readSource = _ => throw Apart();
        Streamed = streamed;
        WeightColumnName = weightName;
    }

    /// <summary>Which rows were kept, and their weights in double precision.</summary>
    /// <exception cref="InvalidOperationException">The data did not fit into memory: <see cref="Streamed"/> has this then.</exception>
    public Coreset Coreset => _coreset ?? throw Apart();

    /// <summary>
    /// The same, and how well the kept rows represent the source, where the data did not fit into memory and was compressed part by part;
    /// null where it did.
    /// </summary>
    public StreamedCoreset? Streamed { get; }

    /// <summary>Name of the column of weights, of type Single.</summary>
    public string WeightColumnName { get; }

    /// <summary>Measures how well the kept rows represent the source.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>Reads the source once more: it must not have changed.</remarks>
    /// <exception cref="ArgumentException">The source changed.</exception>
    /// <exception cref="InvalidOperationException">The data did not fit into memory: <see cref="Streamed"/> has its evidence.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Certificate Certify(CancellationToken cancellation = default) =>
        Coreset.Certify(_readSource(cancellation), progress: null, cancellation);

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => _rows.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => _coreset?.Count ?? Streamed!.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        _rows.GetRowCursor(columnsNeeded, rand);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        _rows.GetRowCursorSet(columnsNeeded, n, rand);

    private static InvalidOperationException Apart() =>
        new("The data did not fit into memory and was compressed part by part; its coreset and its evidence are in Streamed.");
}
