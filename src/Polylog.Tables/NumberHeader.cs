namespace Polylog.Tables;

/// <summary>
/// Recognises a header of numbers, as pandas writes it for columns without names, or as years: the engine takes it for a row of a table
/// without a header.
/// </summary>
internal static class NumberHeader
{
    // From so many columns on, whole numbers that count up by one are no row of whole numbers.
    private const int Many = 8;
    private const int Rows = 20;

    /// <summary>Whether the first line is a header, and the line.</summary>
    /// <param name="session">Reads the first rows.</param>
    /// <param name="place">What messages call the file.</param>
    /// <param name="scan">The scan of the file without a header.</param>
    /// <param name="columns">How many columns it has.</param>
    public static (bool IsHeader, string Line) Find(TableSession session, string place, string scan, int columns)
    {
        string cells = string.Join(", ", Enumerable.Range(0, columns).Select(Sql.Column));
        List<string?[]> rows = session.Rows($"SELECT {cells} FROM {scan} LIMIT {Rows + 1}", place, row =>
            Enumerable.Range(0, columns).Select(column => row.IsDBNull(column) ? null : row.GetString(column)).ToArray());
        return rows.Count == 0 ? (false, "") : (rows.Count > 1 && Is(rows[0], rows[1..]), string.Join(',', rows[0]));
    }

    internal static bool Is(string?[] first, IReadOnlyList<string?[]> below)
    {
        // The name of the index is blank; an index itself never is.
        if (first.Length > 1 && IsBlank(first[0]) && below.All(row => !IsBlank(row[0])))
            return Whole(first[1..]) is { } columns && (Counts(columns) || AreYears(columns));
        // Columns of text have a name of text, and say nothing about the others.
        int[] others =
            [.. Enumerable.Range(0, first.Length).Where(column => !IsText(first[column]) || !below.All(row => IsText(row[column])))];
        return IsHeader(Of(first), [.. below.Select(Of)]);

        string?[] Of(string?[] row) => [.. others.Select(column => row[column])];
    }

    private static bool IsHeader(string?[] first, IReadOnlyList<string?[]> below)
    {
        if (first.Length < 2 || Whole(first) is not { } names)
            return false;
        bool years = AreYears(names);
        if (!Counts(names) && !years)
            return false;
        long[]?[] values = [.. below.Select(Whole)];
        // Fractions or text below are unlike any such header.
        if (values.All(row => row is null))
            return true;
        if (years)
            return values.All(row => row is null || !row.Any(IsYear));
        return names.Length >= Many && values.All(row => row is null || !Steps(row, step => step == 1));
    }

    private static bool Counts(long[] names) => names[0] is 0 or 1 && Steps(names, step => step == 1);

    private static bool AreYears(long[] names) => names.All(IsYear) && Steps(names, step => step > 0);

    private static bool IsText(string? cell) => !IsBlank(cell) && !NumberText.Is(cell!);

    private static bool IsYear(long number) => number is >= 1800 and < 2200;

    private static bool Steps(long[] numbers, Func<long, bool> fits) =>
        numbers.Zip(numbers.Skip(1)).All(pair => fits(pair.Second - pair.First));

    // All cells as whole numbers; null where one is none.
    private static long[]? Whole(string?[] cells)
    {
        var numbers = new long[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } text || !NumberText.IsWhole(text, out numbers[i]))
                return null;
        }
        return numbers;
    }

    private static bool IsBlank(string? cell) => string.IsNullOrWhiteSpace(cell);
}
