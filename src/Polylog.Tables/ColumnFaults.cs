namespace Polylog.Tables;

/// <summary>The unusable values of one column: how many there are, and where the first one is.</summary>
internal sealed class ColumnFaults(string column)
{
    private long _missing;
    private long _infinite;
    private long _firstMissing;
    private long _firstInfinite;

    public bool Any => _missing + _infinite > 0;

    public void Note(double value, long row)
    {
        if (double.IsNaN(value))
        {
            if (_missing++ == 0)
                _firstMissing = row;
        }
        else if (_infinite++ == 0)
        {
            _firstInfinite = row;
        }
    }

    public void Clear() => _missing = _infinite = 0;

    public override string ToString() => TableErrors.Fault(column, _missing, _firstMissing, _infinite, _firstInfinite);
}
