namespace Polylog.Benchmarks;

/// <summary>Some rows of a table with weights.</summary>
internal sealed record WeightedRows(int[] Rows, double[] Weights)
{
    public static WeightedRows Equal(int[] rows) => new(rows, [.. rows.Select(_ => 1.0)]);
}

/// <summary>Root mean square errors of weighted rows, for each family of test functions.</summary>
internal static class FamilyErrors
{
    /// <summary>Errors by choice of rows and family.</summary>
    /// <remarks>Values of one function at a time are held, so that all rows of a long table can be judged.</remarks>
    public static double[][] Measure(WideTable table, IReadOnlyList<WeightedRows> choices, ulong seed)
    {
        double[][] errors = [.. choices.Select(_ => new double[FunctionFamilies.All.Count])];
        for (int f = 0; f < FunctionFamilies.All.Count; f++)
        {
            FunctionFamilies.Family family = FunctionFamilies.All[f];
            double[][] squares = new double[family.Count][];
            ulong first = 1_000_000 * seed + 10_000 * (ulong)f;
            Parallel.For(0, family.Count, () => new double[table.Rows], (i, _, values) =>
            {
                family.Fill(table, new SplitMix64(first + (ulong)i), values);
                squares[i] = Squares(values, choices, family.IsRelative);
                return values;
            }, _ => { });
            for (int c = 0; c < choices.Count; c++)
                errors[c][f] = Math.Sqrt(squares.Average(own => own[c]));
        }
        return errors;
    }

    private static double[] Squares(double[] values, IReadOnlyList<WeightedRows> choices, bool relative)
    {
        double mean = values.Average();
        double variance = values.Average(value => (value - mean) * (value - mean));
        return [.. choices.Select(choice =>
        {
            double sum = 0;
            for (int i = 0; i < choice.Rows.Length; i++)
                sum += choice.Weights[i] * (values[choice.Rows[i]] - mean);
            double error = sum / choice.Weights.Sum();
            return variance == 0 ? 0 : error * error / (relative ? variance : 1);
        })];
    }
}
