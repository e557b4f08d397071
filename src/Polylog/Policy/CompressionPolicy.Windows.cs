namespace Polylog;

/// <content>Leaves of even weights, and kernel functions.</content>
internal sealed partial class CompressionPolicy
{
    /// <summary>
    /// Functions that are kept small beside those that are matched. A quarter of the size matched and 250 watched are worth three quarters
    /// matched, at a third of the time.
    /// </summary>
    private const int WatchedFunctions = 250;

    /// <summary>Beyond so many functions windows cost more than they gain.</summary>
    private const int MostWindowFunctions = 1000;

    /// <summary>Order 2 makes least squares exact: it is worth more functions, those of 60 columns.</summary>
    private const int MostSecondMoments = 2000;

    /// <summary>
    /// The part of the size that order 2 may take. With 0.55 to 0.8 of it errors are those of order 1 with kernel functions (20 correlated
    /// columns 2.7 and 2.7, 16 discrete ones 3.3 and 3.1, 8 of clusters 7.1 and 6.9) but for heavy tails (2.1 and 2.5, effective rows 0.7).
    /// </summary>
    private const double SecondMomentsShare = 2.0 / 3;

    /// <summary>The smallest limit of a weight that several leaves can have: their means differ by a row.</summary>
    private const double LimitOfLeaves = 1.2;

    /// <summary>So many times the points to keep pass through windows. Where there are more, bins of points are halved before.</summary>
    public const int PointsOfWindows = 24;

    /// <summary>As many pass at least, where there are so many functions that time is short.</summary>
    private const int LeastPointsOfWindows = 4;

    /// <summary>Kernel functions fill this part of the size: with half of it effective rows can fall below three quarters.</summary>
    private const double MatchedShare = 0.45;

    private const int LeastSample = 2000;

    private const int MostSample = 8000;

    /// <summary>Rows of the sample for each landmark, and for each polynomial that is fitted.</summary>
    private const int RowsPerFunction = 3;

    /// <summary>
    /// Flops that the windows, and the evaluation of the functions, may take each. The functions are cut down to them.
    /// </summary>
    private double WindowFlops => options.Effort switch
    {
        Effort.Fast => 2e10,
        Effort.Balanced => 2e11,
        _ => 2e12,
    };

    /// <summary>Flops a point passing through a window takes, for each pair of functions.</summary>
    private const double FlopsPerPass = 10;

    /// <summary>
    /// Coordinates from which polynomials are too many for their order: with fewer, all orders that fit are matched.
    /// </summary>
    private const int ManyCoordinates = 8;

    /// <summary>Coordinates from which even weights are worth more than a high order: for kinks from three on.</summary>
    private int EvenCoordinates => options.Use == Use.Kinked ? 3 : 4;

    /// <summary>Points for each function of order 1 below which weights cannot be even: nothing is left to choose by.</summary>
    private const double RoomForEven = 1.2;

    private bool HasRoomForEven => matched.Dimension >= EvenCoordinates && size >= RoomForEven * matched.Count(1);

    /// <summary>Whether weights are to be even, whatever else could be done.</summary>
    public bool IsEven => options.MaxWeight is not null || options.Draw is not null || options.Functions == FunctionFamily.Kernel
        || (options.Order is null && options.Use != Use.Smooth && HasRoomForEven);

    /// <summary>
    /// Whether even weights are one of the things to try: for smooth functions of many coordinates. With fewer they were never better by
    /// more than chance.
    /// </summary>
    public bool MayBeEven => options.Order is null && options.Functions == FunctionFamily.Auto && HasRoomForEven
        && matched.Dimension >= ManyCoordinates;

