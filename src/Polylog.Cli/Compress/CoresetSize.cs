namespace Polylog.Cli;

/// <summary>How many rows to ask for, given how many moments there are to keep.</summary>
internal static class CoresetSize
{
    // From here on a single leaf takes long: time goes with the third power.
    private const long ManyMoments = 5000;

    /// <summary>Refuses an order so high that not even one leaf's equations fit into memory.</summary>
    public static void CheckMemory(int columns, CompressRequest request)
    {
        long moments = Fewest(columns, request);
        // The largest arrays of a dense step: four of moments x 2 moments.
        double bytes = 4.0 * moments * 2 * moments * sizeof(double);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new CommandException($"{Describe(columns, request)}, too many for this machine's memory"
                + After("; ", WaysOut(columns, request, ManyMoments)));
        }
    }

    /// <summary>Rows to ask for at most; null where a tolerance decides.</summary>
    public static int? Of(CompressRequest request, string table, int columns, int rows, Action<string> note)
    {
        long moments = Fewest(columns, request);
        if (request.Order is not null && moments > rows)
        {
            throw new CommandException($"{Describe(columns, request)}, more than {table} has rows ({Figures.Whole(rows)})"
                + After("; ", WaysOut(columns, request, rows)));
        }
        if (moments > ManyMoments && rows > moments)
            note($"{Describe(columns, request)}, so this may take long{After("; to be faster ", WaysOut(columns, request, ManyMoments))}");
        if (request.Tolerance is not null)
            return null;
        return request.Size is { } asked ? Checked(asked, request, table, columns, rows, moments) : Share(request, table, columns, rows, moments, note);
    }

    /// <summary>Half of the rows, where that many can be asked for.</summary>
    public static int? Half(CompressRequest request, Measure measure)
    {
        int half = MeasureOf.Weighing(measure) / 2;
        return half >= Fewest(measure.Dimension, request) ? half : null;
    }

    /// <summary>The fewest rows that can be asked for: where orders are chosen, those of a leaf of the lowest order.</summary>
    private static long Fewest(int columns, CompressRequest request) => Moments.Count(columns, request.Order ?? 1);

    private static int Share(CompressRequest request, string table, int columns, int rows, long moments, Action<string> note)
    {
        long share = (long)(request.Fraction * rows);
        if (moments >= rows)
        {
            note($"{Describe(columns, request)} and {table} only {Figures.Count(rows, "row")}, so nothing can be dropped"
                + After("; to keep fewer ", WaysOut(columns, request, rows / 2)));
            return rows;
        }
        if (share >= moments)
            return (int)share;
        note($"{Figures.Percent(request.Fraction)} of {Figures.Count(rows, "row")} would be {Figures.Whole(share)}, "
            + $"but {Describe(columns, request)}; {Figures.Count(moments, "row")} are asked for");
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
            List<string> ways = WaysOut(columns, request, asked);
            throw new CommandException($"--size is {asked}, but {Describe(columns, request)} and as many rows are needed; "
                + $"raise --size to {Math.Min(moments, rows)} or more{After(ways.Count == 1 ? ", or " : ", ", ways)}");
        }
        return asked;
    }

    private static string Describe(int columns, CompressRequest request) =>
        $"{(request.Order is null ? "even " : "")}order {request.Order ?? 1} in {Figures.Count(columns, "column")} "
        + $"has {Figures.Count(Fewest(columns, request), "moment")}";

    /// <summary>What brings the number of moments down to a limit.</summary>
    private static List<string> WaysOut(int columns, CompressRequest request, long limit)
    {
        int lower = (request.Order ?? 1) - 1;
        while (lower > 1 && Moments.Count(columns, lower) > limit)
            lower--;
        var ways = new List<string>();
        if (lower >= 1 && Moments.Count(columns, lower) <= limit)
            ways.Add($"lower --order (order {lower} has {Figures.Whole(Moments.Count(columns, lower))})");
        if (columns > 1)
            ways.Add("choose fewer --columns");
        return ways;
    }

    private static string After(string separator, List<string> ways) => ways.Count == 0 ? "" : separator + Or(ways);

    private static string Or(List<string> ways) =>
        ways.Count == 1 ? ways[0] : $"{string.Join(", ", ways.SkipLast(1))} or {ways[^1]}";
}
