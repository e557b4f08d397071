namespace Polylog.Tables;

/// <summary>Rows of numbers, row-major, as the engine takes them.</summary>
public sealed class NumericRows
{
    private readonly IReadOnlyList<long> _dropped;
    private readonly long _first;

    internal NumericRows(double[] values, int rows, int columns, IReadOnlyList<long> dropped, long first = 0)
    {
        _first = first;
        Values = values;
        Rows = rows;
        Columns = columns;
        _dropped = dropped;
    }

    /// <summary>The numbers, row by row: exactly <see cref="Rows"/> times <see cref="Columns"/> of them, all finite.</summary>
    public double[] Values { get; }

    /// <summary>The numbers of the further columns, one list per column group, row by row, all finite.</summary>
    public IReadOnlyList<double[]> Further { get; internal init; } = [];

    /// <summary>The columns of labels asked for.</summary>
    public IReadOnlyList<LabelColumn> Labels { get; internal init; } = [];

    /// <summary>The rows' weights, zero or more and not all zero; null when no weight column was asked for.</summary>
    public double[]? Weights { get; internal init; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many numbers a row has.</summary>
    public int Columns { get; }

    /// <summary>How many rows the input has, those left out included.</summary>
    public long TotalRows => Rows + Dropped;

    /// <summary>How many rows were left out because a value was missing or infinite.</summary>
    public long Dropped => _dropped.Count;

    /// <summary>The same rows with one more column of labels.</summary>
    internal NumericRows With(LabelColumn labels) => new(Values, Rows, Columns, _dropped, _first)
    {
        Further = Further,
        Labels = [.. Labels, labels],
        Weights = Weights,
    };

    /// <summary>The same rows as a part of an input that begins with a later row.</summary>
    internal NumericRows From(long first) => new(Values, Rows, Columns, _dropped, first)
    {
        Further = Further,
        Labels = Labels,
        Weights = Weights,
    };

    /// <summary>The zero-based number that a row of these has in the input.</summary>
    /// <param name="index">The zero-based index of the row here.</param>
    public long RowNumber(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Rows);
        // dropped[k] - k rows were kept before the k-th dropped one, so it precedes the row if that is at most its index.
        int low = 0;
        int high = _dropped.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_dropped[middle] - middle <= index)
                low = middle + 1;
            else
                high = middle;
        }
        return _first + index + low;
    }
}
