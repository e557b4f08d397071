using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>Reads the numbers of one column at the cursor's row.</summary>
internal sealed class CellReader
{
    private readonly string _column;
    private readonly bool _isVector;
    private readonly Action<Span<double>> _read;

    private CellReader(DataViewSchema.Column column, Action<Span<double>> read)
    {
        _column = column.Name;
        _isVector = column.Type is VectorDataViewType;
        Width = ChosenColumns.Width(column);
        _read = read;
    }

    /// <summary>Numbers a row has.</summary>
    public int Width { get; }

    /// <summary>A reader of a column of numbers, truth values or keys, or of a vector. A missing key is NaN, the first key is 0.</summary>
    public static CellReader ForColumn(DataViewRow row, DataViewSchema.Column column) => new(column, column.Type switch
    {
        VectorDataViewType vector =>
            vector.ItemType == NumberDataViewType.Single ? Vector<float>(row, column) : Vector<double>(row, column),
        KeyDataViewType => Key(Scalar(row, column)),
        _ => Single(Scalar(row, column)),
    });

    /// <summary>Reads the numbers of the current row, all of them finite.</summary>
    /// <param name="values">OUT, <see cref="Width"/> values.</param>
    /// <param name="position">The row, for messages.</param>
    /// <exception cref="ArgumentException">A value is missing or infinite.</exception>
    public void Read(Span<double> values, long position)
    {
        _read(values);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw Fault(values[i], i, position);
        }
    }

    private ArgumentException Fault(double value, int slot, long position)
    {
        string place = string.Create(
            CultureInfo.InvariantCulture, $"Row {position} (counting from 0), column '{_column}'{(_isVector ? $", slot {slot}," : "")}");
        return new ArgumentException(double.IsNaN(value)
            ? $"{place} has no value: fill such gaps with mlContext.Transforms.ReplaceMissingValues, or leave the rows out with "
                + $"mlContext.Data.FilterRowsByMissingValues."
            : $"{place} is infinite: leave such rows out with mlContext.Data.FilterByCustomPredicate.");
    }

    private static Action<Span<double>> Single(Func<double> value) => values => values[0] = value();

    private static Action<Span<double>> Key(Func<double> value) => values =>
    {
        double key = value();
        values[0] = key == 0 ? double.NaN : key - 1;
    };

    private static Action<Span<double>> Vector<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumberBase<T>
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return values =>
        {
            getter(ref buffer);
            values.Clear();
            ReadOnlySpan<T> items = buffer.GetValues();
            ReadOnlySpan<int> places = buffer.GetIndices();
            for (int i = 0; i < items.Length; i++)
                values[buffer.IsDense ? i : places[i]] = double.CreateChecked(items[i]);
        };
    }

    private static Func<double> Scalar(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Single => Number<float>(row, column, value => value),
        TypeCode.Double => Number<double>(row, column, value => value),
        TypeCode.Boolean => Number<bool>(row, column, value => value ? 1 : 0),
        TypeCode.SByte => Number<sbyte>(row, column, value => value),
        TypeCode.Int16 => Number<short>(row, column, value => value),
        TypeCode.Int32 => Number<int>(row, column, value => value),
        TypeCode.Int64 => Number<long>(row, column, value => value),
        TypeCode.Byte => Number<byte>(row, column, value => value),
        TypeCode.UInt16 => Number<ushort>(row, column, value => value),
        TypeCode.UInt32 => Number<uint>(row, column, value => value),
        TypeCode.UInt64 => Number<ulong>(row, column, value => value),
        _ => throw new ArgumentException($"Column '{column.Name}' is {column.Type}, which is not read as a number."),
    };

    private static Func<double> Number<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
        where T : unmanaged
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
