namespace Polylog;

/// <summary>
/// Predicts a compression, order by order: the error at a size, or the size for an error, with time and memory. It recommends an order.
/// </summary>
internal sealed class CompressionPlan
{
    /// <summary>
    /// How many times smaller than that of random rows an error has to be: as many random rows as give it would be twice as many.
    /// </summary>
    public const double LeastGain = 1.414;

    // Differences the model cannot tell.
    private const double SameError = 1.5;
    private const double SameSize = 1.25;

    // Where every order takes more than an hour.
    private const double Longer = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    // Lines tried before the best of them is taken.
    private const int Looks = 16;

    // An error that is so much smaller than the one asked for may be had with fewer rows.
    private const double TooGood = 3;

    private CompressionPlan(
        long rows, ErrorModel model, CostModel costs, Use use, IReadOnlyList<PlannedOrder> orders, PlannedOrder recommended)
    {
        Rows = rows;
        Model = model;
        Costs = costs;
        Use = use;
        Orders = orders;
        Recommended = recommended;
        RandomError = model.RandomError(recommended.Size, rows, use);
    }

    /// <summary>Rows there are.</summary>
    public long Rows { get; }

    /// <summary>Columns.</summary>
    public int Dimension => Model.Dimension;

    /// <summary>Where the errors come from.</summary>
    public ErrorModel Model { get; }

    /// <summary>Where time and memory come from.</summary>
    public CostModel Costs { get; }

    /// <summary>The functions whose error counts.</summary>
    public Use Use { get; }

    /// <summary>The error that was asked for; null where a size was.</summary>
    public double? Error { get; private init; }

    /// <summary>Every order there are rows for, lowest first; then even weights, where they were tried.</summary>
    public IReadOnlyList<PlannedOrder> Orders { get; }

    /// <summary>
    /// The order to take: of those with the fewest rows, or the smallest error, as far as the model can tell them apart, the fastest.
    /// Orders that take more than an hour, and three times as long as the fastest, are left aside.
    /// </summary>
    public PlannedOrder Recommended { get; }

    /// <summary>The error of as many random rows as recommended.</summary>
    public double RandomError { get; }

    /// <summary>Whether it is worth its while.</summary>
    public PlanOutlook Outlook =>
        Error is not null && Recommended.Size > Rows / 2 ? PlanOutlook.TooManyRows
        : Recommended.Size < Rows && Bearable(Orders).Min(order => order.Error(Use)) * LeastGain > RandomError ? PlanOutlook.LikeRandom
        : PlanOutlook.Good;

