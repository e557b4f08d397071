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

    internal CompressedDataView(IDataView rows, Coreset coreset, string weightName, Func<CancellationToken, Measure> readSource)
    {
        _rows = rows;
        _readSource = readSource;
        Coreset = coreset;
        WeightColumnName = weightName;
    }

    /// <summary>Which rows were kept, and their weights in double precision.</summary>
    public Coreset Coreset { get; }

    /// <summary>Name of the column of weights, of type Single.</summary>
    public string WeightColumnName { get; }

    /// <summary>Measures how well the kept rows represent the source.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>Reads the source once more: it must not have changed.</remarks>
    /// <exception cref="ArgumentException">The source changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Certificate Certify(CancellationToken cancellation = default) =>
        Coreset.Certify(_readSource(cancellation), progress: null, cancellation);

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => _rows.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => Coreset.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        _rows.GetRowCursor(columnsNeeded, rand);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        _rows.GetRowCursorSet(columnsNeeded, n, rand);
}
