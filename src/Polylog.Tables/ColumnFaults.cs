namespace Polylog.Tables;

/// <summary>The values of one column that are not numbers one can use: how many, and where the first is.</summary>
internal sealed class ColumnFaults(string column)
{
    private long missing;
    private long infinite;
    private long firstMissing;
    private long firstInfinite;

    public bool Any => missing + infinite > 0;

    public void Note(double value, long row)
    {
        if (double.IsNaN(value))
        {
            if (missing++ == 0)
                firstMissing = row;
        }
        else if (infinite++ == 0)
        {
            firstInfinite = row;
        }
    }

    public override string ToString() => TableErrors.Fault(column, missing, firstMissing, infinite, firstInfinite);
}
