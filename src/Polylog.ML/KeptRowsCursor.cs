using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>A cursor over the source that stops at the kept rows only.</summary>
internal sealed class KeptRowsCursor(
    DataViewRowCursor rows, DataViewSchema schema, bool[] active, ReadOnlyMemory<long> indices, ReadOnlyMemory<double> weights)
        : DataViewRowCursor
{
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    private int WeightIndex => schema.Count - 1;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override bool MoveNext()
    {
        if (_position + 1 >= indices.Length)
        {
            _position = -1;
            indices = default;
            return false;
        }
        long next = indices.Span[(int)++_position];
        while (rows.Position < next)
        {
            if (!rows.MoveNext())
                throw new InvalidOperationException(
                    "The data has fewer rows than when it was compressed: compress it again, or hold it with mlContext.Data.Cache first.");
        }
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index != WeightIndex)
            return rows.GetGetter<TValue>(rows.Schema[column.Index]);
        ValueGetter<float> weight = (ref float value) => value = (float)weights.Span[(int)_position];
        return weight as ValueGetter<TValue>
            ?? throw new ArgumentException($"Column '{column.Name}' holds numbers of type Single; ask for these.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rows.Dispose();
        base.Dispose(disposing);
    }
}
