using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Rows in groups of equal labels in some columns.</summary>
internal sealed class Grouping
{
    private readonly List<string?[]> _texts = [];

    private Grouping(IReadOnlyList<string> columns, int[] numbers)
    {
        Columns = columns;
        Numbers = numbers;
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of the group of each row.</summary>
    public int[] Numbers { get; }

    /// <summary>The number of groups.</summary>
    public int Count => _texts.Count;

    /// <summary>The labels of each group, one for each column.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Texts => _texts;

    /// <summary>Groups without rows, whose numbers rows that come later may use.</summary>
    /// <param name="columns">The columns of labels.</param>
    /// <param name="texts">The labels of each group.</param>
    public static Grouping WithoutRows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> texts)
    {
        var grouping = new Grouping(columns, []);
        grouping._texts.AddRange(texts.Select(group => group.ToArray()));
        return grouping;
    }

    /// <summary>The name of a group, such as <c>carrier=AA, month=3</c>.</summary>
    public string Name(int group) => string.Join(", ", Columns.Zip(_texts[group], (column, text) => $"{column}={Text(text)}"));

    /// <summary>A label as text for people.</summary>
    public static string Text(string? label) => label switch { null => "(missing)", "" => "(empty)", _ => label };

    /// <summary>The number of rows in each group, without rows of weight 0.</summary>
    public int[] Weighing(ReadOnlySpan<double> weights)
    {
        int[] rows = new int[Count];
        for (int i = 0; i < Numbers.Length; i++)
            rows[Numbers[i]] += weights.IsEmpty || weights[i] > 0 ? 1 : 0;
        return rows;
    }

    /// <summary>The rows of each group, in ascending order.</summary>
    public int[][] Rows()
    {
        int[] counts = Weighing([]);
        int[][] rows = [.. counts.Select(count => new int[count])];
        int[] next = new int[counts.Length];
        for (int i = 0; i < Numbers.Length; i++)
            rows[Numbers[i]][next[Numbers[i]]++] = i;
        return rows;
    }

    /// <summary>Makes a group of each combination of labels that occurs, numbered in the order of the labels.</summary>
    /// <param name="labels">At least one column of labels.</param>
    /// <param name="like">A grouping whose numbers are used for the same labels; other labels get higher numbers. Null for none.</param>
    public static Grouping ByLabels(IReadOnlyList<LabelColumn> labels, Grouping? like = null)
    {
        int[] numbers = [.. labels[0].Codes];
        foreach (LabelColumn label in labels.Skip(1))
            Combine(numbers, label);
        int[] firsts = Firsts(numbers);
        var grouping = new Grouping([.. labels.Select(label => label.Name)], numbers);
        IEnumerable<string?[]> texts = firsts.Select(row => labels.Select(label => label.Texts[label.Codes[row]]).ToArray());
        if (like is null)
            grouping._texts.AddRange(texts);
        else
            grouping.Renumber(like, [.. texts]);
        return grouping;
    }

    /// <summary>The grouping of some of the rows, with the same group numbers.</summary>
    public Grouping Subset(ReadOnlySpan<int> rows)
    {
        int[] numbers = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            numbers[i] = Numbers[rows[i]];
        var subset = new Grouping(Columns, numbers);
        subset._texts.AddRange(_texts);
        return subset;
    }

    private static void Combine(int[] numbers, LabelColumn label)
    {
        var combined = new long[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            combined[i] = (long)numbers[i] * label.Texts.Count + label.Codes[i];
        Dictionary<long, int> places = combined.Distinct().Order().Select((key, place) => (key, place)).ToDictionary();
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = places[combined[i]];
    }

    private static int[] Firsts(int[] numbers)
    {
        int[] firsts = new int[numbers.Max() + 1];
        for (int i = numbers.Length - 1; i >= 0; i--)
            firsts[numbers[i]] = i;
        return firsts;
    }

    private void Renumber(Grouping like, string?[][] texts)
    {
        _texts.AddRange(like._texts);
        var known = like._texts.Select((group, number) => (Key(group), number)).ToDictionary();
        int[] place = new int[texts.Length];
        for (int group = 0; group < texts.Length; group++)
        {
            if (!known.TryGetValue(Key(texts[group]), out place[group]))
            {
                place[group] = _texts.Count;
                _texts.Add(texts[group]);
            }
        }
        for (int i = 0; i < Numbers.Length; i++)
            Numbers[i] = place[Numbers[i]];
    }

    // With lengths, so that different labels never give the same key.
    private static string Key(string?[] texts) =>
        string.Concat(texts.Select(text => text is null ? "-" : $"{text.Length}:{text}"));
}
