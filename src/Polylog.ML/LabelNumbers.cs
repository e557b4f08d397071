using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>
/// Numbers the values of columns: rows that are equal in all of them have the same number, counted from 0 in the order of appearance.
/// </summary>
internal sealed class LabelNumbers
{
    private readonly IReadOnlyList<Func<long, object>> _values;
    private readonly Dictionary<(int Before, object Value), int> _numbers = [];

    public LabelNumbers(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns) =>
        _values = [.. columns.Select(column => Value(row, column))];

    /// <summary>The number of the current row.</summary>
    /// <param name="position">The row, for messages.</param>
    public int Read(long position)
    {
        int number = -1;
        foreach (Func<long, object> value in _values)
        {
            (int, object) key = (number, value(position));
            // Prefixes of rows have numbers too: only equality matters.
            if (!_numbers.TryGetValue(key, out number))
                _numbers.Add(key, number = _numbers.Count);
        }
        return number;
    }

    private static Func<long, object> Value(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> text = default;
            return _ =>
            {
                getter(ref text);
                return text.ToString();
            };
        }
        CellReader reader = CellReader.ForColumn(row, column);
        double[] value = new double[1];
        return position =>
        {
            reader.Read(value, position);
            return value[0];
        };
    }
}
