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

    /// <summary>So many times the points to keep pass through windows. Where there are more, bins of points are halved before.</summary>
    public const int PointsOfWindows = 24;

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
    /// Order whose moments are matched where weights are even. Kernel functions take the place of the orders beyond the second; with few
    /// coordinates and functions without kinks polynomials do more. Measured on 10^4 points to 1000, errors of smooth functions and of
    /// kinks in 1e-5: four coordinates 4.5 and 99 with order 2, 0.25 and 110 with order 7; six 26 and 240 with order 2, 18 and 220 with
    /// order 4; eight 39 and 220, 38 and 220 with order 3.
    /// </summary>
    public int OrderOfWindow
    {
        get
        {
            if (options.Order is { } given)
                return given;
            int room = Math.Min(size / 2, MostWindowFunctions);
            bool many = matched.Dimension >= ManyCoordinates || options.Use == Use.Kinked || options.Functions == FunctionFamily.Kernel;
            int highest = many && options.Functions != FunctionFamily.Polynomial ? 2 : MaxOrder;
            return Math.Clamp(matched.HighestOrder(room), 1, highest);
        }
    }

    /// <summary>How many kernel functions are matched and watched beside the moments.</summary>
    /// <param name="rows">Rows there are.</param>
    public KernelPlan KernelFunctions(int rows)
    {
        int polynomials = (int)matched.Count(OrderOfWindow);
        double passing = Math.Min(rows, PointsOfWindows * (double)size);
        int all = (int)Math.Min(Math.Min(MatchedShare * size, MostWindowFunctions), Math.Sqrt(WindowFlops / (FlopsPerPass * passing)));
        // Every row is evaluated, at as many landmarks as there are functions.
        int evaluated = (int)Math.Sqrt(WindowFlops / (2.0 * rows));
        int watched = options.Draw is not null ? 0 : Math.Min(WatchedFunctions, Math.Max(1, evaluated / 2));
        int exact = Math.Max(0, all - polynomials);
        if (options.Functions == FunctionFamily.Polynomial)
            exact = 0;
        exact = Math.Min(exact, Math.Max(1, evaluated - watched));
        int landmarks = Math.Min(rows, exact + watched);
        int sample = Math.Clamp(RowsPerFunction * Math.Max(landmarks, (int)Moments.Count(matched.Dimension, OrderOfWindow)), LeastSample,
            MostSample);
        return new KernelPlan(exact, watched, Math.Min(rows, sample), landmarks);
    }
}