    /// <summary>The errors at a size.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="size">Rows to keep, from dimension + 1 to <paramref name="rows"/>.</param>
    /// <param name="model">The errors.</param>
    /// <param name="costs">Time and memory.</param>
    /// <param name="use">The functions whose error counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static CompressionPlan ForSize(long rows, long size, ErrorModel model, CostModel costs, Use use = Use.Smooth)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, model.Dimension + 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, rows);
        PlannedOrder[] orders = [.. Possible(model.Dimension, size).Select(order => Plan(order, size, rows, model, costs))];
        PlannedOrder[] candidates = Bearable(orders);
        double least = candidates.Min(order => order.Error(use));
        PlannedOrder recommended = candidates.Where(order => order.Error(use) <= SameError * least).MinBy(order => order.Time)!;
        return new CompressionPlan(rows, model, costs, use, orders, recommended);
    }

    /// <summary>The sizes at which an error is most likely reached, rounded up to two digits.</summary>
    /// <param name="rows">Rows there are, at least dimension + 1.</param>
    /// <param name="error">Relative error to reach, above 0.</param>
    /// <param name="model">The errors.</param>
    /// <param name="costs">Time and memory.</param>
    /// <param name="use">The functions whose error counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static CompressionPlan ForError(long rows, double error, ErrorModel model, CostModel costs, Use use = Use.Smooth)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, model.Dimension + 1);
        PlannedOrder[] orders =
        [
            .. Possible(model.Dimension, rows).Select(order =>
                Plan(order, Math.Min(rows, RoundUp(model.SizeFor(order, error, rows, use))), rows, model, costs)),
        ];
        PlannedOrder[] candidates = Bearable(orders);
        double least = candidates.Min(order => order.Size);
        PlannedOrder recommended = candidates.Where(order => order.Size <= SameSize * least).MinBy(order => order.Time)!;
        return new CompressionPlan(rows, model, costs, use, orders, recommended) { Error = error };
    }

    /// <summary>Whether the recommended line was tried on the rows the model has: then its errors are what came of it.</summary>
    public bool IsTried => Recommended.KernelFunctions is not null || Model.HasTried(Recommended.Order, Recommended.Size);

    /// <summary>
    /// Tries the recommended line on the rows the model was measured on, and plans again by what comes of it, until a line that was tried
    /// is recommended.
    /// </summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The plan, its recommended line tried; or as far as it got where a line cannot be tried: a model from theory alone has no
    /// rows, and a sample may have too few.</returns>
    /// <remarks>At most sixteen compressions of at most 50 000 rows, and no more work than the measuring was.</remarks>
    public CompressionPlan Tried(CancellationToken cancellation = default)
    {
        CompressionPlan plan = this;
        CompressionPlan? good = null;
        for (int look = 0; look < Looks && !plan.IsTried && plan.Recommended.Size < Rows; look++)
        {
            PlannedOrder line = plan.Recommended;
            if (plan.Model.Tried(line.Order, line.Size, cancellation) is not { } model)
                break;
            PlannedOrder tried = Plan(line.Order, line.Size, Rows, model, Costs);
            if (Error is not { } wanted)
            {
                plan = ForSize(Rows, line.Size, model, Costs, Use);
                continue;
            }
            plan = ForError(Rows, wanted, model, Costs, Use);
            double high = model.HighError(line.Order, line.Size, Rows, Use);
            if (high > wanted || tried.Size >= good?.Recommended.Size)
                continue;
            good = plan.With(tried);
            if (high * TooGood >= wanted || tried.Size == tried.Moments)
                break;
        }
        return good?.On(plan.Model) ?? plan;
    }

    /// <summary>The same with the line of even weights, which is recommended where it has the smaller error, or the fewer rows.</summary>
    /// <param name="trials">Compressions with even weights.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public CompressionPlan WithEvenWeights(EvenTrials trials, CancellationToken cancellation = default)
    {
        if (Recommended.Size == Rows && Error is null)
            return this;
        PlannedOrder even = Error is { } wanted
            ? trials.ForError(wanted, Rows, Costs, size => Math.Min(Rows, RoundUp(size)), cancellation)
            : trials.AtSize(Recommended.Size, Rows, Costs, cancellation);
        bool better = Error is null ? even.Error(Use) < Recommended.Error(Use) : even.Size < Recommended.Size;
        return new CompressionPlan(Rows, Model, Costs, Use, [.. Orders, even], better ? even : Recommended) { Error = Error };
    }

    /// <summary>The same, another line of one of its orders recommended.</summary>
    private CompressionPlan With(PlannedOrder line) =>
        new(Rows, Model, Costs, Use, [.. Orders.Select(order => order.Order == line.Order ? line : order)], line) { Error = Error };

    /// <summary>The same with what further looks told.</summary>
    private CompressionPlan On(ErrorModel model) => new(Rows, model, Costs, Use, Orders, Recommended) { Error = Error };

    private static IEnumerable<int> Possible(int dimension, long size) => Enumerable.Range(1, ErrorModel.HighestOrder)
        .TakeWhile(order => order == 1 || Moments.Count(dimension, order) <= Math.Min(size, CompressionPolicy.MaxFunctions));

    private static PlannedOrder Plan(int order, long size, long rows, ErrorModel model, CostModel costs) => new(order, size)
    {
        Moments = Moments.Count(model.Dimension, order),
        Leaves = model.Leaves(order, size),
        SmoothError = model.Error(order, size, rows, Use.Smooth),
        KinkedError = model.Error(order, size, rows, Use.Kinked),
        Time = costs.Time(rows, model.Dimension, order, size),
        Memory = costs.Memory(rows, model.Dimension, order, size),
        Measured = model.MeasuredOrders.Contains(order),
    };

    /// <summary>Two digits: the model knows no more.</summary>
    private static long RoundUp(long size)
    {
        long unit = 1;
        while (size / unit >= 100)
            unit *= 10;
        return (size + unit - 1) / unit * unit;
    }

    private static PlannedOrder[] Bearable(IReadOnlyCollection<PlannedOrder> orders)
    {
        TimeSpan longest = orders.Min(order => order.Time) * Longer;
        return [.. orders.Where(order => order.Time <= (longest > s_patience ? longest : s_patience))];
    }
}