    /// <summary>
    /// Leaves of even weights: one, unless it would match far fewer functions than its size has room for. Then each leaf has functions of
    /// its own. Measured, *all* of the wide tables: 4000 of 20,640 rows of housing in 1, 2, 4, 8 leaves 8.0, 8.5, 8.5, 8.3; 4000 of 40,000
    /// made rows in 1, 4, 8 leaves 3.7, 3.6, 3.1 (correlated), 4.5, 4.2, 3.7 (heavy tails), at 1, 0.65, 0.4 of the time. Trees on 24,500
    /// rows of flights (late or not, four splits) close 31 and 27% of the gap in leaves of 380, 40 and 35% of 765, 45 and 33% of 1530, 30
    /// and 15% in one leaf.
    /// </summary>
    private int WindowLeaves(int rows, bool hasWeights)
    {
        int leaves = 1;
        if (options.MaxWeight is { } limit && (hasWeights || limit < LimitOfLeaves))
            return leaves;
        double wanted = MatchedShare * size / AffordableFunctions(rows);
        int order = options.Order ?? Math.Min(2, OrderOfWindow(1));
        while (leaves * Math.Sqrt(2) < wanted && size / (2 * leaves) >= 2 * matched.Count(order))
            leaves *= 2;
        return leaves;
    }

    /// <summary>
    /// Order whose moments are matched where weights are even. Kernel functions take the place of the orders beyond the second; with few
    /// coordinates and functions without kinks polynomials do more. Measured on 10^4 points to 1000, errors of smooth functions and of
    /// kinks in 1e-5: four coordinates 4.5 and 99 with order 2, 0.25 and 110 with order 7; six 26 and 240 with order 2, 18 and 220 with
    /// order 4; eight 39 and 220, 38 and 220 with order 3.
    /// </summary>
    private int OrderOfWindow(int leaves)
    {
        if (options.Order is { } given)
            return given;
        int room = Math.Min(size / leaves / 2, MostWindowFunctions);
        bool many = matched.Dimension >= ManyCoordinates || options.Use == Use.Kinked || options.Functions == FunctionFamily.Kernel;
        int highest = many && options.Functions != FunctionFamily.Polynomial ? 2 : MaxOrder;
        int order = Math.Clamp(matched.HighestOrder(room), 1, highest);
        return order == 1 && highest > 1 && options.MaxWeight is null
            && matched.Count(2) <= Math.Min(size / leaves * SecondMomentsShare, MostSecondMoments) ? 2 : order;
    }

    /// <summary>Functions of a leaf that the time allows to match.</summary>
    private double AffordableFunctions(int rows) =>
        Math.Min(MostWindowFunctions, Math.Sqrt(WindowFlops / (FlopsPerPass * Math.Min(rows, PointsOfWindows * (double)size))));

    /// <summary>Points that pass through windows for each that is kept.</summary>
    private int Passing(int functions) => (int)Math.Clamp(
        WindowFlops / (FlopsPerPass * functions * functions * size), LeastPointsOfWindows, PointsOfWindows);

    /// <summary>The functions of leaves of even weights: moments, and kernel functions that are matched and watched beside them.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="hasWeights">Whether their weights differ.</param>
    public FunctionPlan FunctionsOfWindow(int rows, bool hasWeights)
    {
        int leaves = WindowLeaves(rows, hasWeights), order = OrderOfWindow(leaves), polynomials = (int)matched.Count(order);
        int all = (int)Math.Min(MatchedShare * (size / leaves), AffordableFunctions(rows));
        // Every row is evaluated, at as many landmarks as there are functions.
        int evaluated = (int)Math.Sqrt(WindowFlops / (2.0 * rows));
        int watched = options.Draw is not null ? 0 : Math.Min(WatchedFunctions, Math.Max(1, evaluated / 2));
        int exact = options.Functions == FunctionFamily.Polynomial ? 0 : Math.Max(0, all - polynomials);
        exact = Math.Min(exact, Math.Max(1, evaluated - watched));
        int rowsOfLeaf = rows / leaves, landmarks = Math.Min(rowsOfLeaf, exact + watched);
        int sample = Math.Clamp(
            RowsPerFunction * Math.Max(landmarks, (int)Moments.Count(matched.Dimension, order)), LeastSample, MostSample);
        return FunctionPlan.Matching(matched, order) with
        {
            Window = new WindowPlan(new KernelRecipe(order, new KernelPlan(exact, watched, Math.Min(rowsOfLeaf, sample), landmarks))
            {
                Leaves = leaves,
                Keep = size,
                Scale = options.Scale,
            })
            {
                Passing = Passing(polynomials + exact),
                MaxWeight = options.MaxWeight,
                Draw = options.Draw,
            },
        };
    }
}
