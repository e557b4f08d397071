namespace Polylog.Tables;

/// <content>Reading part by part, so that a table need not fit into memory.</content>
internal sealed partial class NumericReader
{
    /// <summary>Reads rows part by part.</summary>
    /// <param name="most">Rows of the input to a part, those left out included.</param>
    /// <param name="first">The zero-based number of the row to begin with.</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public IEnumerable<NumericRows> ReadParts(int most, long first, IProgress<double>? progress, CancellationToken cancellation)
    {
        // Text may turn out to be no plain number in the last row: what takes longer but always works comes first.
        CellForm form = _table.Source.AnyDelimited ? CellForm.AnyNumber : CellForm.Number;
        (string? select, long before) = _table.Source.SelectFrom(
            _numbers, form, _labels, first, relation => _table.Rows(relation, cancellation));
        if (select is null)
            yield break;
        using var stream = new ChunkStream(_table.Session, select, _table.Description, cancellation);
        var throttle = new ThrottledProgress(progress, () => _table.Session.Progress);
        // Rows of a chunk that reaches over the end of a part.
        Memory<double> over = PassOver(stream, before, first, cancellation);
        bool isMore = true;
        while (isMore)
        {
            using var blocks = new NumericBlocks(Width);
            _dropped.Clear();
            int read = 0;
            while (read < most && (over.Length > 0 || (isMore = Next(stream, cancellation))))
            {
                if (over.IsEmpty && stream.Rows > most - read)
                    over = Transposed(stream, first + read);
                read += over.IsEmpty ? Take(stream, blocks, first, read) : Take(ref over, blocks, most - read, read);
                throttle.Tick();
            }
            CheckFaults(row => _table.PlaceOf(row, cancellation));
            if (read > 0)
                yield return Part(blocks, first);
            first += read;
        }
        progress?.Report(1);
    }

    // Returns the rows of the last chunk that are not passed over.
    private Memory<double> PassOver(ChunkStream stream, long rows, long first, CancellationToken cancellation)
    {
        while (rows > 0 && Next(stream, cancellation))
        {
            if (stream.Rows > rows)
                return Transposed(stream, first - rows).AsMemory((int)rows * Width);
            rows -= stream.Rows;
        }
        return default;
    }

    private double[] Transposed(ChunkStream stream, long first)
    {
        var rows = new double[stream.Rows * Width];
        Fill(stream, rows, first);
        return rows;
    }

    // A whole chunk.
    private int Take(ChunkStream stream, NumericBlocks blocks, long first, int read)
    {
        Span<double> rows = blocks.Room(stream.Rows);
        bool faulty = Fill(stream, rows, first + read);
        // Numbers of rows left out count from the part's first row.
        blocks.Keep(faulty && _selection.Missing is MissingRows.Drop ? Compact(rows, read) : stream.Rows);
        return stream.Rows;
    }

    // Rows that a chunk has left, as many as the part has room for.
    private int Take(ref Memory<double> over, NumericBlocks blocks, int most, int read)
    {
        int count = Math.Min(most, over.Length / Width);
        Span<double> rows = blocks.Room(count);
        over.Span[..rows.Length].CopyTo(rows);
        over = over[rows.Length..];
        blocks.Keep(_selection.Missing is MissingRows.Drop ? Compact(rows, read) : count);
        return count;
    }

    /// <summary>Reads rows spread evenly over the table; null where none of them has all its values.</summary>
    /// <param name="share">The share of the rows to read, in (0, 1].</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public NumericRows? ReadSpread(double share, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var stream = new ChunkStream(
            _table.Session, _table.Source.SelectLabelled(_numbers, CellForm.Number, _labels), _table.Description, cancellation);
        var throttle = new ThrottledProgress(progress, () => _table.Session.Progress);
        using var blocks = new NumericBlocks(Width);
        ulong below = share < 1 ? (ulong)(share * ulong.MaxValue) : ulong.MaxValue;
        for (long first = 0; Next(stream, cancellation); first += stream.Rows)
        {
            Span<double> rows = blocks.Room(stream.Rows);
            Fill(stream, rows, first);
            int kept = 0;
            for (int row = 0; row < stream.Rows; row++)
            {
                // Multiples of the golden ratio, modulo 1, are spread evenly over any stretch.
                Span<double> values = rows.Slice(row * Width, Width);
                if ((ulong)(first + row) * 0x9E3779B97F4A7C15 <= below && AllFinite(values))
                    values.CopyTo(rows[(kept++ * Width)..]);
            }
            blocks.Keep(kept);
            throttle.Tick();
        }
        // What is missing is told when the rows are read in earnest.
        foreach (ColumnFaults faults in _faults)
            faults.Clear();
        return blocks.Rows == 0 ? null : Signed(Assemble(blocks, []));
    }

    private NumericRows Part(NumericBlocks blocks, long first)
    {
        NumericRows rows = Assemble(blocks, [.. _dropped]).From(first);
        if (_selection.IsSigned)
            return Signed(rows);
        if (_selection.WeightColumn is not null)
            WeightCheck.CheckSigns(rows, _table.Description, _table.NameOf(_numbers[^1]));
        return rows;
    }

    private bool Next(ChunkStream stream, CancellationToken cancellation)
    {
        try
        {
            return stream.Next();
        }
        catch (CellConversionException exception)
        {
            throw UnreadableCell.Find(_table, [.. _numbers.Select(cell => cell.Column)], exception, cancellation);
        }
    }
}
