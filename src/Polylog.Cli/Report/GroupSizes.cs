namespace Polylog.Cli;

/// <summary>How large the parts of a table are that are compressed on their own: its groups, classes, or groups by class.</summary>
/// <param name="Smallest">Rows of the smallest part, without those of weight 0.</param>
/// <param name="Largest">Rows of the largest part, without those of weight 0.</param>
/// <param name="KeptWhole">Parts all of whose rows are kept.</param>
internal sealed record GroupSizes(int Smallest, int Largest, int KeptWhole)
{
    /// <summary>Counts the rows of each part.</summary>
    /// <param name="parts">All rows by part.</param>
    /// <param name="weights">The weights of all rows; empty where each weighs 1.</param>
    /// <param name="kept">The kept rows by part; null where no row is kept yet.</param>
    public static GroupSizes Count(Grouping parts, ReadOnlySpan<double> weights, Grouping? kept)
    {
        int[] all = parts.Weighing(weights), few = kept?.Weighing([]) ?? [];
        int whole = Enumerable.Range(0, all.Length).Count(part => part < few.Length && few[part] == all[part]);
        return new GroupSizes(all.Min(), all.Max(), whole);
    }
}
