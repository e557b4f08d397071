namespace Polylog.Tables;

/// <summary>Reads columns of a table as numbers, and others as labels: chunks of column values in, rows out.</summary>
internal sealed partial class NumericReader
{
    private readonly Table _table;
    private readonly ColumnSelection _selection;
    private readonly NumericCell[] _numbers;
    private readonly (int Column, string Type)[] _labels;
    private readonly LabelDictionary[] _dictionaries;
    private readonly ColumnFaults[] _faults;
    private readonly List<long> _dropped = [];

    public NumericReader(Table table, ColumnSelection selection)
    {
        if (selection.Columns.Count == 0)
            throw TableErrors.NoColumnsAsked(table.Description);
        _table = table;
        _selection = selection;
        // Targets and totals may be true or false; what stands for a place in space, or weighs, may not.
        IEnumerable<NumericCell> numbers = selection.Columns.Select(name => NumberAt(name, isFeature: true))
            .Concat(selection.Further.SelectMany(list => list)
                .Select(name => NumberAt(name, isFeature: selection.TakesTimes && table.Columns[table.CellOf(name).Column].IsTime)));
        _numbers = [.. selection.WeightColumn is { } weight ? numbers.Append(NumberAt(weight, isFeature: false)) : numbers];
        _labels = [.. selection.Labels.Select(LabelIndex)];
        _dictionaries = [.. _labels.Select(_ => new LabelDictionary())];
        _faults = [.. _numbers.Select(table.NameOf).Concat(_labels.Select(label => table.Columns[label.Column].Name))
            .Select(name => new ColumnFaults(name))];
    }

    // The numbers, the weight where there is one, the labels' codes.
    private int Width => _numbers.Length + _labels.Length;

    public NumericRows Read(IProgress<double>? progress, CancellationToken cancellation)
    {
        // A plain cast is fast and takes what nearly all tables have.
        using NumericBlocks blocks = Gathered(CellForm.Number, progress, cancellation)
            ?? Gathered(CellForm.AnyNumber, progress, cancellation)!;
        CheckFaults();
        if (blocks.Rows == 0)
            throw _dropped.Count > 0 ? TableErrors.NothingLeft(_table.Description, _dropped.Count) : TableErrors.NoRows(_table.Description);
        NumericRows rows = Assemble(blocks, _dropped);
        rows = Signed(rows);
        if (_selection.WeightColumn is not null)
            WeightCheck.Check(rows, _table.Description, _table.NameOf(_numbers[^1]));
        progress?.Report(1);
        return rows;
    }

    // The place says more about a row than its number in the table.
    private void CheckFaults(Func<long, string>? place = null)
    {
        if (_selection.Missing is not MissingRows.Refuse || !_faults.Any(fault => fault.Any))
            return;
        bool inWeights = _selection.WeightColumn is not null && _faults[_numbers.Length - 1].Any;
        throw TableErrors.Faulty(
            _table.Description, [.. _faults.Where(fault => fault.Any).Select(fault => fault.Text(place))], inWeights);
    }

    private NumericCell NumberAt(string name, bool isFeature)
    {
        NumericCell cell = _table.CellOf(name);
        TableColumn column = _table.Columns[cell.Column];
        bool isNumber = column.IsNumeric || (isFeature ? cell.Element > 0 || column.IsTime : column.HasNumbers);
        return isNumber ? cell : throw NotNumeric.Error(column, _table);
    }

    private (int Column, string Type) LabelIndex(LabelSelection label)
    {
        int index = _table.IndexOf(label.Column);
        return (index, label.TypeName ?? _table.Columns[index].TypeName);
    }

