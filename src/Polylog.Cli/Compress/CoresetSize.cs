namespace Polylog.Cli;

/// <summary>How many rows to ask for, given how many moments there are to keep.</summary>
internal static class CoresetSize
{
    // From here on a single leaf takes long: time goes with the third power.
    private const long ManyMoments = 5000;

    /// <summary>Refuses an order so high that not even one leaf's equations fit into memory.</summary>
    public static void CheckMemory(Need need, CompressRequest request)
    {
        long moments = need.Functions(Order(request));
        // The largest arrays of a dense step: four of moments x 2 moments.
        double bytes = 4.0 * moments * 2 * moments * sizeof(double);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new CommandException($"{Describe(need, request)}, too many for this machine's memory"
                + After("; ", WaysOut(need, request, Math.Min(ManyMoments, request.Size ?? ManyMoments))));
        }
    }

    /// <summary>Rows to ask for at most; null where a tolerance decides.</summary>
    public static int? Of(CompressRequest request, string table, Need need, int rows, Action<string> note)
    {
        long moments = need.Functions(Order(request));
        if (request.Order is not null && moments > rows)
        {
            throw new CommandException($"{Describe(need, request)}, more than {table} has rows ({Figures.Whole(rows)})"
                + After("; ", WaysOut(need, request, rows)));
        }
        if (moments > ManyMoments && rows > moments)
            note($"{Describe(need, request)}, so this may take long{After("; to be faster ", WaysOut(need, request, ManyMoments))}");
        if (request.Tolerance is not null)
            return null;
        return request.Size is { } asked ? Checked(asked, request, table, need, rows) : Share(request, table, need, rows, note);
    }

    /// <summary>Half of the rows, where that many can be asked for.</summary>
    public static int? Half(CompressRequest request, Need need, Measure measure)
    {
        int half = MeasureOf.Weighing(measure) / 2;
        return half >= need.Rows(Order(request)) ? half : null;
    }

    /// <summary>Where orders are chosen, the fewest rows that can be asked for are those of the lowest order.</summary>
    private static int Order(CompressRequest request) => request.Order ?? 1;

    private static int Share(CompressRequest request, string table, Need need, int rows, Action<string> note)
    {
        long share = (long)(request.Fraction * rows), least = need.Rows(Order(request));
        if (least >= (need.IsSplit ? need.PartRows : rows))
        {
            string why = need.IsSplit ? $", and none of {need.Parts} of {table} has more rows" : $" and {table} only {Figures.Count(rows, "row")}";
            note($"{Describe(need, request)}{why}, so nothing can be dropped" + After("; to keep fewer ", WaysOut(need, request, rows / 2)));
            return rows;
        }
        if (share >= least)
            return (int)share;
        note($"{Figures.Percent(request.Fraction)} of {Figures.Count(rows, "row")} would be {Figures.Whole(share)}, "
            + $"but {Describe(need, request)}{Together(need, request)}; {Figures.Count(least, "row")} are asked for");
        return (int)least;
    }

    private static int Checked(int asked, CompressRequest request, string table, Need need, int rows)
    {
        if (asked > rows)
        {
            string have = Figures.Count(rows, request.DropMissing ? "complete row" : "row");
            throw new CommandException($"--size is {asked}, but {table} has only {have}; give at most that many, or a --fraction");
        }
        long least = need.Rows(Order(request));
        if (asked < least && asked < rows)
        {
            List<string> ways = WaysOut(need, request, asked);
            bool plain = need.Functions(Order(request)) == Moments.Count(need.Columns, Order(request));
            string why = need.IsSplit ? Together(need, request) : $"{(plain ? "" : ",")} and as many rows are needed";
            throw new CommandException($"--size is {asked}, but {Describe(need, request)}{why}; "
                + $"raise --size to {Math.Min(least, rows)} or more{After(ways.Count == 1 ? ", or " : ", ", ways)}");
        }
        return asked;
    }

    private static string Describe(Need need, CompressRequest request) => $"{(request.Order is null ? "even " : "")}{need.Describe(Order(request))}";

    private static string Together(Need need, CompressRequest request) =>
        need.IsSplit ? $", and {need.Parts} need {Figures.Count(need.Rows(Order(request)), "row")} together" : "";

    /// <summary>What brings the rows needed down to a limit.</summary>
    private static List<string> WaysOut(Need need, CompressRequest request, long limit)
    {
        int lower = need.HighestOrder(Order(request) - 1, limit);
        var ways = new List<string>();
        if (lower >= 1)
            ways.Add($"lower --order (order {lower} {(need.IsSplit ? "needs" : "has")} {Figures.Whole(need.Rows(lower))})");
        if (need.IsSplit && need.HasGroups)
            ways.Add("make fewer groups");
        else if (need.Columns > 1)
            ways.Add("choose fewer --columns");
        return ways;
    }

    private static string After(string separator, List<string> ways) => ways.Count == 0 ? "" : separator + Or(ways);

    private static string Or(List<string> ways) =>
        ways.Count == 1 ? ways[0] : $"{string.Join(", ", ways.SkipLast(1))} or {ways[^1]}";
}
