using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Reads targets that are -1 and 1 as 0 and 1 for the logistic loss: many tables write "no" and "yes" so.</summary>
internal static class TwoLabels
{
    /// <summary>Recodes each target of the logistic loss that has both values and no other.</summary>
    /// <param name="rows">The rows; targets are their first further columns.</param>
    /// <param name="targets">The names of the targets.</param>
    /// <param name="table">What messages call the table.</param>
    /// <param name="note">Takes a note about each target that is recoded.</param>
    public static void Recode(NumericRows rows, IReadOnlyList<string> targets, string table, Action<string> note)
    {
        double[] values = rows.Further[0];
        for (int target = 0; target < targets.Count; target++)
        {
            if (!HasOnly(values, targets.Count, target))
                continue;
            for (int at = target; at < values.Length; at += targets.Count)
                values[at] = values[at] > 0 ? 1 : 0;
            note($"{table}: target '{targets[target]}' is -1 or 1; -1 is taken for 0 (no) and 1 for yes, in the output it stays as it is");
        }
    }

    private static bool HasOnly(double[] values, int width, int column)
    {
        bool hasNo = false;
        for (int at = column; at < values.Length; at += width)
        {
            if (values[at] is not (1 or -1))
                return false;
            hasNo |= values[at] < 0;
        }
        return hasNo;
    }
}
