namespace Polylog.Tables;

/// <summary>Opens a CSV or TSV file: its dialect, what that passes over, its header, and its columns of numbers.</summary>
internal sealed class DelimitedOpening(TableSession session, InputFile file, CancellationToken cancellation)
{
    private readonly CsvSniffer _sniffer = new(session, file, cancellation);
    private readonly List<string> _notes = [.. file.Notes];

    public DelimitedSource Open()
    {
        CsvDialect dialect = Dialect();
        _notes.AddRange(PassedOverLines.Check(file, dialect, cancellation));
        UnequalRows.Check(session, file, dialect, cancellation);
        if (!dialect.Header || (dialect.Skip == 0 && dialect.Columns.All(column => NumberText.Is(column.Name))))
            dialect = WithNames(dialect);
        TextNumbers numbers = Numbers(ref dialect);
        dialect = Typed(dialect, SqlTypes.Double, numbers.Numeric);
        dialect = Typed(dialect, SqlTypes.Text, OddNumbers(dialect));
        if (dialect.HasDecimalCommas)
            NoteThousands(dialect);
        IReadOnlyList<RenamedColumn> renamed = RenamedColumn.Find(session, file, dialect);
        _notes.AddRange(renamed.Select(column => TableNotes.Renamed(file.Name, column.Header, column.Name)));
        return new DelimitedSource(file, dialect)
        {
            RenamedColumns = renamed,
            Strays = numbers.Strays,
            Blank = numbers.Blank,
            Notes = _notes,
        };
    }

    // A cell left open at the end is the sign of a file that is cut off, unless its marks are letters.
    private CsvDialect Dialect()
    {
        long open = file.Survey?.OpenQuote ?? 0;
        if (open == 0)
            return _sniffer.Sniff();
        if (open == file.Survey!.Lines)
            throw TableErrors.OpenQuote(file.Name, open);
        try
        {
            CsvDialect dialect = _sniffer.Sniff();
            return dialect.Quote != "\"" ? dialect : throw TableErrors.OpenQuote(file.Name, open);
        }
        catch (TableException)
        {
            throw TableErrors.OpenQuote(file.Name, open);
        }
    }

    private CsvDialect WithNames(CsvDialect dialect)
    {
        string scan = (dialect with { Header = false }).Scan(file.ReadPath, DelimitedSource.TextNulls);
        if (dialect.Skip == 0 && NumberHeader.Find(session, file.Name, scan, dialect.Columns.Count) is { IsHeader: true, Line: var line })
        {
            _notes.Add(TableNotes.NumbersAsHeader(file.Name, Shortened.Text(line), file.ReadCsv("header = false")));
            return _sniffer.With(dialect, header: true);
        }
        // The sniffer takes 1.5 above whole numbers for a name.
        if (dialect.Header)
            dialect = _sniffer.With(dialect, header: false);
        _notes.Add(TableNotes.NoHeader(file.Name, [.. dialect.Columns.Select(column => column.Name)], file.ReadCsv("header = true")));
        return dialect;
    }

    // Numbers with decimal commas and signs are text to the sniffer, with or without commas.
    private TextNumbers Numbers(ref CsvDialect dialect)
    {
        TextNumbers numbers = Numbers(dialect);
        if (dialect.HasDecimalCommas || dialect.Delimiter == ","
            || !numbers.Strays.Values.Any(stray => NumberText.HasDecimalComma(stray.Text)))
            return numbers;
        CsvDialect commas = dialect with { HasDecimalCommas = true };
        TextNumbers more = Numbers(commas);
        if (more.Found.CompareTo(numbers.Found) <= 0)
            return numbers;
        dialect = commas;
        return more;
    }

    private static CsvDialect Typed(CsvDialect dialect, string type, IReadOnlyCollection<int> columns) => columns.Count == 0 ? dialect
        : dialect with
        {
            Columns = [.. dialect.Columns.Select((column, index) =>
                columns.Contains(index) ? TableColumn.FromType(column.Name, type) : column)],
        };

    // The engine takes 1_2 for 12 and 0x1F for 31. People write the names of things so.
    private HashSet<int> OddNumbers(CsvDialect dialect)
    {
        int[] numbers = [.. Enumerable.Range(0, dialect.Columns.Count).Where(column => dialect.Columns[column].IsNumeric)];
        if (file.Survey is not { HasOddDigits: true } || numbers.Length == 0)
            return [];
        string counts = string.Join(", ", numbers.Select(Sql.Column).Select(cell =>
            $"count(*) FILTER (regexp_matches({cell}, '[0-9]_[0-9]|^\\s*[+-]?0[xXbB][0-9a-fA-F]'))"));
        string scan = dialect.Scan(file.ReadPath, DelimitedSource.TextNulls);
        return session.Rows($"SELECT {counts} FROM {scan}", file.Name, row =>
            numbers.Where((_, index) => row.GetInt64(index) > 0).ToHashSet(), cancellation)[0];
    }

    // 1,234 with a decimal comma can be meant as 1234. Where other numbers of the column have other lengths it cannot.
    private void NoteThousands(CsvDialect dialect)
    {
        const int Rows = 1000;
        int[] numbers = [.. Enumerable.Range(0, dialect.Columns.Count).Where(column => dialect.Columns[column].IsNumeric)];
        if (numbers.Length == 0)
            return;
        string counts = string.Join(", ", numbers.Select(Sql.Column).Select(cell =>
            $"count(*) FILTER ({cell} LIKE '%,%' AND NOT regexp_full_match(trim({cell}), '[+-]?[1-9][0-9]{{0,2}},[0-9]{{3}}')), "
                + $"min({cell}) FILTER ({cell} LIKE '%,%')"));
        string cells = string.Join(", ", numbers.Select(Sql.Column));
        string scan = (dialect with { HasDecimalCommas = false }).Scan(file.ReadPath, DelimitedSource.TextNulls);
        _notes.AddRange(session.Rows($"SELECT {counts} FROM (SELECT {cells} FROM {scan} LIMIT {Rows})", file.Name, row => numbers
            .Select((column, index) => (Column: column, At: 2 * index))
            .Where(pair => row.GetInt64(pair.At) == 0 && !row.IsDBNull(pair.At + 1))
            .Select(pair => (dialect.Columns[pair.Column].Name, Text: row.GetString(pair.At + 1).Trim()))
            .Select(pair => TableNotes.DecimalCommas(
                file.Name, pair.Name, pair.Text, pair.Text.Replace(',', '.'), file.Query(ThousandsQuery(pair.Name))))
            .ToArray(), cancellation)[0]);
    }

    private static string ThousandsQuery(string column) =>
        $"select * replace (cast(replace({Suggestion.Name(column)}, ',', '') as double) as {Suggestion.Name(column)})";

    private TextNumbers Numbers(CsvDialect dialect)
    {
        (int, string)[] columns =
        [
            .. dialect.Columns.Select((column, index) => (Number: index, column.Name, column.TypeName))
                .Where(column => column.TypeName == SqlTypes.Text).Select(column => (column.Number, column.Name)),
        ];
        string scan = dialect.Scan(file.ReadPath, DelimitedSource.TextNulls);
        return columns.Length == 0 ? TextNumbers.None : TextNumbers.Examine(
            session,
            file.Name,
            columns,
            numbers => $"SELECT row_number() OVER () - 1 AS rn, {string.Join(", ", numbers.Select(Sql.Column))} FROM {scan}",
            dialect.Point,
            cancellation);
    }
}
