using System.Globalization;

namespace Polylog.Tables;

/// <summary>
/// An opened table: the rows of one or more files (CSV, TSV, JSON, Parquet, Arrow), or of a SQL query. Rows are numbered from 0 in the
/// order of the input, files one after another.
/// </summary>
public sealed partial class Table : IDisposable
{
    private readonly FileStamp[] _stamps;

    // Tables can have thousands of columns.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<InputFile> _inputs;

    private Table(TableSession session, SourceUnion source, IReadOnlyList<InputFile> inputs, string description)
    {
        Session = session;
        Source = source;
        _inputs = inputs;
        Files = [.. inputs.Select(input => input.Path)];
        SourceFiles = Files;
        Description = description;
        _stamps = [.. Files.Select(FileStamp.FromFile)];
        for (int place = Columns.Count - 1; place >= 0; place--)
            _places[Columns[place].Name] = place;
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<TableColumn> Columns => Source.Columns;

    /// <summary>Columns whose names differ from the header's, because the header has a name twice.</summary>
    public IReadOnlyList<RenamedColumn> Renamed => Source.Renamed;

    /// <summary>How the table was read, where that is not as it stands, in sentences: lines passed over, letters, names.</summary>
    public IReadOnlyList<string> Notes => Source.Notes;

    /// <summary>Whether the table is one file that DuckDB reads in the same way by itself.</summary>
    public bool IsReadAsItStands =>
        _inputs.Count == 1 && !_inputs[0].IsStream && _inputs[0].ReadPath == _inputs[0].Path && Notes.Count == 0;

    /// <summary>What messages call the table: a file's name, the number of files, or "the query".</summary>
    public string Description { get; }

    /// <summary>The full paths of the files, after patterns; empty for a query.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files that must not be written to: <see cref="Files"/>, or those a query names.</summary>
    public IReadOnlyList<string> SourceFiles { get; private set; }

    internal TableSession Session { get; }

    internal SourceUnion Source { get; }

    /// <summary>Whether the table is one of Arrow data.</summary>
    internal bool IsArrow => _inputs.Count > 0 && _inputs.All(input => input.IsArrow);

    internal bool IsQuery => Files.Count == 0;

    /// <summary>Opens files as one table, in the order given; what matches a pattern is sorted.</summary>
    /// <param name="pathsOrGlobs">Paths or patterns such as <c>data/*.parquet</c>. All files must have the same column names.</param>
    /// <param name="threads">How many threads the reading may take; as many as there are cores when not given.</param>
    /// <param name="cancellation">Stops the opening: text is read once to see that it is whole.</param>
    /// <exception cref="TableException">A file is missing, empty, unreadable, of an unknown format, or has other columns.</exception>
    public static Table OpenFiles(IReadOnlyList<string> pathsOrGlobs, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pathsOrGlobs);
        return Open(threads, session =>
        {
            List<InputFile> files = new InputFiles(session, cancellation).Resolve(pathsOrGlobs);
            string description = files.Count == 1
                ? files[0].Name
                : string.Create(CultureInfo.InvariantCulture, $"{files[0].Name} and {files.Count - 1} more");
            return OpenSources(session, files, description, cancellation);
        });
    }

    /// <summary>Opens the rows that a query returns. It runs once; its result is kept until the table is disposed.</summary>
    /// <param name="sql">One DuckDB query, such as <c>select * from 'x.parquet' where y > 0</c>.</param>
    /// <param name="threads">How many threads the reading may take; as many as there are cores when not given.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="TableException">The query does not parse, fails, or returns no rows.</exception>
    public static Table OpenQuery(string sql, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        const string Place = "the query";
        return Open(threads, session =>
        {
            IReadOnlyList<string> files = QuerySource.FilesNamed(session, sql);
            foreach (string file in files)
                InputPreparation.CheckText(file, cancellation);
            TableSource source = QuerySource.Open(session, sql, Place, cancellation);
            SourceUnion union = SourceUnion.Open(session, [source], [Place], Place);
            return Checked(new Table(session, union, [], Place) { SourceFiles = files }, cancellation);
        });
    }

    /// <summary>Says whether a file can be written to, before the work whose result it is to hold.</summary>
    /// <param name="outputPath">The file to write, or <c>-</c> for standard output.</param>
    /// <param name="inputs">The files it must not be.</param>
    /// <exception cref="TableException">The ending is unknown, the folder missing or not writable, or the file an input.</exception>
    public static void CheckOutput(string outputPath, IReadOnlyList<string> inputs)
    {
        if (outputPath != StandardOutput.Path)
            TableOutput.Check(outputPath, inputs);
    }

    /// <summary>
    /// The column a name means: the exact one, else the only one that differs in case alone; or an element of a column of lists.
    /// </summary>
    /// <param name="name">The name as the user gave it.</param>
    /// <exception cref="TableException">There is none; the message names the nearest.</exception>
    public TableColumn Column(string name)
    {
        NumericCell cell = CellOf(name);
        return cell.Element == 0 ? Columns[cell.Column] : TableColumn.FromType(NameOf(cell), SqlTypes.Double);
    }

