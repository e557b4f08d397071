namespace Polylog.Tables;

/// <content>Reading part by part, so that a table need not fit into memory.</content>
internal sealed partial class NumericReader
{
    /// <summary>Reads rows part by part.</summary>
    /// <param name="most">Rows of the input to a part, those left out included.</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public IEnumerable<NumericRows> ReadParts(int most, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (_labels.Length > 0 || _selection.IsSigned)
            throw new NotSupportedException("Labels and signs are not read in parts.");
        // Text may turn out to be no plain number in the last row: what takes longer but always works comes first.
        CellForm form = _table.Source.AnyDelimited ? CellForm.AnyNumber : CellForm.Number;
        using var stream = new ChunkStream(_table.Session, _table.Source.SelectNumbers(_numbers, form), _table.Description, cancellation);
        var throttle = new ThrottledProgress(progress, () => _table.Session.Progress);
        long first = 0;
        bool isLast = false;
        while (!isLast)
        {
            using var blocks = new NumericBlocks(Width);
            _dropped.Clear();
            long read = 0;
            while (read < most && !(isLast = !Next(stream, cancellation)))
            {
                Span<double> rows = blocks.Room(stream.Rows);
                bool faulty = Transpose(stream, rows, first + read);
                // Numbers of rows left out count from the part's first row.
                blocks.Keep(faulty && _selection.Missing is MissingRows.Drop ? Compact(rows, read) : stream.Rows);
                read += stream.Rows;
                throttle.Tick();
            }
            CheckFaults();
            if (blocks.Rows > 0)
                yield return Part(blocks, first);
            first += read;
        }
        progress?.Report(1);
    }

    private NumericRows Part(NumericBlocks blocks, long first)
    {
        NumericRows rows = Assemble(blocks, [.. _dropped]).From(first);
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
