using Microsoft.ML;

namespace Polylog.ML;

/// <summary>The kept rows of a data view with all their columns and one of weights, and the evidence of what they are worth.</summary>
/// <remarks>The kept rows are taken from the source when they are first asked for, and held from then on: the source must not change before that.</remarks>
public sealed class CompressedDataView : IDataView
{
    private readonly IDataView _rows;

    internal CompressedDataView(IDataView rows, Coreset coreset, string weightName)
    {
        _rows = rows;
        Coreset = coreset;
        WeightColumnName = weightName;
    }

    /// <summary>Which rows were kept, their weights in double precision, and the certificate.</summary>
    public Coreset Coreset { get; }

    /// <summary>Name of the column of weights, of type Single.</summary>
    public string WeightColumnName { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => _rows.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => Coreset.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => _rows.GetRowCursor(columnsNeeded, rand);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        _rows.GetRowCursorSet(columnsNeeded, n, rand);
}
