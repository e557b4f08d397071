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

    /// <summary>All of it, in words.</summary>
    /// <param name="place">Says more about the place of a row, as a clause; null to say its number alone.</param>
    public string Text(Func<long, string>? place) => TableErrors.Fault(
        column, (_missing, Row(_missing, _firstMissing, place)), (_infinite, Row(_infinite, _firstInfinite, place)));

    private static string Row(long count, long first, Func<long, string>? place) =>
        count == 0 ? "" : TableErrors.RowText(first) + place?.Invoke(first);
}
