using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Parts of a table on their way from its reader to a stream. Groups and classes have the same numbers in all parts.</summary>
internal sealed class PartStream(CompressInput input)
{
    private Grouping? _groups;
    private Grouping? _classes;

    /// <summary>The labels of the groups seen so far, by their numbers, and those of the classes.</summary>
    public (IReadOnlyList<IReadOnlyList<string?>> Groups, IReadOnlyList<IReadOnlyList<string?>> Classes) Labels
    {
        get => (_groups?.Texts ?? [], _classes?.Texts ?? []);
        set
        {
            _groups = value.Groups.Count == 0 ? null : Grouping.WithoutRows([], value.Groups);
            _classes = value.Classes.Count == 0 ? null : Grouping.WithoutRows([], value.Classes);
        }
    }

    /// <summary>Whether the rows of a group have negative weights.</summary>
    public bool IsNegative(int group) => input.Roles.IsSigned && _groups!.Texts[group][^1] == SignLabels.Negative;

    /// <summary>A part as a measure, and the numbers of its rows; null where no row has a weight.</summary>
    public (Measure Points, long[] Rows)? Next(NumericRows rows)
    {
        if (rows.Rows == 0 || (rows.Weights is { } weights && Array.TrueForAll(weights, weight => weight == 0)))
            return null;
        RoleCheck.Targets(rows, input.Roles, input.Table.Description);
        var marked = MarkedRows.FromRows(rows, input.Roles, _groups, _classes, null);
        _groups = marked.Groups?.Subset([]);
        _classes = marked.Classes?.Subset([]);
        Measure points = marked.Measure;
        // A group all of whose rows weigh nothing in a part may have others elsewhere.
        if (marked.Cells is not null && points.WeightedCount < points.Count)
        {
            int[] kept = [.. Enumerable.Range(0, rows.Rows).Where(row => rows.Weights![row] > 0)];
            return (points.Subset(kept, Array.ConvertAll(kept, row => rows.Weights![row])), Array.ConvertAll(kept, rows.RowNumber));
        }
        long[] numbers = new long[rows.Rows];
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = rows.RowNumber(row);
        return (points, numbers);
    }

    /// <summary>Reads the next part while this one is worked on.</summary>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> parts)
        where T : class
    {
        using IEnumerator<T> next = parts.GetEnumerator();
        Task<T?> reading = Task.Run(Read);
        try
        {
            while (reading.GetAwaiter().GetResult() is { } part)
            {
                reading = Task.Run(Read);
                yield return part;
            }
        }
        finally
        {
            // A reader in flight uses the table, which is closed next.
            Task.WaitAny(reading);
        }

        T? Read() => next.MoveNext() ? next.Current : null;
    }
}
