namespace Polylog.Cli;

/// <summary>How many rows to ask for, given how many moments there are to keep.</summary>
internal static class CoresetSize
{
    // From here on a single leaf takes long: time goes with the third power.
    private const long ManyMoments = 5000;

    /// <summary>Refuses an order so high that not even one leaf's equations fit into memory.</summary>
    public static void CheckMemory(int columns, int order)
    {
        long moments = Moments.Count(columns, order);
        // The largest arrays of a dense step: four of moments x 2 moments.
        double bytes = 4.0 * moments * 2 * moments * sizeof(double);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new CommandException($"{Describe(columns, order)}, too many for this machine's memory; "
                + WaysOut(columns, order, ManyMoments));
        }
    }

    public static int Of(CompressRequest request, string table, int columns, int rows, Action<string> note)
    {
        long moments = Moments.Count(columns, request.Order);
        if (moments > ManyMoments && rows > moments)
            note($"{Describe(columns, request.Order)}, so this may take long; to be faster {WaysOut(columns, request.Order, ManyMoments)}");
        if (request.Size is { } asked)
            return Checked(asked, request, table, columns, rows, moments);
        long share = (long)(request.Fraction * rows);
        if (moments >= rows)
        {
            note($"{Describe(columns, request.Order)} and {table} only {Figures.Count(rows, "row")}, so nothing can be dropped "
                + $"but rows that repeat or depend on others; to keep fewer {WaysOut(columns, request.Order, rows / 2)}");
            return rows;
        }
        if (share >= moments)
            return (int)share;
        note($"{Figures.Percent(request.Fraction)} of {Figures.Count(rows, "row")} would be {Figures.Whole(share)}, "
            + $"but {Describe(columns, request.Order)}; {Figures.Count(moments, "row")} are asked for");
        return (int)moments;
    }

    private static int Checked(int asked, CompressRequest request, string table, int columns, int rows, long moments)
    {
        if (asked > rows)
        {
            string have = Figures.Count(rows, request.DropMissing ? "complete row" : "row");
            throw new CommandException($"--size is {asked}, but {table} has only {have}; give at most that many, or a --fraction");
        }
        if (asked < moments && asked < rows)
        {
            string bigger = moments <= rows ? $"raise --size to {moments} or more, " : "";
            throw new CommandException($"--size is {asked}, but {Describe(columns, request.Order)} and as many rows are needed; "
                + $"{bigger}{WaysOut(columns, request.Order, asked)}");
        }
        return asked;
    }

    private static string Describe(int columns, int order) =>
        $"order {order} in {Figures.Count(columns, "column")} has {Figures.Count(Moments.Count(columns, order), "moment")}";

    /// <summary>What brings the number of moments down to a limit, as far as anything does.</summary>
    private static string WaysOut(int columns, int order, long limit)
    {
        int lower = order - 1;
        while (lower > 1 && Moments.Count(columns, lower) > limit)
            lower--;
        var ways = new List<string>();
        if (lower >= 1)
            ways.Add($"lower --order (order {lower} has {Figures.Whole(Moments.Count(columns, lower))})");
        if (columns > 1)
            ways.Add("choose fewer --columns");
        return string.Join(" or ", ways);
    }
}
