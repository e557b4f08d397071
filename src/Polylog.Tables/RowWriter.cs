using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>
/// Writes chosen rows of a table. They are first collected in a temporary table, whose size depends on the number of chosen rows alone;
/// then the output is written.
/// </summary>
internal sealed class RowWriter
{
    private const string Kept = "kept_rows";
    private const string Chosen = "chosen_rows";

    // A statement about thousands of columns takes seconds to plan.
    private const int ManyColumns = 500;

    private readonly Table _table;
    private readonly string _outputPath;
    private readonly bool _isForStandardOutput;
    private readonly RowSelection _rows;
    private readonly int[] _columns;

    public RowWriter(Table table, string outputPath, RowSelection rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.Check();
        _table = table;
        _isForStandardOutput = outputPath == StandardOutput.Path;
        _outputPath = _isForStandardOutput ? StandardOutput.FileIn(table.Session.Folder, table.IsArrow) : outputPath;
        _rows = rows;
        int replaced = rows.ReplacedColumn is { } name ? table.IndexOf(name) : -1;
        _columns = [.. Enumerable.Range(0, table.Columns.Count).Where(index => index != replaced)];
        CheckNames();
    }

    private TableSession Session => _table.Session;

    private SourceUnion Source => _table.Source;

    /// <summary>Writes the file.</summary>
    /// <returns>What the user should know about it, in sentences.</returns>
    public IReadOnlyList<string> Write(CancellationToken cancellation)
    {
        TableFormat format = TableOutput.Check(_outputPath, _table.SourceFiles);
        using OutputFile output = TableOutput.Open(_outputPath);
        try
        {
            LoadKept();
            if (format.IsDelimited() && _columns.Length > ManyColumns && IsCopied(output.TemporaryPath, format, cancellation))
            {
                Finish(output, cancellation);
                return [];
            }
            LoadChosen(FormFor(format), cancellation);
            TableOutput.Write(
                Session, ChosenSelect(format, cancellation), (_outputPath, output, format), _rows.Metadata, cancellation);
            if (_rows.Appendix is { } appendix)
                output.Amend(path => ParquetAppendix.Insert(path, appendix));
            string? formulas = format.IsDelimited() ? Formulas(cancellation) : null;
            Finish(output, cancellation);
            return formulas is null ? [] : [formulas];
        }
        finally
        {
            Session.Execute($"DROP TABLE IF EXISTS {Kept}; DROP TABLE IF EXISTS {Chosen}", _table.Description, CancellationToken.None);
        }
    }

    private void Finish(OutputFile output, CancellationToken cancellation)
    {
        _table.CheckUnchanged();
        cancellation.ThrowIfCancellationRequested();
        output.Commit();
        if (_isForStandardOutput)
            StandardOutput.Send(_outputPath, cancellation);
    }

    private bool IsCopied(string path, TableFormat format, CancellationToken cancellation)
    {
        if (Source.OnlyDelimited?.RawRows is not { } raw || _columns.Any(column => _table.Columns[column].TypeName == SqlTypes.Text))
            return false;
        char delimiter = format is TableFormat.Tsv ? '\t' : ',';
        string added = _rows.Added is null ? "" : $"CAST(added AS VARCHAR) || '{delimiter}' || ";
        string rowId = _rows.RowIdName is null ? "" : $"rn || '{delimiter}' || ";
        List<string> further = Session.Rows(
            $"SELECT {added}{rowId}CAST(w AS VARCHAR) FROM {Kept} ORDER BY rn", _table.Description, row => row.GetString(0), cancellation);
        using var output = new StreamWriter(path);
        IEnumerable<string?> names =
            [.. _columns.Select(column => _table.Columns[column].Name), _rows.Added?.Name, _rows.RowIdName, _rows.WeightName];
        bool isFirst = true;
        foreach (string name in names.OfType<string>())
        {
            if (!isFirst)
                output.Write(delimiter);
            RawRows.WriteCell(output, name, delimiter);
            isFirst = false;
        }
        output.Write('\n');
        return raw.Write(output, delimiter, _columns, _rows.RowNumbers.Span, further, cancellation);
    }

    // Readers of all formats but JSON take names that differ in case alone for the same name, so these clash as well.
    private void CheckNames()
    {
        CheckName(_rows.WeightName, OptionNames.WeightName);
        CheckAddedName();
        if (_rows.RowIdName is not { } rowId)
            return;
        CheckName(rowId, OptionNames.RowIdName);
        if (string.Equals(rowId, _rows.WeightName, StringComparison.OrdinalIgnoreCase))
            throw TableErrors.NamesClash(rowId);
    }

