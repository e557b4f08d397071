using System.Globalization;

namespace Polylog.Cli;

/// <summary>What a plan means, in sentences, and which commands to run.</summary>
internal sealed class PlanAdvice(PlanOutcome outcome)
{
    private CompressionPlan Plan => outcome.Plan;

    private PlannedOrder Best => Plan.Recommended;

    private string Columns => Format.Count(Plan.Dimension, "column");

    private bool IsNotWorthwhile => Plan.Outlook != PlanOutlook.Good;

    /// <summary>One sentence about the recommended order.</summary>
    public string Verdict => AllDistinct is { } distinct ? OfEqualRows(distinct) : Plan.Outlook switch
    {
        PlanOutlook.TooManyRows => $"not worthwhile: an error of {Format.Limit(Plan.Error!.Value)} in {Columns} needs "
            + $"{(Best.Size == Plan.Rows ? "all" : $"{Format.Whole(Best.Size)} of the")} {Format.Whole(Plan.Rows)} rows, even "
            + $"at the best order{(HasEven ? $" or with kernel functions{Limit}" : "")}",
        PlanOutlook.LikeRandom =>
            $"not worthwhile: {Format.Count(Best.Size, "row")} are too few for {Columns}; "
            + $"{(HasEven ? "at best" : "at the best order")} the error is "
            + $"{Gain} that of as many random rows ({Format.Small(Plan.RandomError)}){(HasEven ? Limit : "")}",
        _ when Best.Size == Plan.Rows => "no error: all rows are kept",
        _ => $"an error of {Format.Small(Best.Error(Plan.Use))} with {Format.Count(Best.Size, "row")}{Method}; "
            + $"as many random rows have {Format.Small(Plan.RandomError)}{(Best.KernelFunctions is null ? "" : Equivalent)}",
    };

    private const string Limit =
        ": what the matched functions leave of the others has the error of random rows, so that only more rows help";

    /// <summary>Whether even weights and kernel functions were tried.</summary>
    private bool HasEven => Plan.Orders.Any(order => order.KernelFunctions is not null);

    private string Method => Best.KernelFunctions is { } kernels
        ? $" of even weights, which match {Format.Whole(Best.Moments)} moments up to order {Best.Order} and {Format.Whole(kernels)} kernel "
            + "functions"
        : $" at order {Best.Order}";

    /// <summary>How many random rows have the error of the recommended line, in words.</summary>
    private string Equivalent
    {
        get
        {
            double gain = Plan.RandomError / Best.Error(Plan.Use), rows = Plan.Rows;
            long equal = (long)(1 / (1 / rows + (1.0 / Best.Size - 1 / rows) / (gain * gain)));
            return $", and this error takes {RoundedDown(equal)} random rows";
        }
    }

    // Two digits: errors are known no better.
    private static string RoundedDown(long count)
    {
        long unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        return Format.Whole(count / unit * unit);
    }

    private static string OfEqualRows(int distinct) => distinct == 1
        ? "no error: all rows are equal, so one row with the weight of all is exact"
        : $"no error: there are only {Format.Whole(distinct)} distinct rows, and keeping each once, with the weights of its equals added "
            + "up, is exact";

    /// <summary>Suggestions where matching moments does not reach the goal.</summary>
    public IReadOnlyList<string> WaysOut
    {
        get
        {
            if (!IsNotWorthwhile || AllDistinct is not null)
                return [];
            var ways = new List<string>();
            if (FewerColumns() is { } fewer)
                ways.Add(fewer);
            if (Plan.Error is null && MoreRows() is { } more)
                ways.Add(more);
            ways.Add(LowerAim());
            ways.Add("a coreset for one loss instead of all smooth functions: polylog compress with --target and --loss");
            if (Settled is { } plan)
            {
                ways.Add($"a larger error: a tenth of the rows ({Format.Whole(plan.Recommended.Size)}) has an error of about "
                    + $"{Format.Small(plan.Recommended.Error(Plan.Use))} at order {plan.Recommended.Order} "
                    + $"(random rows: {Format.Small(plan.RandomError)})");
            }
            return ways;
        }
    }

    /// <summary>What to do where the compression does not fit into memory; null where it does.</summary>
    public string? Parts => PartRows is not { } rows ? null
        : $"about {RoughFormat.Bytes(Best.Memory)} are needed and this machine has {RoughFormat.Bytes(outcome.MachineMemory)}: split "
            + $"the table into {Format.Whole((Plan.Rows + rows - 1) / rows)} parts of {Format.Whole(rows)} rows and compress each part; "
            + $"the coresets together are a coreset of the table{(FitsTwice(rows) ? ", and can be compressed once more" : "")}";

    /// <summary>The commands to run next, without the name of the program, each with its purpose.</summary>
    public IReadOnlyList<(string Purpose, string Line)> Commands
    {
        get
        {
            if (AllDistinct is { } distinct)
            {
                int size = Math.Max(distinct, Plan.Dimension + 1);
                return [("do it", string.Create(CultureInfo.InvariantCulture, $"compress {Source} --size {size} -o coreset.parquet"))];
            }
            if (Settled is { Recommended: var settled })
                return [("keep a tenth of the rows instead", Compress(Source, settled, settled.Size, "coreset.parquet"))];
            if (PartRows is not { } rows)
                return [(IsNotWorthwhile ? "do it anyway" : "do it", Compress(Source, Best, Best.Size, "coreset.parquet"))];
            long parts = (Plan.Rows + rows - 1) / rows;
            if (!FitsTwice(rows))
            {
                long size = (Best.Size + parts - 1) / parts;
                return [("each part; the coresets together are the result", Compress("part1.parquet", Best, size, "kept-1.parquet"))];
            }
            bool together = Best.Size <= rows / parts;
            // Each part gets the size of the whole: errors of parts do not get smaller when the parts are joined.
            string part = Compress("part1.parquet", Best, Best.Size, "kept-1.parquet");
            string all = Compress("'kept-*.parquet' --weight weight", Best, Best.Size, "all.parquet");
            string then = together
                ? "then all coresets together"
                : $"then {Format.Whole(rows / Best.Size)} coresets at a time, until one is left";
            return [("each part", part), (then, all)];
        }
    }

