using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>The kept rows of a data view, in their order, with all columns and a column of weights.</summary>
internal sealed class KeptRows : IDataView
{
    private readonly IDataView _source;
    private readonly ReadOnlyMemory<long> _rows;
    private readonly ReadOnlyMemory<double> _weights;

    public KeptRows(IDataView source, ReadOnlyMemory<long> rows, ReadOnlyMemory<double> weights, string weightName)
    {
        _source = source;
        _rows = rows;
        _weights = weights;
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(source.Schema);
        schema.AddColumn(weightName, NumberDataViewType.Single);
        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => _rows.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
            active[column.Index] = true;
        DataViewRowCursor rows = _source.GetRowCursor(_source.Schema.Where(column => active[column.Index]));
        return new KeptRowsCursor(rows, Schema, active, _rows, _weights);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
