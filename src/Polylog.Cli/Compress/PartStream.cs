using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Parts of a table on their way from its reader to a stream.</summary>
internal static class PartStream
{
    /// <summary>A part as a measure; null where no row has a weight.</summary>
    public static Measure? Checked(NumericRows rows, CompressInput input)
    {
        if (rows.Weights is { } weights && Array.TrueForAll(weights, weight => weight == 0))
            return null;
        RoleCheck.Targets(rows, input.Roles, input.Table.Description);
        return MarkedRows.FromRows(rows, input.Roles).Measure;
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
