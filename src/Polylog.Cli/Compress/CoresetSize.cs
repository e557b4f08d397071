namespace Polylog.Cli;

/// <summary>Decides how many rows to keep, from the request and the number of moments.</summary>
internal static class CoresetSize
{
    // With more moments a single leaf takes long: its time grows with the third power.
    private const long ManyMoments = 5000;

    /// <summary>Refuses an order so high that the equations of one leaf do not fit into memory.</summary>
    public static void CheckMemory(FunctionCount functions, CompressRequest request)
    {
        long moments = functions.InLeaf(Order(request));
        // The largest arrays of a dense step: four of moments x 2 moments.
        double bytes = 4.0 * moments * 2 * moments * sizeof(double);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new CommandException($"{Describe(functions, request)}, too many for this machine's memory"
                + After("; ", WaysOut(functions, request, Math.Min(ManyMoments, request.Size ?? ManyMoments))));
        }
    }

    /// <summary>The number of rows to keep; null where a tolerance decides.</summary>
    public static int? Choose(CompressRequest request, string table, FunctionCount functions, int rows, Action<string> note)
    {
        long moments = functions.InLeaf(Order(request));
        if (request.Order is not null && moments > rows)
        {
            throw new CommandException($"{Describe(functions, request)}, more than {table} has rows ({Format.Whole(rows)})"
                + After("; ", WaysOut(functions, request, rows)));
        }
        if (moments > ManyMoments && rows > moments)
            note($"{Describe(functions, request)}, so this can take "
                + $"long{After("; to be faster, ", WaysOut(functions, request, ManyMoments))}");
        if (request.Tolerance is not null)
            return null;
        return request.Size is { } asked ? Checked(asked, request, table, functions, rows) : Share(request, table, functions, rows, note);
    }

    /// <summary>Half of the rows; null where that is fewer than the moments need.</summary>
    public static int? Half(CompressRequest request, FunctionCount functions, Measure measure)
    {
        int half = measure.WeightedCount / 2;
        return half >= functions.LeastRows(Order(request)) ? half : null;
    }

    /// <summary>The lowest order that a leaf can get.</summary>
    private static int Order(CompressRequest request) => request.Order ?? 1;

    private static int Share(CompressRequest request, string table, FunctionCount functions, int rows, Action<string> note)
    {
        long share = (long)(request.Fraction * rows), least = functions.LeastRows(Order(request));
        if (least >= (functions.IsSplit ? functions.PartRows : rows))
        {
            string why = functions.IsSplit
                ? $", and none of {functions.Parts} of {table} has more rows"
                : $" and {table} has only {Format.Count(rows, "row")}";
            note($"{Describe(functions, request)}{why}, so all rows are "
                + $"kept{After("; to keep fewer, ", WaysOut(functions, request, rows / 2))}");
            return rows;
        }
        if (share >= least)
            return (int)share;
        note($"{Format.Percent(request.Fraction)} of {Format.Count(rows, "row")} would be {Format.Whole(share)}, "
            + $"but {Describe(functions, request)}{Together(functions, request)}; the size is raised to {Format.Count(least, "row")}");
        return (int)least;
    }

    private static int Checked(int asked, CompressRequest request, string table, FunctionCount functions, int rows)
    {
        if (asked > rows)
        {
            string have = Format.Count(rows, request.DropMissing ? "complete row" : "row");
            throw new CommandException($"--size is {asked}, but {table} has only {have}; give at most that many, or a --fraction");
        }
        long least = functions.LeastRows(Order(request));
        if (asked < least && asked < rows)
        {
            List<string> ways = WaysOut(functions, request, asked);
            bool plain = functions.InLeaf(Order(request)) == Moments.Count(functions.Columns, Order(request));
            string why = functions.IsSplit ? Together(functions, request) : $"{(plain ? "" : ",")} and needs as many rows";
            string raise = least <= rows ? $"raise --size to {least} or more" : $"keep all rows with --size {rows}";
            throw new CommandException($"--size is {asked}, but {Describe(functions, request)}{why}; "
                + $"{raise}{After(ways.Count == 1 ? ", or " : ", ", ways)}");
        }
        return asked;
    }

    private static string Describe(FunctionCount functions, CompressRequest request) =>
        $"{(request.Order is null ? "even " : "")}{functions.Describe(Order(request))}";

    private static string Together(FunctionCount functions, CompressRequest request) =>
        functions.IsSplit ? $", and {functions.Parts} need {Format.Count(functions.LeastRows(Order(request)), "row")} together" : "";

    /// <summary>Changes to the request that bring the number of rows down to a limit.</summary>
    private static List<string> WaysOut(FunctionCount functions, CompressRequest request, long limit)
    {
        int lower = functions.HighestOrder(Order(request) - 1, limit);
        var ways = new List<string>();
        if (lower >= 1)
            ways.Add($"lower --order (order {lower} {(functions.IsSplit ? "needs" : "has")} {Format.Whole(functions.LeastRows(lower))})");
        if (functions.IsSplit && functions.HasGroups)
            ways.Add("make fewer groups");
        else if (functions.Columns > 1)
            ways.Add("choose fewer --columns");
        return ways;
    }

    private static string After(string separator, List<string> ways) => ways.Count == 0 ? "" : separator + Or(ways);

    private static string Or(List<string> ways) =>
        ways.Count == 1 ? ways[0] : $"{string.Join(", ", ways.SkipLast(1))} or {ways[^1]}";
}