    /// <summary>Whether the coresets of two parts fit into one part, so that they can be compressed again.</summary>
    private bool FitsTwice(long partRows) => Best.Size <= partRows / 2;

    /// <summary>The number of distinct rows, where the size is large enough for all of them; otherwise null.</summary>
    public int? AllDistinct => outcome.Distinct is { } distinct && distinct <= Best.Size ? distinct : null;

    /// <summary>A plan for a tenth of the rows, where the error asked for needs too many rows; otherwise null.</summary>
    private CompressionPlan? Settled
    {
        get
        {
            long tenth = Plan.Rows / 10;
            if (Plan.Outlook != PlanOutlook.TooManyRows || tenth < Plan.Dimension + 1)
                return null;
            return CompressionPlan.ForSize(Plan.Rows, tenth, Plan.Model, Plan.Costs, Plan.Use);
        }
    }

    private string Compress(string source, PlannedOrder line, long size, string output) => string.Create(
        CultureInfo.InvariantCulture,
        $"compress {source} {(line.KernelFunctions is null ? $"--order {line.Order}" : "--functions kernel")} "
        + $"--size {size} --for {UseWords.Word(Plan.Use)} -o {output}");

    private string Source
    {
        get
        {
            PlanRequest request = outcome.Request;
            if (request.Input is not { } input)
                return "data.parquet";
            string source = input.Sql is { } sql ? $"--sql {ShellWord.Quote([sql])}" : ShellWord.Quote(input.Paths);
            foreach (string column in request.Columns.Named)
                source += $" --columns {ShellWord.Quote(column)}";
            foreach (string column in request.Columns.Excluded)
                source += $" --exclude {ShellWord.Quote(column)}";
            if (request.WeightColumn is { } weight)
                source += $" --weight {ShellWord.Quote(weight)}";
            return request.DropMissing ? $"{source} --drop-missing" : source;
        }
    }

    /// <summary>A round number of rows that fit into memory at once; null where all fit.</summary>
    private long? PartRows
    {
        get
        {
            bool fits = Best.Memory <= outcome.MachineMemory && Plan.Rows * (double)Plan.Dimension <= Array.MaxLength;
            if (fits)
                return null;
            double perRow = Math.Max(1, Best.Memory / Plan.Rows);
            double most = Math.Min(outcome.MachineMemory / 2 / perRow, (double)Array.MaxLength / Plan.Dimension);
            double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, most))));
            return (long)(Math.Floor(most / unit) * unit);
        }
    }

    /// <summary>The error compared with that of random rows, in words.</summary>
    private string Gain
    {
        get
        {
            double gain = Plan.RandomError / Plan.Orders.Min(order => order.Error(Plan.Use));
            return gain < 1.1 ? "no smaller than" : string.Create(CultureInfo.InvariantCulture, $"only {gain:0.0} times smaller than");
        }
    }

    /// <summary>The largest number of columns for which the goal is worthwhile, by the formula.</summary>
    private string? FewerColumns()
    {
        for (int dimension = Plan.Dimension - 1; dimension >= 1; dimension--)
        {
            ErrorModel model = ErrorModel.Theory(dimension, outcome.Request.Shape);
            CompressionPlan plan = Plan.Error is { } error
                ? CompressionPlan.ForError(Plan.Rows, error, model, Plan.Costs, Plan.Use)
                : CompressionPlan.ForSize(Plan.Rows, Best.Size, model, Plan.Costs, Plan.Use);
            PlannedOrder best = plan.Recommended;
            if (Plan.Error is not null && best.Size <= Plan.Rows / 10)
                return $"fewer columns: with {dimension}, about {Format.Whole(best.Size)} rows at order {best.Order} would be enough";
            if (Plan.Error is null && best.Error(Plan.Use) * 10 <= Plan.RandomError)
                return $"fewer columns: with {dimension}, the error would be about {Format.Small(best.Error(Plan.Use))} at order "
                    + $"{best.Order}";
        }
        return null;
    }

    /// <summary>The smallest of twice, four times, ... as many rows that is worthwhile.</summary>
    private string? MoreRows()
    {
        for (long size = 2 * Best.Size; size <= Plan.Rows / 2; size *= 2)
        {
            CompressionPlan plan = CompressionPlan.ForSize(Plan.Rows, size, Plan.Model, Plan.Costs, Plan.Use);
            if (plan.Outlook == PlanOutlook.Good)
            {
                return $"more rows: {Format.Whole(size)} have an error of about {Format.Small(plan.Recommended.Error(Plan.Use))} "
                    + $"at order {plan.Recommended.Order} (random rows: {Format.Small(plan.RandomError)})";
            }
        }
        return null;
    }

    private string LowerAim()
    {
        int exact = Moments.Count(Plan.Dimension, 2) <= Plan.Rows / 2 ? 2 : 1;
        string what = exact == 2 ? "means, covariances and least-squares fits are" : "means are";
        return $"a smaller goal: {what} exact at order {exact}, which needs {Format.Count(Moments.Count(Plan.Dimension, exact), "row")}";
    }
}
