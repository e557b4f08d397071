namespace Polylog.Experiments;

/// <summary>Turns categories into columns of 0 and 1, one for each value but the one with the most rows.</summary>
internal static class CategoryColumns
{
    /// <summary>All features of the models: the numeric ones first, then the categories' columns.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="used">The rows that are used.</param>
    /// <returns>Features, row-major, and how many a row has.</returns>
    public static (double[] Features, int Columns) Join(EvaluationInput input, ReadOnlySpan<int> used)
    {
        int[][] places = [.. Places(input, used.ToArray())];
        int columns = input.Columns + places.Sum(own => own.Count(place => place >= 0));
        if (columns == input.Columns && used.Length == input.Targets.Length)
            return (input.Features, columns);
        double[] features = new double[checked(used.Length * columns)];
        for (int i = 0; i < used.Length; i++)
        {
            Span<double> row = features.AsSpan(i * columns, columns);
            input.Features.AsSpan(used[i] * input.Columns, input.Columns).CopyTo(row);
            for (int c = 0; c < places.Length; c++)
            {
                if (places[c][input.Categories[c].Codes[used[i]]] is >= 0 and int place)
                    row[place] = 1;
            }
        }
        return (features, columns);
    }

    // For each category the column of each of its values, -1 where it has none.
    private static IEnumerable<int[]> Places(EvaluationInput input, int[] used)
    {
        int next = input.Columns;
        foreach (Category category in input.Categories)
        {
            int[] counts = new int[category.Codes.Max() + 1];
            foreach (int row in used)
                counts[category.Codes[row]]++;
            int most = Array.IndexOf(counts, counts.Max());
            yield return [.. counts.Select((count, code) => count == 0 || code == most ? -1 : next++)];
        }
    }
}