    /// <summary>
    /// The names under which a column can be read as numbers: its own, or <c>e[1]</c> to <c>e[m]</c> of lists of m numbers.
    /// </summary>
    /// <param name="name">The column, or an element of one.</param>
    /// <param name="cancellation">Stops the reading of the lists' lengths.</param>
    /// <exception cref="TableException">There is no such column, or its lists are not equally long.</exception>
    public IReadOnlyList<string> Features(string name, CancellationToken cancellation = default)
    {
        NumericCell cell = CellOf(name);
        if (cell.Element > 0 || !Columns[cell.Column].IsList)
            return [NameOf(cell)];
        int length = ListLengths.Of(this, cell.Column, cancellation);
        return [.. Enumerable.Range(1, length).Select(element => NumericCell.ElementName(Columns[cell.Column].Name, element))];
    }

    /// <summary>What keeps text columns from being columns of numbers, where they have values at all.</summary>
    /// <param name="columns">The columns; those that are not text are passed over.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public IReadOnlyList<StrayText> StrayTexts(IReadOnlyList<string> columns, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (int Number, string Name)[] texts =
        [
            .. columns.Select(name => (Number: IndexOf(name), Name: name))
                .Where(column => Columns[column.Number].TypeName is SqlTypes.Text or SqlTypes.Json)
                .Select(column => (column.Number, Columns[column.Number].Name)),
        ];
        if (Source.OnlyDelimited?.Strays is { } known)
            return [.. texts.Where(column => known.ContainsKey(column.Number)).Select(column => known[column.Number])];
        TextNumbers found = TextNumbers.Examine(
            Session, Description, texts, numbers => Source.SelectNumbered(numbers, CellForm.Text, "rn"), cell => cell, cancellation);
        return
        [
            .. texts.Select(column => found.Strays.GetValueOrDefault(column.Number)
                    ?? (found.Numeric.Contains(column.Number) ? new StrayText(column.Name, "", 0, 1, 1) : null))
                .OfType<StrayText>(),
        ];
    }

    /// <summary>Reads columns as numbers.</summary>
    /// <param name="columns">The columns, in the order the result has them.</param>
    /// <param name="weightColumn">The column of row weights, or null.</param>
    /// <param name="missing">What to do about rows that lack a value.</param>
    /// <param name="progress">Told the part read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TableException">A column is not numeric, or has missing or infinite values.</exception>
    public NumericRows ReadNumeric(
        IReadOnlyList<string> columns,
        string? weightColumn = null,
        MissingRows missing = MissingRows.Refuse,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Read(new ColumnSelection(columns) { WeightColumn = weightColumn, Missing = missing }, progress, cancellation);
    }

    /// <summary>Reads columns as numbers and others as labels.</summary>
    /// <param name="selection">Which, and how.</param>
    /// <param name="progress">Told the part read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TableException">A column is not numeric, or has missing or infinite values.</exception>
    public NumericRows Read(ColumnSelection selection, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        NumericRows rows = new NumericReader(this, selection).Read(progress, cancellation);
        CheckUnchanged();
        return rows;
    }

    /// <summary>Writes some of the rows, each with all its columns as they are, then the row number if asked, then the weight.</summary>
    /// <param name="outputPath">
    /// The file to write; its ending says the format. It is replaced whole or not at all. Or <c>-</c>: standard output gets an Arrow stream
    /// if the table is one of Arrow data, otherwise CSV.
    /// </param>
    /// <param name="rows">The rows and their weights.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="TableException">The file cannot be written, a name is taken, or the input has changed.</exception>
    /// <returns>What the user should know about the file, in sentences: cells that a spreadsheet would run.</returns>
    public IReadOnlyList<string> WriteRows(string outputPath, RowSelection rows, CancellationToken cancellation = default) =>
        new RowWriter(this, outputPath, rows).Write(cancellation);

    /// <summary>Closes the table and frees what it holds.</summary>
    public void Dispose() => Session.Dispose();

    internal NumericCell CellOf(string name) =>
        !_places.ContainsKey(name) && NumericCell.Find(Columns, name) is { } element ? element : new(IndexOf(name));

    internal string NameOf(NumericCell cell)
    {
        string name = Columns[cell.Column].Name;
        return cell.Element == 0 ? name : NumericCell.ElementName(name, cell.Element);
    }

    internal int IndexOf(string name) =>
        _places.TryGetValue(name, out int place) ? place : ColumnNames.Find(Columns, name, Description);

    internal void CheckUnchanged()
    {
        foreach (FileStamp stamp in _stamps)
            stamp.Check();
    }

    /// <summary>What to scan in a session: this table's files are opened once more if the session is another's.</summary>
    internal SourceUnion SourceIn(TableSession session) =>
        session == Session ? Source : OpenSources(session, _inputs, Description, CancellationToken.None).Source;

    private static Table Open(int? threads, Func<TableSession, Table> open)
    {
        var session = new TableSession(threads);
        try
        {
            return open(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static Table OpenSources(
        TableSession session, IReadOnlyList<InputFile> files, string description, CancellationToken cancellation)
    {
        List<TableSource> sources = [.. files.Select(file => Tables.SourceFiles.Open(session, file, cancellation))];
        string[] labels = [.. files.Select(file => file.Name)];
        return Checked(new Table(session, SourceUnion.Open(session, sources, labels, description), files, description), cancellation);
    }

    private static Table Checked(Table table, CancellationToken cancellation)
    {
        if (table.Columns.Count == 0)
            throw TableErrors.NoColumns(table.Description);
        if (table.Source.IsSeenNotEmpty)
            return table;
        string firstRow = $"SELECT count(*) FROM (SELECT 1 FROM ({table.Source.Select([0], CellForm.Native)}) LIMIT 1)";
        return table.Session.Scalar<long>(firstRow, table.Description, cancellation) == 0
            ? throw TableErrors.NoRows(table.Description) : table;
    }
}
