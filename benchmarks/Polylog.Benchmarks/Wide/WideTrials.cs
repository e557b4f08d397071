using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>
/// Coresets of tables of many columns: how many times smaller their errors are than those of random rows, for functions that no method
/// has seen, and beside kernel thinning.
/// </summary>
/// <remarks>
/// A factor is the root mean square error of random rows, over ten draws, through that of the method, over the functions of a family; the
/// errors are those of weighted means, against means over all rows. One compression for each line: factors scatter by 10 to 25 percent.
/// </remarks>
internal static class WideTrials
{
    private const int Draws = 10;

    private static readonly int s_widest = WideMethods.All.Max(method => method.Label.Length);

    public static void Print(IReadOnlyList<string> arguments)
    {
        try
        {
            Print(WideRequest.Parse(arguments));
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException)
        {
            Console.Error.WriteLine(exception.Message);
            Environment.ExitCode = 2;
        }
    }

    private static void Print(WideRequest request)
    {
        WideMethods.WarmUp();
        var factors = new List<double[]>();
        foreach (WideTable table in request.Tables())
        {
            Console.WriteLine($"{table.Name}: {table.Columns} columns, {table.Rows} rows, seed {request.Seed}"
                + (table.Rows > KernelThinning.MostRows ? $"; kernel thinning starts from {KernelThinning.MostRows} random rows" : ""));
            foreach (int size in request.Sizes)
            {
                if (size > table.Columns && size < table.Rows)
                    factors.Add(Print(table, size, request));
                else
                    Console.WriteLine($"  {size} rows: left out; sizes go from {table.Columns + 1} (order 1) to {table.Rows - 1} here");
            }
        }
        if (factors.Count > 0)
            PrintMedians(factors);
    }

    /// <summary>Prints a line for each method, and returns their factors over all families.</summary>
    private static double[] Print(WideTable table, int size, WideRequest request)
    {
        WideResult[] results = [.. WideMethods.All.Select(method => method.Run(table, size, request.Seed))];
        WeightedRows[] choices = [.. RandomRows(table.Rows, size, request.Seed), .. results.Select(result => result.Kept)];
        double[][] errors = FamilyErrors.Measure(table, choices, request.Seed);
        double[] random = [.. FunctionFamilies.All.Select((_, f) => Math.Sqrt(errors.Take(Draws).Average(own => own[f] * own[f])))];
        Console.WriteLine($"  {$"{size} rows".PadRight(s_widest)}"
            + string.Concat(FunctionFamilies.All.Select(family => $"{family.Name,9}"))
            + $"{"all",9}{"kept",7}{"effective",11}{"max weight",12}{"order",7}{"leaves",8}"
            + (request.ShowsTimes ? $"{"cpu s",9}{"wall s",9}" : ""));
        double[] factors = new double[results.Length];
        for (int m = 0; m < results.Length; m++)
        {
            WideResult result = results[m];
            double[] own = [.. errors[Draws + m].Zip(random, (error, reference) => reference / Math.Max(error, 1e-16))];
            factors[m] = Math.Exp(own.Average(Math.Log));
            double[] weights = result.Kept.Weights;
            double sum = weights.Sum(), effective = sum * sum / weights.Sum(weight => weight * weight) / weights.Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {WideMethods.All[m].Label.PadRight(s_widest)}{string.Concat(own.Append(factors[m]).Select(Factor))}"
                    + $"{weights.Length,7}{effective,11:0.00}{weights.Max() * weights.Length / sum,12:0.00}"
                    + $"{result.Order,7}{result.Leaves,8}{(request.ShowsTimes ? Times(result) : "")}"));
        }
        return factors;
    }

    private static void PrintMedians(List<double[]> factors)
    {
        int[] rivals = [.. Enumerable.Range(0, WideMethods.All.Count).Where(m => WideMethods.All[m].IsRival)];
        Console.WriteLine(
            $"medians of `all` over {factors.Count} tables and sizes; medians of `all` / a rival's, and in how many it is ahead");
        Console.WriteLine($"  {"".PadRight(s_widest)}{"all",9}"
            + string.Concat(rivals.Select(r => $"{$"/ {WideMethods.All[r].Label}",24}")));
        for (int m = 0; m < WideMethods.All.Count; m++)
        {
            Console.WriteLine($"  {WideMethods.All[m].Label.PadRight(s_widest)}"
                + Factor(PanelErrors.MedianOf(factors.Select(own => own[m])))
                + string.Concat(rivals.Select(r => Against(m, r).PadLeft(24))));
        }

        string Against(int method, int rival) => method == rival ? "-"
            : $"{Factor(PanelErrors.MedianOf(factors.Select(own => own[method] / own[rival])))} "
                + $"({factors.Count(own => own[method] > own[rival])})";
    }

    private static IEnumerable<WeightedRows> RandomRows(int rows, int size, ulong seed)
    {
        var random = new SplitMix64(1000 * seed + 600);
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int draw = 0; draw < Draws; draw++)
        {
            random.Draw(order.AsSpan(), size);
            yield return WeightedRows.Equal(order[..size]);
        }
    }

    private static string Factor(double factor) => factor.ToString(factor < 100 ? "0.00" : "0", CultureInfo.InvariantCulture).PadLeft(9);

    private static string Times(WideResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.ProcessorSeconds,9:0.00}{result.WallSeconds,9:0.00}");
}
