namespace Polylog;

/// <summary>Finds the name that a misspelt name was meant to be, for error messages.</summary>
internal static class NearestName
{
    /// <summary>Names from a file can be of any length; a slip of the keys is not what such a one was.</summary>
    private const int LongestName = 200;

    /// <summary>The nearest name within a third of the letters typed; null where there is none.</summary>
    /// <param name="typed">What was typed, leading dashes not counted.</param>
    /// <param name="names">What there is.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same.</param>
    public static string? To(string typed, IEnumerable<string> names, bool ignoreCase = false)
    {
        int letters = typed.TrimStart('-').Length;
        // One letter for another is another name, not a slip; only its case can be one.
        int allowed = letters == 1 ? 0 : Math.Max(1, letters / 3);
        return names
            .Where(name => name.Length <= LongestName && Math.Abs(name.Length - typed.Length) <= allowed)
            .Select(name =>
                (Name: name, Distance: ignoreCase ? Distance(typed.ToUpperInvariant(), name.ToUpperInvariant()) : Distance(typed, name)))
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
