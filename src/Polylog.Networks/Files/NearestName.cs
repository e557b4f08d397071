namespace Polylog.Networks;

/// <summary>The name a slip of the keys was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 200;

    public static string? To(string typed, IEnumerable<string> names)
    {
        int allowed = Math.Max(1, typed.Length / 3);
        return names
            .Where(name => name.Length <= LongestName && Math.Abs(name.Length - typed.Length) <= allowed)
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(candidate => candidate.Distance <= allowed)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
