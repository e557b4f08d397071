using System.Globalization;

namespace Polylog.Cli;

/// <summary>What a plan means, in plain words, and what to do.</summary>
internal sealed class PlanAdvice(PlanOutcome outcome)
{
    private CompressionPlan Plan => outcome.Plan;

    private PlannedOrder Best => Plan.Recommended;

    private string Columns => Format.Count(Plan.Dimension, "column");

    private bool Hopeless => Plan.Outlook != PlanOutlook.Good;

    /// <summary>One sentence: what the recommended line comes to.</summary>
    public string Verdict => AllDifferent is { } different ? OfEqualRows(different) : Plan.Outlook switch
    {
        PlanOutlook.TooManyRows => $"hopeless: an error of {Format.Limit(Plan.Error!.Value)} in {Columns} takes "
            + $"{(Best.Size == Plan.Rows ? "all" : $"{Format.Whole(Best.Size)} of the")} {Format.Whole(Plan.Rows)} rows, even at the best order",
        PlanOutlook.LikeRandom => $"hopeless: {Format.Count(Best.Size, "row")} are too few for {Columns}; whatever the order, the error is "
            + $"{Gain} that of as many random rows, {Format.Small(Plan.RandomError)}",
        _ when Best.Size == Plan.Rows => "nothing: all rows are kept",
        _ => $"{Format.Small(Best.Error(Plan.Use))} from {Format.Count(Best.Size, "row")} at order {Best.Order}; "
            + $"as many random rows have {Format.Small(Plan.RandomError)}",
    };

    private static string OfEqualRows(int different) => different == 1
        ? "nothing: all rows are equal, and one with their weight is exact"
        : $"nothing: only {Format.Whole(different)} rows differ, and each kept once, with the weights of those equal to it added up, is exact";

    /// <summary>Ways out where matching moments does not get there.</summary>
    public IReadOnlyList<string> WaysOut
    {
        get
        {
            if (!Hopeless || AllDifferent is not null)
                return [];
            var ways = new List<string>();
            if (FewerColumns() is { } fewer)
                ways.Add(fewer);
            if (Plan.Error is null && MoreRows() is { } more)
                ways.Add(more);
            ways.Add(LowerAim());
            ways.Add("loss-aware compression, which keeps what one model's loss needs instead of all smooth functions: polylog compress --target and --loss");
            if (Settled is { } plan)
            {
                ways.Add($"a larger error: a tenth of the rows, {Format.Whole(plan.Recommended.Size)}, has about "
                    + $"{Format.Small(plan.Recommended.Error(Plan.Use))} at order {plan.Recommended.Order} (random rows {Format.Small(plan.RandomError)})");
            }
            return ways;
        }
    }

    /// <summary>What to do where the rows do not fit into memory; null where they do.</summary>
    public string? Parts => PartRows is not { } rows ? null
        : $"about {RoughFormat.Bytes(Best.Memory)} are needed and this machine has {RoughFormat.Bytes(outcome.MachineMemory)}: compress parts of "
            + $"{Format.Whole(rows)} rows each, which is done {Format.Whole((Plan.Rows + rows - 1) / rows)} times; "
            + $"coresets joined are a coreset of the parts joined{(FitsTwice(rows) ? ", and can be compressed once more" : "")}";

    /// <summary>What to run next, each with what it is.</summary>
    public IReadOnlyList<(string Purpose, string Line)> Commands
    {
        get
        {
            if (AllDifferent is { } different)
                return [("do it", string.Create(CultureInfo.InvariantCulture, $"polylog compress {Source} --size {Math.Max(different, Plan.Dimension + 1)} -o coreset.parquet"))];
            if (Settled is { Recommended: var settled })
                return [("a tenth of the rows instead", Compress(Source, settled.Order, settled.Size, "coreset.parquet"))];
            if (PartRows is not { } rows)
                return [(Hopeless ? "do it all the same" : "do it", Compress(Source, Best.Order, Best.Size, "coreset.parquet"))];
            long parts = (Plan.Rows + rows - 1) / rows;
            if (!FitsTwice(rows))
                return [("each part; what is kept of all is the coreset", Compress("part1.parquet", Best.Order, (Best.Size + parts - 1) / parts, "kept-1.parquet"))];
            bool together = Best.Size <= rows / parts;
            // A part is kept as well as the whole has to be: errors of parts do not get smaller when the parts are joined.
            string part = Compress("part1.parquet", Best.Order, Best.Size, "kept-1.parquet");
            string all = Compress("'kept-*.parquet' --weight weight", Best.Order, Best.Size, "all.parquet");
            return [("each part", part), (together ? "then together" : $"then {Format.Whole(rows / Best.Size)} of them at a time, until one is left", all)];
        }
    }

    /// <summary>Whether what is kept of two parts fits into one: without that there is no second time.</summary>
    private bool FitsTwice(long partRows) => Best.Size <= partRows / 2;

    /// <summary>Rows that differ, where the size has room for all of them.</summary>
    public int? AllDifferent => outcome.Different is { } different && different <= Best.Size ? different : null;

    /// <summary>A tenth of the rows, where the error asked for is not to be had.</summary>
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

    private string Compress(string source, int order, long size, string output) =>
        string.Create(CultureInfo.InvariantCulture, $"polylog compress {source} --order {order} --size {size} --for {UseWords.Word(Plan.Use)} -o {output}");

    private string Source
    {
        get
        {
            PlanRequest request = outcome.Request;
            if (request.Input is not { } input)
                return "<input>";
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

    /// <summary>Rows that can be compressed at once, a round number; null when all can.</summary>
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

    /// <summary>How the error compares with that of random rows.</summary>
    private string Gain
    {
        get
        {
            double gain = Plan.RandomError / Plan.Orders.Min(order => order.Error(Plan.Use));
            return gain < 1.1 ? "no smaller than" : string.Create(CultureInfo.InvariantCulture, $"only {gain:0.0} times smaller than");
        }
    }

    /// <summary>The most columns with which it would be well worth its while, by the formula.</summary>
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
                return $"fewer columns: with {dimension}, about {Format.Whole(best.Size)} rows at order {best.Order} would do";
            if (Plan.Error is null && best.Error(Plan.Use) * 10 <= Plan.RandomError)
                return $"fewer columns: with {dimension}, the error would be about {Format.Small(best.Error(Plan.Use))} at order {best.Order}";
        }
        return null;
    }

    /// <summary>The first of twice, four times, ... as many rows that are worth their while.</summary>
    private string? MoreRows()
    {
        for (long size = 2 * Best.Size; size <= Plan.Rows / 2; size *= 2)
        {
            CompressionPlan plan = CompressionPlan.ForSize(Plan.Rows, size, Plan.Model, Plan.Costs, Plan.Use);
            if (plan.Outlook == PlanOutlook.Good)
            {
                return $"more rows: {Format.Whole(size)} have an error of about {Format.Small(plan.Recommended.Error(Plan.Use))} "
                    + $"at order {plan.Recommended.Order} (random rows {Format.Small(plan.RandomError)})";
            }
        }
        return null;
    }

    private string LowerAim()
    {
        int exact = Moments.Count(Plan.Dimension, 2) <= Plan.Rows / 2 ? 2 : 1;
        string what = exact == 2 ? "means and covariances, and with them least squares, are" : "means are";
        return $"a lower aim: {what} exact at order {exact} from {Format.Count(Moments.Count(Plan.Dimension, exact), "row")} on";
    }
}
