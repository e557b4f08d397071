namespace Polylog.Tables;

/// <summary>Reads columns of a table as numbers: chunks of column values in, rows out.</summary>
internal sealed class NumericReader
{
    private readonly Table _table;
    private readonly MissingRows _missing;
    private readonly int[] _columns;
    private readonly bool _weighted;
    private readonly ColumnFaults[] _faults;
    private readonly List<long> _dropped = [];

    public NumericReader(Table table, IReadOnlyList<string> names, string? weightColumn, MissingRows missing)
    {
        if (names.Count == 0)
            throw TableErrors.NoColumnsAsked(table.Description);
        _table = table;
        _missing = missing;
        _weighted = weightColumn is not null;
        _columns = [.. (weightColumn is null ? names : names.Append(weightColumn)).Select(NumericIndex)];
        _faults = [.. _columns.Select(column => new ColumnFaults(table.Columns[column].Name))];
    }

    // The weight, where there is one, is read as the last column.
    private int Width => _columns.Length;

    public NumericRows Read(IProgress<double>? progress, CancellationToken cancellation)
    {
        using var blocks = new NumericBlocks(Width);
        try
        {
            Gather(blocks, progress, cancellation);
        }
        catch (CellConversionException exception)
        {
            throw UnreadableCell.Find(_table, _columns, exception, cancellation);
        }
        if (_missing is MissingRows.Refuse && _faults.Any(fault => fault.Any))
            throw TableErrors.Faulty(_table.Description, [.. _faults.Where(fault => fault.Any).Select(fault => fault.ToString())]);
        if (blocks.Rows == 0)
            throw _dropped.Count > 0 ? TableErrors.NothingLeft(_table.Description, _dropped.Count) : TableErrors.NoRows(_table.Description);
        NumericRows rows = Assemble(blocks);
        if (_weighted)
            WeightCheck.Check(rows, _table.Description, _table.Columns[_columns[^1]].Name);
        progress?.Report(1);
        return rows;
    }

    private int NumericIndex(string name)
    {
        int index = _table.IndexOf(name);
        TableColumn column = _table.Columns[index];
        return column.IsNumeric
            ? index
            : throw TableErrors.NotNumeric(column, _table);
    }

    private void Gather(NumericBlocks blocks, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var stream = new ChunkStream(_table.Session, _table.Source.Select(_columns, CellForm.Number), _table.Description, cancellation);
        var throttle = new ThrottledProgress(progress, () => _table.Session.Progress);
        long row = 0;
        while (stream.Next())
        {
            Span<double> rows = blocks.Room(stream.Rows);
            bool faulty = false;
            for (int column = 0; column < Width; column++)
                faulty |= Transpose(stream.Values(column), stream.Validity(column), rows, column, row);
            blocks.Keep(faulty && _missing is MissingRows.Drop ? Compact(rows, row) : stream.Rows);
            row += stream.Rows;
            throttle.Tick();
        }
    }

    // Whether any value of the chunk's column is missing or infinite; NULL becomes NaN.
    private bool Transpose(ReadOnlySpan<double> values, ReadOnlySpan<ulong> validity, Span<double> rows, int column, long firstRow)
    {
        bool faulty = false;
        for (int row = 0; row < values.Length; row++)
        {
            double value = validity.IsEmpty || (validity[row >> 6] >> (row & 63) & 1) != 0 ? values[row] : double.NaN;
            rows[(row * Width) + column] = value;
            if (!double.IsFinite(value))
            {
                _faults[column].Note(value, firstRow + row);
                faulty = true;
            }
        }
        return faulty;
    }

    // Moves the whole rows to the front, and says how many there are.
    private int Compact(Span<double> rows, long firstRow)
    {
        int kept = 0;
        for (int row = 0; row * Width < rows.Length; row++)
        {
            Span<double> values = rows.Slice(row * Width, Width);
            if (AllFinite(values))
                values.CopyTo(rows[(kept++ * Width)..]);
            else
                _dropped.Add(firstRow + row);
        }
        return kept;
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }
        return true;
    }

    private NumericRows Assemble(NumericBlocks blocks)
    {
        int used = _weighted ? Width - 1 : Width;
        if (blocks.Rows * used > Array.MaxLength)
            throw TableErrors.TooLarge(_table.Description, blocks.Rows, used);
        int count = (int)blocks.Rows;
        double[] values = GC.AllocateUninitializedArray<double>(count * used);
        double[]? weights = _weighted ? GC.AllocateUninitializedArray<double>(count) : null;
        int done = 0;
        blocks.Drain(stretch =>
        {
            ReadOnlySpan<double> rows = stretch.Span;
            if (weights is null)
                rows.CopyTo(values.AsSpan(done * used));
            else
                Split(rows, used, values.AsSpan(done * used), weights.AsSpan(done));
            done += rows.Length / Width;
        });
        return new(values, weights, count, used, _dropped);
    }

    private static void Split(ReadOnlySpan<double> rows, int used, Span<double> values, Span<double> weights)
    {
        for (int row = 0; row * (used + 1) < rows.Length; row++)
        {
            ReadOnlySpan<double> source = rows.Slice(row * (used + 1), used + 1);
            source[..used].CopyTo(values[(row * used)..]);
            weights[row] = source[used];
        }
    }
}
