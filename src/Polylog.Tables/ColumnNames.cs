namespace Polylog.Tables;

/// <summary>Finds the column that a name means, and the nearest name where there is none.</summary>
internal static class ColumnNames
{
    public static int Find(IReadOnlyList<TableColumn> columns, string name, string table)
    {
        int[] loose =
        [
            .. Enumerable.Range(0, columns.Count)
                .Where(index => string.Equals(columns[index].Name, name, StringComparison.OrdinalIgnoreCase)),
        ];
        foreach (int index in loose)
        {
            if (string.Equals(columns[index].Name, name, StringComparison.Ordinal))
                return index;
        }
        return loose.Length switch
        {
            1 => loose[0],
            0 => throw TableErrors.NoSuchColumn(name, table, Nearest(columns, name), [.. columns.Select(column => column.Name)]),
            _ => throw TableErrors.AmbiguousColumn(name, table, [.. loose.Select(index => columns[index].Name)]),
        };
    }

    // Near enough to be a slip of the keys: a third of the letters, two at the most for short names.
    private static string? Nearest(IReadOnlyList<TableColumn> columns, string name)
    {
        int allowed = Math.Max(1, Math.Min(3, name.Length / 3));
        (string Name, int Distance) best = columns
            .Select(column => (column.Name, Distance: EditDistance(column.Name.ToUpperInvariant(), name.ToUpperInvariant())))
            .MinBy(candidate => candidate.Distance);
        return best.Distance <= allowed ? best.Name : null;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.</summary>
    internal static int EditDistance(string left, string right)
    {
        var distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
            distance[i, 0] = i;
        for (int j = 0; j <= right.Length; j++)
            distance[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, distance[i - 2, j - 2] + 1);
                distance[i, j] = best;
            }
        }
        return distance[left.Length, right.Length];
    }
}
