using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Makes a measure of the numbers of a table.</summary>
internal static class TableMeasure
{
    public static Measure FromRows(NumericRows rows)
    {
        // The reader has checked each number; only an infinite sum of weights is left to refuse.
        if (rows.Weights is { } weights && !double.IsFinite(weights.Sum()))
            throw new CommandException("the weights add up to infinity; scale them down with --sql");
        return new Measure(rows.Values, rows.Columns, rows.Weights);
    }
}
