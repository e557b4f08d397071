using System.Globalization;

namespace Polylog.Tables;

/// <summary>The sources of a table one after another, with their columns matched by name to those of the first.</summary>
internal sealed class SourceUnion
{
    private readonly IReadOnlyList<TableSource> _sources;
    private readonly int[][] _columnOf;

    private SourceUnion(IReadOnlyList<TableSource> sources, int[][] columnOf, IReadOnlyList<TableColumn> columns)
    {
        _sources = sources;
        _columnOf = columnOf;
        Columns = columns;
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The columns of the first source; the other sources are matched to them.</summary>
    public IReadOnlyList<RenamedColumn> Renamed => _sources[0].Renamed;

    /// <summary>How the files were read, where that is not as they stand.</summary>
    public IReadOnlyList<string> Notes => [.. _sources.SelectMany(source => source.Notes)];

    /// <summary>The source, where it is one delimited file.</summary>
    public DelimitedSource? OnlyDelimited => _sources.Count == 1 ? _sources[0] as DelimitedSource : null;

    /// <summary>Whether there are rows for sure.</summary>
    public bool IsSeenNotEmpty => _sources.Any(source => source.IsSeenNotEmpty);

    public bool AllJson => _sources.All(source => source is JsonSource);

    public bool AnyDelimited => _sources.Any(source => source is DelimitedSource);

    public static SourceUnion Open(TableSession session, IReadOnlyList<TableSource> sources, IReadOnlyList<string> labels, string place)
    {
        var columnOf = new int[sources.Count][];
        for (int index = 0; index < sources.Count; index++)
            columnOf[index] = Match(sources[0], labels[0], sources[index], labels[index]);
        return new(sources, columnOf, sources.Count == 1 ? sources[0].Columns : CommonTypes(session, sources, columnOf, place));
    }

    /// <summary>A SELECT of the given columns, in input order, each called <see cref="Sql.Column"/> of its number.</summary>
    public string Select(IReadOnlyList<int> columns, CellForm form) =>
        string.Join("\nUNION ALL\n", _sources.Select((source, index) =>
        {
            IEnumerable<string> cells = columns.Select(column => $"{Cell(source, index, column, form)} AS {Sql.Column(column)}");
            return $"SELECT {string.Join(", ", cells)} FROM {source.From(form)}";
        }));

    /// <summary>As <see cref="SelectLabelled"/>, from a row on.</summary>
    /// <param name="numbers">The cells that are numbers.</param>
    /// <param name="form"><see cref="CellForm.Number"/> or <see cref="CellForm.AnyNumber"/>.</param>
    /// <param name="labels">The columns of labels and their types.</param>
    /// <param name="first">The zero-based number of the first row.</param>
    /// <param name="count">Counts the rows of a relation.</param>
    /// <returns>
    /// The SELECT, null where no row is left; and how many of its rows come before the first one, since they have to be read to be passed
    /// over.
    /// </returns>
    public (string? Select, long Before) SelectFrom(
        IReadOnlyList<NumericCell> numbers, CellForm form, IReadOnlyList<(int Column, string Type)> labels, long first,
        Func<string, long> count)
    {
        string?[] relations = [.. Relations(form, labels)];
        long before = first;
        for (int index = 0; index < relations.Length && before > 0 && _sources[index].FromRow(before) is { } later; index++)
        {
            long rows = count(relations[index]!);
            relations[index] = before < rows ? later : null;
            before = Math.Max(0, before - rows);
        }
        return (Array.TrueForAll(relations, relation => relation is null) ? null : SelectCells(numbers, form, labels, relations), before);
    }

    /// <summary>Which of several sources has a row, and the row's number there; null where counting rows would take reading them.</summary>
    /// <param name="row">The zero-based number of the row in the table.</param>
    /// <param name="count">Counts the rows of a relation.</param>
    public (int Source, long Row)? Find(long row, Func<string, long> count)
    {
        for (int index = 0; _sources.Count > 1 && index < _sources.Count && _sources[index].FromRow(0) is not null; index++)
        {
            long rows = count(_sources[index].From(CellForm.Number));
            if (row < rows)
                return (index, row);
            row -= rows;
        }
        return null;
    }

    /// <summary>
    /// A SELECT of columns as numbers and, after them, of labels as text of the types given, in input order, each called
    /// <see cref="Sql.Column"/> of its place.
    /// </summary>
    /// <param name="numbers">The cells that are numbers.</param>
    /// <param name="form"><see cref="CellForm.Number"/> or <see cref="CellForm.AnyNumber"/>.</param>
    /// <param name="labels">The columns of labels and their types.</param>
    public string SelectLabelled(
        IReadOnlyList<NumericCell> numbers, CellForm form, IReadOnlyList<(int Column, string Type)> labels) =>
        SelectCells(numbers, form, labels, [.. Relations(form, labels)]);

    private IEnumerable<string> Relations(CellForm form, IReadOnlyList<(int Column, string Type)> labels) =>
        _sources.Select(source => source.From(labels.Count == 0 ? form : source.Mixed));

    // Sources whose relation is null are left out.
    private string SelectCells(
        IReadOnlyList<NumericCell> numbers, CellForm form, IReadOnlyList<(int Column, string Type)> labels, string?[] relations) =>
        string.Join("\nUNION ALL\n", _sources.Zip(relations).Index().Where(pair => pair.Item.Second is not null).Select(pair =>
        {
            (int index, (TableSource source, string? relation)) = pair;
            IEnumerable<string> cells = numbers.Select(cell => Number(source, index, cell, form, isMixed: labels.Count > 0))
                .Concat(labels.Select(label => LabelText.Expression(this, source.MixedText(_columnOf[index][label.Column]), label.Type)));
            return $"SELECT {Placed(cells)} FROM {relation}";
        }));

    private static string Placed(IEnumerable<string> cells) =>
        string.Join(", ", cells.Select((cell, place) => $"{cell} AS {Sql.Column(place)}"));

    private string Number(TableSource source, int index, NumericCell cell, CellForm form, bool isMixed)
    {
        int column = _columnOf[index][cell.Column];
        string type = Columns[cell.Column].TypeName;
        if (cell.Element > 0)
            return string.Create(CultureInfo.InvariantCulture, $"CAST({source.Cell(column, CellForm.Native)}[{cell.Element}] AS DOUBLE)");
        if (!SqlTypes.IsTime(type))
            return isMixed ? source.MixedNumber(column, form) : source.Cell(column, form);
        string value = source.Cell(column, CellForm.Native);
        return SqlTypes.Days(source is DelimitedSource ? Parsed(value, type, FormatOf(source, type)) : value, type);
    }

    // Where files write dates in more than one way, each in its own, dates become ISO text before the files become one table.
    private string Cell(TableSource source, int index, int column, CellForm form)
    {
        string cell = source.Cell(_columnOf[index][column], form), type = Columns[column].TypeName;
        return form is CellForm.Native && Formats(type).Length > 1 && FormatOf(source, type) is { } format
            ? $"coalesce(CAST({Parsed(cell, type, format)} AS VARCHAR), {cell})" : cell;
    }

    /// <summary>
    /// Text made into a value of a type that is not a number, NULL where it cannot be; null when the files write dates in more than one
    /// way, since then no cell tells which way is its own.
    /// </summary>
    public string? Parse(string text, string type) =>
        Formats(type) is [var format] ? Parsed(text, type, format) : null;

    /// <summary>As <see cref="Parse"/>, for cells of a <see cref="Select"/> in <see cref="CellForm.Native"/> form.</summary>
    public string ParseNative(string text, string type) => Parsed(text, type, Formats(type) is [var format] ? format : null);

    private string?[] Formats(string type) => [.. _sources.Select(source => FormatOf(source, type)).Distinct()];

    private static string? FormatOf(TableSource source, string type) =>
        type switch { "DATE" => source.DateFormat, "TIMESTAMP" => source.TimestampFormat, _ => null };

    private static string Parsed(string text, string type, string? format) =>
        format is null ? $"TRY_CAST({text} AS {type})" : $"CAST(try_strptime({text}, {Sql.Text(format)}) AS {type})";

    /// <summary>As <see cref="Select"/>, with the zero-based number of each row as <paramref name="rowName"/>.</summary>
    public string SelectNumbered(IReadOnlyList<int> columns, CellForm form, string rowName) =>
        $"SELECT row_number() OVER () - 1 AS {rowName}, * FROM ({Select(columns, form)})";

    /// <summary>
    /// As <see cref="SelectNumbered(IReadOnlyList{int}, CellForm, string)"/>, in any order where the engine knows the rows' numbers:
    /// counting them off while they pass keeps rows of several files in memory.
    /// </summary>
    /// <param name="columns">The columns.</param>
    /// <param name="form">The form of their cells.</param>
    /// <param name="rowName">The name of the number.</param>
    /// <param name="count">Counts the rows of a relation.</param>
    public string SelectNumbered(IReadOnlyList<int> columns, CellForm form, string rowName, Func<string, long> count)
    {
        if (_sources.Any(source => source.RowNumber is null))
            return SelectNumbered(columns, form, rowName);
        long before = 0;
        var selects = new List<string>();
        foreach ((int index, TableSource source) in _sources.Index())
        {
            IEnumerable<string> cells = columns.Select(column => $"{Cell(source, index, column, form)} AS {Sql.Column(column)}");
            string number = string.Create(CultureInfo.InvariantCulture, $"{source.RowNumber} + {before}");
            selects.Add($"SELECT {string.Join(", ", cells.Prepend($"{number} AS {rowName}"))} FROM {source.From(form)}");
            before += index + 1 < _sources.Count ? count(source.From(form)) : 0;
        }
        return string.Join("\nUNION ALL\n", selects);
    }

    private static int[] Match(TableSource first, string firstLabel, TableSource other, string otherLabel)
    {
        Dictionary<string, int> positions = other.Columns
            .Select((column, index) => (column.Name, index))
            .ToDictionary(StringComparer.Ordinal);
        string[] onlyFirst = [.. first.Columns.Select(column => column.Name).Where(name => !positions.ContainsKey(name))];
        string[] onlyOther = [.. other.Columns.Select(column => column.Name).Except(first.Columns.Select(column => column.Name))];
        if (onlyFirst.Length + onlyOther.Length > 0)
            throw TableErrors.ColumnsDiffer(firstLabel, otherLabel, onlyFirst, onlyOther);
        return [.. first.Columns.Select(column => positions[column.Name])];
    }

    private static List<TableColumn> CommonTypes(TableSession session, IReadOnlyList<TableSource> sources, int[][] columnOf, string place)
    {
        IEnumerable<string> typed = sources
            .Select((source, index) => string.Join(", ", columnOf[index].Select((position, column) =>
                $"{(IsBlankHere(source, position, column) ? "NULL" : $"CAST(NULL AS {source.Columns[position].TypeName})")} AS "
                    + $"{Sql.Column(column)}")))
            .Distinct()
            .Select(cells => $"SELECT {cells}");
        // Where all files have no value, the column is text as in a file alone.
        bool IsBlankHere(TableSource source, int position, int column) =>
            source.IsBlank(position) && sources.Select((other, index) => !other.IsBlank(columnOf[index][column])).Any(has => has);

        return
        [
            .. session.Describe(string.Join(" UNION ALL ", typed), place)
                .Select((column, index) => TableColumn.FromType(sources[0].Columns[index].Name, column.TypeName)),
        ];
    }
}
