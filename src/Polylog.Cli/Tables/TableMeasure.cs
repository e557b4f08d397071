using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>From a table's numbers to the measure they are.</summary>
internal static class TableMeasure
{
    public static Measure FromRows(NumericRows rows)
    {
        // The reader has refused all that a measure refuses but one thing, which shows only in the sum.
        if (rows.Weights is { } weights && !double.IsFinite(weights.Sum()))
            throw new CommandException("the weights add up to infinity; scale them down through --sql");
        return new Measure(rows.Values, rows.Columns, rows.Weights);
    }
}
