using DuckDB.NET.Data;

namespace Polylog.Tables;

/// <summary>
/// Writes chosen rows of a table. They are first brought together in a temporary table, which is as small as the choice, whatever the size
/// of the input; only then is the output written.
/// </summary>
internal sealed class RowWriter
{
    private const string Kept = "kept_rows";
    private const string Chosen = "chosen_rows";

    private readonly Table table;
    private readonly string outputPath;
    private readonly RowSelection rows;
    private readonly int[] columns;

    public RowWriter(Table table, string outputPath, RowSelection rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.Check();
        this.table = table;
        this.outputPath = outputPath;
        this.rows = rows;
        int replaced = rows.ReplacedColumn is { } name ? table.IndexOf(name) : -1;
        columns = [.. Enumerable.Range(0, table.Columns.Count).Where(index => index != replaced)];
        CheckNames();
    }

    private TableSession Session => table.Session;

    private SourceUnion Source => table.Source;

    public void Write(CancellationToken cancellation)
    {
        TableFormat format = OutputFile.Check(outputPath, table.Files);
        using var output = new OutputFile(outputPath);
        try
        {
            LoadKept();
            LoadChosen(FormFor(format), cancellation);
            string copy = CopyStatement.For(ChosenSelect(format), output.TemporaryPath, format, rows.Metadata);
            Session.Execute(copy, Path.GetFileName(outputPath), cancellation);
            table.CheckUnchanged();
            cancellation.ThrowIfCancellationRequested();
            output.Commit();
        }
        finally
        {
            Session.Execute($"DROP TABLE IF EXISTS {Kept}; DROP TABLE IF EXISTS {Chosen}", table.Description, CancellationToken.None);
        }
    }

    // Readers of all formats but JSON take names that differ in case alone for the same name, so these clash as well.
    private void CheckNames()
    {
        CheckName(rows.WeightName, "--weight-name");
        if (rows.RowIdName is not { } rowId)
            return;
        CheckName(rowId, "--row-id");
        if (string.Equals(rowId, rows.WeightName, StringComparison.OrdinalIgnoreCase))
            throw TableErrors.NamesClash(rowId);
    }

    private void CheckName(string name, string option)
    {
        foreach (int column in columns)
        {
            if (string.Equals(table.Columns[column].Name, name, StringComparison.OrdinalIgnoreCase))
                throw TableErrors.NameTaken(table.Columns[column].Name, table.Description, option);
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
        Session.Execute($"CREATE OR REPLACE TEMP TABLE {Kept} (rn BIGINT, w DOUBLE)", table.Description);
        using DuckDBAppender appender = Session.Appender(Kept);
        for (int index = 0; index < rows.RowNumbers.Length; index++)
            appender.CreateRow().AppendValue(rows.RowNumbers.Span[index]).AppendValue(rows.Weights.Span[index]).EndRow();
    }

    private void LoadChosen(CellForm form, CancellationToken cancellation)
    {
        Session.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Chosen} AS SELECT source.*, kept.w "
            + $"FROM ({Source.SelectNumbered(columns, form, "rn")}) AS source JOIN {Kept} AS kept USING (rn) ORDER BY rn",
            table.Description,
            cancellation);
        long found = Session.Scalar<long>($"SELECT count(*) FROM {Chosen}", table.Description, cancellation);
        if (found != rows.RowNumbers.Length)
            throw TableErrors.RowsLost(table.Description, rows.RowNumbers.Length, found);
    }

    private string ChosenSelect(TableFormat format)
    {
        List<TableColumn> types = Session.Describe($"FROM {Chosen}", table.Description);
        List<string> cells =
        [
            .. columns.Select((column, index) =>
                $"{Cell(column, types[index + 1].TypeName, format)} AS {Sql.Name(table.Columns[column].Name)}"),
        ];
        if (rows.RowIdName is { } rowId)
            cells.Add($"rn AS {Sql.Name(rowId)}");
        cells.Add($"w AS {Sql.Name(rows.WeightName)}");
        return $"SELECT {string.Join(", ", cells)} FROM {Chosen} ORDER BY rn";
    }

    private string Cell(int column, string type, TableFormat format)
    {
        string cell = Sql.Column(column);
        if (!format.IsDelimited() && Source.AnyDelimited && type == SqlTypes.Text)
            return new TextTyping(Session, Source, Chosen).Expression(cell, table.Columns[column].TypeName);
        return format is TableFormat.Parquet && SqlTypes.NeedsDecimalInParquet(type) ? $"CAST({cell} AS DECIMAL(38, 0))" : cell;
    }
}
