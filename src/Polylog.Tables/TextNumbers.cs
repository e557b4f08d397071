namespace Polylog.Tables;

/// <summary>
/// Examines the text columns of a table: a column is one of numbers where every value that is not missing is a number as people write it.
/// </summary>
/// <param name="Numeric">The columns in which all values examined are numbers, at least one.</param>
/// <param name="Strays">For the other columns, what keeps them from being numbers.</param>
/// <param name="Blank">Columns without any value.</param>
internal sealed record TextNumbers(
    IReadOnlyList<int> Numeric, IReadOnlyDictionary<int, StrayText> Strays, IReadOnlyCollection<int> Blank)
{
    /// <summary>How many columns and values are numbers.</summary>
    public (int Columns, long Values) Found => (Numeric.Count, Strays.Values.Sum(stray => stray.Numbers));

    // More than the rows from which types are detected, so that the text is among them.
    private const int Rows = 25_000;

    // A statement about thousands of columns takes long to plan.
    private const int ColumnsAtOnce = 200;

    public static TextNumbers None { get; } = new([], new Dictionary<int, StrayText>(), []);

    /// <summary>Examines the first rows.</summary>
    /// <param name="session">Runs the statements.</param>
    /// <param name="place">What messages call the table.</param>
    /// <param name="columns">The text columns, by number and name.</param>
    /// <param name="select">A SELECT of some columns as text and the row's number as rn.</param>
    /// <param name="value">A column's cell as text with decimal points.</param>
    /// <param name="cancellation">Stops the examination.</param>
    public static TextNumbers Examine(
        TableSession session,
        string place,
        IReadOnlyList<(int Number, string Name)> columns,
        Func<IReadOnlyList<int>, string> select,
        Func<string, string> value,
        CancellationToken cancellation)
    {
        var numeric = new List<int>();
        var blank = new HashSet<int>();
        var strays = new Dictionary<int, StrayText>();
        foreach ((int Number, string Name)[] chunk in columns.Chunk(ColumnsAtOnce))
        {
            (int Number, StrayText? Stray)[] quick = Count(chunk, isRare: false);
            // What the quick test does not take may still be a number, and that is worth a second look.
            (int Number, string Name)[] rare =
                [.. chunk.Where((_, index) => quick[index].Stray is { } stray && NumberText.IsRare(stray.Text))];
            (int Number, StrayText? Stray)[] slow = rare.Length == 0 ? [] : Count(rare, isRare: true);
            foreach ((int number, StrayText? stray) in quick.Where(one => rare.All(other => other.Number != one.Number)).Concat(slow))
            {
                if (stray is null)
                    numeric.Add(number);
                else if (stray.Values > 0)
                    strays.Add(number, stray with { CanBeCast = !rare.Any(column => column.Number == number) });
                else
                    blank.Add(number);
            }
        }
        return new(numeric, strays, blank);

        (int, StrayText?)[] Count((int Number, string Name)[] chunk, bool isRare)
        {
            int[] numbers = [.. chunk.Select(column => column.Number)];
            string aggregates = string.Join(", ", numbers.Select(column =>
            {
                string cell = Sql.Column(column), number = isRare ? NumberText.Try(cell) : $"TRY_CAST({cell} AS DOUBLE)";
                string stray = $"FILTER ({cell} IS NOT NULL AND {number} IS NULL)";
                return $"count({cell}), count({number}), arg_min({cell}, rn) {stray}, min(rn) {stray}";
            }));
            string values = string.Join(", ", numbers.Select(column =>
                $"nullif(trim({value(DelimitedSource.Unmarked(Sql.Column(column)))}), '') AS {Sql.Column(column)}"));
            string query = $"SELECT {aggregates} FROM (SELECT rn, {values} FROM ({select(numbers)}) LIMIT {Rows})";
            return session.Rows(query, place, row => chunk.Select((column, index) =>
            {
                int at = 4 * index;
                long present = row.GetInt64(at);
                StrayText? stray = row.IsDBNull(at + 2)
                    ? present > 0 ? null : new StrayText(column.Name, "", 0, 0, 0)
                    : new StrayText(column.Name, row.GetString(at + 2), row.GetInt64(at + 3), row.GetInt64(at + 1), present);
                return (column.Number, stray);
            }).ToArray(), cancellation)[0];
        }
    }
}
