namespace Polylog.Tables;

/// <summary>The rules for a column of weights.</summary>
internal static class WeightCheck
{
    public static void Check(NumericRows rows, string table, string column)
    {
        CheckSigns(rows, table, column);
        if (Array.TrueForAll(rows.Weights!, weight => weight == 0))
            throw TableErrors.ZeroWeights(table, column);
    }

    /// <summary>Refuses weights below 0.</summary>
    public static void CheckSigns(NumericRows rows, string table, string column)
    {
        double[] weights = rows.Weights!;
        int negative = weights.Count(weight => weight < 0);
        if (negative > 0)
        {
            int first = Array.FindIndex(weights, weight => weight < 0);
            throw TableErrors.NegativeWeights(table, column, negative, rows.RowNumber(first), weights[first]);
        }
    }
}