    // Null where the cells cannot be read as the form has it and another form is left.
    private NumericBlocks? Gathered(CellForm form, IProgress<double>? progress, CancellationToken cancellation)
    {
        var blocks = new NumericBlocks(Width);
        try
        {
            Gather(blocks, form, progress, cancellation);
            return blocks;
        }
        catch (CellConversionException exception)
        {
            blocks.Dispose();
            if (form is CellForm.AnyNumber || !_table.Source.AnyDelimited)
                throw UnreadableCell.Find(_table, [.. _numbers.Select(cell => cell.Column)], exception, cancellation);
            _dropped.Clear();
            foreach (ColumnFaults faults in _faults)
                faults.Clear();
            for (int label = 0; label < _dictionaries.Length; label++)
                _dictionaries[label] = new LabelDictionary();
            return null;
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    private void Gather(NumericBlocks blocks, CellForm form, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var stream = new ChunkStream(
            _table.Session, _table.Source.SelectLabelled(_numbers, form, _labels), _table.Description, cancellation);
        var throttle = new ThrottledProgress(progress, () => _table.Session.Progress);
        long row = 0;
        while (stream.Next())
        {
            Span<double> rows = blocks.Room(stream.Rows);
            bool faulty = Fill(stream, rows, row);
            blocks.Keep(faulty && _selection.Missing is MissingRows.Drop ? Compact(rows, row) : stream.Rows);
            row += stream.Rows;
            throttle.Tick();
        }
    }

    private NumericRows Signed(NumericRows rows) => _selection is { WeightColumn: not null, IsSigned: true }
        ? rows.With(SignLabels.Take(rows.Weights!, _table.NameOf(_numbers[^1]))) : rows;

    // The numbers and the codes of labels of a chunk; whether any is missing.
    private bool Fill(ChunkStream stream, Span<double> rows, long firstRow)
    {
        bool faulty = false;
        for (int column = 0; column < _numbers.Length; column++)
            faulty |= Transpose(stream.Values(column), stream.Validity(column), rows, column, firstRow);
        for (int label = 0; label < _labels.Length; label++)
            faulty |= Encode(stream, rows, label, firstRow);
        return faulty;
    }

    // Whether any value of the chunk's column is missing or infinite; NULL becomes NaN.
    private bool Transpose(ReadOnlySpan<double> values, ReadOnlySpan<ulong> validity, Span<double> rows, int column, long firstRow)
    {
        bool faulty = false;
        for (int row = 0; row < values.Length; row++)
        {
            double value = IsValid(validity, row) ? values[row] : double.NaN;
            rows[(row * Width) + column] = value;
            if (!double.IsFinite(value))
            {
                _faults[column].Note(value, firstRow + row);
                faulty = true;
            }
        }
        return faulty;
    }

    // As for numbers: what is written down is the label's code, NaN where there has to be one and is none.
    private bool Encode(ChunkStream stream, Span<double> rows, int label, long firstRow)
    {
        int column = _numbers.Length + label;
        ReadOnlySpan<ulong> validity = stream.Validity(column);
        LabelDictionary dictionary = _dictionaries[label];
        bool faulty = false;
        for (int row = 0; row < stream.Rows; row++)
        {
            ref double code = ref rows[(row * Width) + column];
            if (IsValid(validity, row))
            {
                code = dictionary.Code(stream.Text(column, row));
            }
            else if (_selection.Labels[label].MissingIsLabel)
            {
                code = dictionary.MissingCode();
            }
            else
            {
                code = double.NaN;
                _faults[column].Note(code, firstRow + row);
                faulty = true;
            }
        }
        return faulty;
    }

    private static bool IsValid(ReadOnlySpan<ulong> validity, int row) => validity.IsEmpty || (validity[row >> 6] >> (row & 63) & 1) != 0;

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

    private NumericRows Assemble(NumericBlocks blocks, IReadOnlyList<long> dropped)
    {
        IEnumerable<int> numbers = _selection.Further.Select(list => list.Count).Prepend(_selection.Columns.Count);
        int[] widths = [.. _selection.WeightColumn is null ? numbers : numbers.Append(1)];
        foreach (int width in widths)
        {
            if (blocks.Rows * width > Array.MaxLength)
                throw TableErrors.TooLarge(_table.Description, blocks.Rows, width);
        }
        int count = (int)blocks.Rows;
        double[][] parts = [.. widths.Select(width => GC.AllocateUninitializedArray<double>(count * width))];
        int[][] codes = [.. _labels.Select(_ => GC.AllocateUninitializedArray<int>(count))];
        int done = 0;
        blocks.Drain(stretch =>
        {
            ReadOnlySpan<double> rows = stretch.Span;
            if (Width == widths[0])
                rows.CopyTo(parts[0].AsSpan(done * Width));
            else
                Split(rows, widths, parts, codes, done);
            done += rows.Length / Width;
        });
        LabelColumn[] labels =
        [
            .. _labels.Select((label, index) =>
                new LabelColumn(_table.Columns[label.Column].Name, codes[index], _dictionaries[index].Sorted(codes[index]))),
        ];
        double[]? weights = _selection.WeightColumn is null ? null : parts[^1];
        return new NumericRows(parts[0], count, widths[0], dropped)
        {
            Further = parts[1..(1 + _selection.Further.Count)],
            Labels = labels,
            Weights = weights,
        };
    }

    private void Split(ReadOnlySpan<double> rows, int[] widths, double[][] parts, int[][] codes, int first)
    {
        for (int row = 0; row * Width < rows.Length; row++)
        {
            ReadOnlySpan<double> rest = rows.Slice(row * Width, Width);
            for (int part = 0; part < parts.Length; part++)
            {
                rest[..widths[part]].CopyTo(parts[part].AsSpan((first + row) * widths[part]));
                rest = rest[widths[part]..];
            }
            for (int label = 0; label < codes.Length; label++)
                codes[label][first + row] = (int)rest[label];
        }
    }
}