    private void CheckAddedName()
    {
        if (_rows.Added?.Name is not { } added)
            return;
        CheckName(added, OptionNames.AddedName);
        foreach (string? other in new[] { _rows.WeightName, _rows.RowIdName })
        {
            if (string.Equals(added, other, StringComparison.OrdinalIgnoreCase))
                throw TableErrors.AddedNameClashes(added);
        }
    }

    private void CheckName(string name, string option)
    {
        foreach (int column in _columns)
        {
            if (string.Equals(_table.Columns[column].Name, name, StringComparison.OrdinalIgnoreCase))
                throw TableErrors.NameTaken(_table.Columns[column].Name, _table.Description, option);
        }
    }

    private CellForm FormFor(TableFormat format)
    {
        if (format.IsDelimited())
            return CellForm.Text;
        return format.IsJson() && Source.AllJson ? CellForm.Json : CellForm.Native;
    }

    private void LoadKept()
    {
        Session.Execute($"CREATE OR REPLACE TEMP TABLE {Kept} (rn BIGINT, w DOUBLE, added DOUBLE)", _table.Description);
        using DuckDBAppender appender = Session.Appender(Kept);
        for (int index = 0; index < _rows.RowNumbers.Length; index++)
        {
            appender.CreateRow().AppendValue(_rows.RowNumbers.Span[index]).AppendValue(_rows.Weights.Span[index])
                .AppendValue(_rows.Added?.Values.Span[index]).EndRow();
        }
    }

    private void LoadChosen(CellForm form, CancellationToken cancellation)
    {
        string numbered = Source.SelectNumbered(_columns, form, "rn", relation => _table.Rows(relation, cancellation));
        Session.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Chosen} AS SELECT source.*, kept.w, kept.added "
            + $"FROM ({numbered}) AS source JOIN {Kept} AS kept USING (rn) ORDER BY rn",
            _table.Description,
            cancellation);
        long found = Session.Scalar<long>($"SELECT count(*) FROM {Chosen}", _table.Description, cancellation);
        if (found != _rows.RowNumbers.Length)
            throw TableErrors.RowsLost(_table.Description, _rows.RowNumbers.Length, found);
    }

    private string ChosenSelect(TableFormat format, CancellationToken cancellation)
    {
        List<string> cells = [.. Cells(format, cancellation)
            .Zip(_columns, (cell, column) => $"{cell} AS {Sql.Name(_table.Columns[column].Name)}")];
        if (_rows.Added?.Name is { } added)
            cells.Add($"added AS {Sql.Name(added)}");
        if (_rows.RowIdName is { } rowId)
            cells.Add($"rn AS {Sql.Name(rowId)}");
        cells.Add($"w AS {Sql.Name(_rows.WeightName)}");
        // They were put there in order, and a scan keeps it. Sorting thousands of columns once more takes longer than all the rest.
        return $"SELECT {string.Join(", ", cells)} FROM {Chosen}";
    }

    private string? Formulas(CancellationToken cancellation)
    {
        (string, string)[] texts =
        [
            .. _columns.Where(column => _table.Columns[column].TypeName == SqlTypes.Text)
                .Select(column => (Sql.Column(column), _table.Columns[column].Name)),
        ];
        return SpreadsheetFormulas.Note(Session, Path.GetFileName(_outputPath), Chosen, texts, cancellation);
    }

    private string[] Cells(TableFormat format, CancellationToken cancellation)
    {
        if (format.IsDelimited())
            return [.. _columns.Select(Sql.Column)];
        List<TableColumn> types = Session.Describe($"FROM {Chosen}", _table.Description, cancellation);
        string[] cells = [.. _columns.Select((column, index) => Cell(Sql.Column(column), types[index + 1].TypeName, format))];
        if (!Source.AnyDelimited)
            return cells;
        int[] texts = [.. Enumerable.Range(0, _columns.Length).Where(index => types[index + 1].TypeName == SqlTypes.Text)];
        IReadOnlyList<string> typed = new TextTyping(Session, Source, Chosen).Expressions(
            [.. texts.Select(index => (Sql.Column(_columns[index]), _table.Columns[_columns[index]].TypeName))], cancellation);
        for (int i = 0; i < texts.Length; i++)
            cells[texts[i]] = typed[i];
        return cells;
    }

    private static string Cell(string cell, string type, TableFormat format) =>
        (format is TableFormat.Parquet || format.IsArrow()) && SqlTypes.NeedsDecimalInParquet(type)
            ? $"CAST({cell} AS DECIMAL(38, 0))" : cell;
}
