using System.Collections.Immutable;
using System.Globalization;

namespace Polylog;

/// <summary>
/// Predicts the error of a compression: the median over ridge functions of standardised columns (<see cref="RidgePanel"/>) of the relative
/// error of their sums.
/// </summary>
/// <remarks>
/// <para>
/// With L leaves of N points the error of a smooth function is a sum of L independent remainders of Taylor's formula, each from N points:
/// with p = order + 1
/// </para>
/// <code>
/// smooth:  A (B (m / (m + 2))^C r^S)^p / sqrt(size), times W where the next order is watched, R where there are rounds
/// kinked:  A h^S p^T m^C / sqrt(size)
/// </code>
/// <para>
/// times sqrt(1 - size / rows), r the width of a leaf (<see cref="LeafSpread"/>), h that of a uniform one, about L^(-1 / m). For size in
/// proportion to rows and S = 1 that is the slope (order + 1) / m + 1 / 2 of Wang et al. (arXiv 2510.00504), fig. 2.
/// </para>
/// <para>
/// The constants are fitted to measured medians of 96 functions at m = 1 .. 50, orders 1 .. 12, 50 to 10 000 rows kept of 40 000. Over
/// those 528 compressions it was off by a factor of 2.0 (uniform) and 2.1 (normal) for smooth functions (root mean square of logarithms; 95
/// % within 4.1 and 4.4), of 1.3 and 1.4 for kinked ones (1.7 and 1.9). Real tables are off by more: by a factor of three for one with four
/// or nine columns; foretold too large by hundreds for tight clusters, too small by twenty for log-normal columns. Measured on a sample
/// (<see cref="Calibrated"/>) the same data were off by a factor of 2.6.
/// </para>
/// </remarks>
internal sealed class ErrorModel
{
    /// <summary>Highest order the constants were fitted to.</summary>
    public const int HighestOrder = 12;

    /// <summary>Relative errors below this are rounding.</summary>
    public const double Rounding = 1e-16;

    private readonly SmoothConstants _smooth;
    private readonly KinkedConstants _kinked;
    private readonly LeafSpread[] _spreads;
    private readonly LeafSpread _halves;
    private readonly ErrorTrend[] _smoothTrends = new ErrorTrend[HighestOrder + 1];
    private readonly ErrorTrend[] _kinkedTrends = new ErrorTrend[HighestOrder + 1];
    private readonly bool[] _measured = new bool[HighestOrder + 1];
    private ErrorCalibration? _calibration;
    private ImmutableHashSet<(int Order, long Size)> _tried = [];
    private double _smoothRandom = SmoothConstants.Random;
    private double _kinkedRandom = KinkedConstants.Random;

    private ErrorModel(int dimension, DataShape shape)
    {
        Dimension = dimension;
        _smooth = shape == DataShape.Uniform ? SmoothConstants.Uniform : SmoothConstants.Normal;
        _kinked = shape == DataShape.Uniform ? KinkedConstants.Uniform : KinkedConstants.Normal;
        _spreads = [.. Enumerable.Range(0, HighestOrder + 1).Select(order => new LeafSpread(shape, order + 1))];
        _halves = new LeafSpread(DataShape.Uniform, 1);
        Array.Fill(_smoothTrends, ErrorTrend.None);
        Array.Fill(_kinkedTrends, ErrorTrend.None);
    }

    /// <summary>Columns of the data.</summary>
    public int Dimension { get; }

    /// <summary>Orders whose errors were measured; none in a model from theory alone.</summary>
    public IReadOnlyList<int> MeasuredOrders => [.. Enumerable.Range(1, HighestOrder).Where(order => _measured[order])];

    /// <summary>Atoms of the sample the model was calibrated on; 0 for a model from theory alone.</summary>
    public int SampleCount { get; private init; }

    /// <summary>The formula alone.</summary>
    /// <param name="dimension">Columns, at least 1.</param>
    /// <param name="shape">How they are spread.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public static ErrorModel Theory(int dimension, DataShape shape = DataShape.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return new ErrorModel(dimension, shape);
    }

    /// <summary>The formula, corrected order by order by what compressions of a sample of the data come to.</summary>
    /// <param name="measure">The data.</param>
    /// <param name="nearSize">Rows to keep, where the plan is about a size: the sample is compressed to about as many; null for no
    /// wish.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>
    /// A few seconds. At most 50 000 atoms are taken; orders that would take longer get the trend of the lower ones. The same model for the
    /// same data. Coordinates that are constant do not count. Fewer atoms than any order has use for leave the formula as it is.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="measure"/> is null.</exception>
    public static ErrorModel Calibrated(
        Measure measure, long? nearSize = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        measure = measure.WithoutConstantCoordinates();
        var calibration = new ErrorCalibration(measure, nearSize);
        CalibrationResult? result = calibration.Run(progress, cancellation);
        if (result is null)
            return Theory(measure.Dimension);
        var model = new ErrorModel(measure.Dimension, DataShape.Normal)
        {
            SampleCount = calibration.SampleCount,
            _calibration = calibration,
            _smoothRandom = result.SmoothRandom,
            _kinkedRandom = result.KinkedRandom,
        };
        foreach (OrderErrors errors in result.Orders)
        {
            model._measured[errors.Order] = true;
            model._smoothTrends[errors.Order] = errors.Smooth;
            model._kinkedTrends[errors.Order] = errors.Kinked;
        }
        ErrorCalibration.Extend(model._smoothTrends, model._measured);
        ErrorCalibration.Extend(model._kinkedTrends, model._measured);
        return model;
    }

    /// <summary>Whether the errors of an order at a size are what a compression of the sample to it came to.</summary>
    /// <param name="order">The order.</param>
    /// <param name="size">Rows kept.</param>
    public bool HasTried(int order, long size) => _tried.Contains((order, size));

    /// <summary>The model made right at one order and size, by compressing the sample to it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="size">Rows kept.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Null where it cannot be tried: without a sample, with too few rows in it, or where it would take long.</returns>
    internal ErrorModel? Tried(int order, long size, CancellationToken cancellation)
    {
        if (_calibration?.Try(order, size, cancellation) is not { } found)
            return null;
        var model = new ErrorModel(Dimension, DataShape.Normal)
        {
            SampleCount = SampleCount,
            _calibration = _calibration,
            _tried = _tried.Add((order, size)),
            // Where a few rows weigh most, the error of random ones does not fall with the root of their number: it is known best where it
            // was seen last.
            _smoothRandom = found.Smooth.RandomPerRoot,
            _kinkedRandom = found.Kinked.RandomPerRoot,
        };
        _smoothTrends.CopyTo(model._smoothTrends, 0);
        _kinkedTrends.CopyTo(model._kinkedTrends, 0);
        _measured.CopyTo(model._measured, 0);
        model._measured[order] = true;
        model._smoothTrends[order] =
            _smoothTrends[order] with { Factor = found.Smooth.Factor, Size = size, Scatter = found.Smooth.Scatter };
        model._kinkedTrends[order] =
            _kinkedTrends[order] with { Factor = found.Kinked.Factor, Size = size, Scatter = found.Kinked.Scatter };
        return model;
    }

    /// <summary>The error to expect.</summary>
    /// <param name="order">Order, 1 to <see cref="HighestOrder"/>.</param>
    /// <param name="size">Rows kept, from 1 to <paramref name="rows"/>; fewer than moments do not make a compression, and no sense
    /// here.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="use">Smooth or kinked functions; any for the worse of the two.</param>
    /// <returns>0 where all rows are kept, otherwise <see cref="Rounding"/> or more. Falls with the size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order or the size is out of range, or there are too many moments to match at
    /// once.</exception>
    public double Error(int order, long size, long rows, Use use = Use.Smooth)
    {
        Check(order);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, rows);
        return use == Use.Any
            ? Math.Max(Error(order, size, rows, Use.Smooth), Error(order, size, rows, Use.Kinked))
            : size == rows ? 0
            : Math.Max(Rounding, (use == Use.Smooth ? Smooth(order, size) : Kinked(order, size))
                * Trend(order, use).At(size) * Sampling(size, rows));
    }

    /// <summary>An error that the median of a certificate's test functions is below in most cases: they scatter.</summary>
    /// <param name="order">Order, 1 to <see cref="HighestOrder"/>.</param>
    /// <param name="size">Rows kept.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="use">As for <see cref="Error"/>.</param>
    public double HighError(int order, long size, long rows, Use use = Use.Smooth) => use == Use.Any
        ? Math.Max(HighError(order, size, rows, Use.Smooth), HighError(order, size, rows, Use.Kinked))
        : Error(order, size, rows, use) * Trend(order, use).Scatter;

    /// <summary>The error of as many rows drawn at random.</summary>
    /// <param name="size">Rows drawn, from 1 to <paramref name="rows"/>.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="use">Smooth or kinked functions; any for the worse of the two.</param>
    public double RandomError(long size, long rows, Use use = Use.Smooth) =>
        (use == Use.Smooth ? _smoothRandom : _kinkedRandom) * Sampling(size, rows);

    /// <summary>The fewest rows whose error is at most a given one in most cases: the inverse of <see cref="HighError"/>.</summary>
    /// <param name="order">Order, 1 to <see cref="HighestOrder"/>.</param>
    /// <param name="error">Relative error, above 0.</param>
    /// <param name="rows">Rows there are, at least as many as moments.</param>
    /// <param name="use">As for <see cref="Error"/>.</param>
    /// <returns>From the number of moments to <paramref name="rows"/>.</returns>
    public long SizeFor(int order, double error, long rows, Use use = Use.Smooth)
    {
        Check(order);
        if (!(error > 0))
            throw new ArgumentOutOfRangeException(nameof(error), error, "The error must be above 0.");
        long low = Moments.Count(Dimension, order), high = rows;
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, low);
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            if (HighError(order, middle, rows, use) <= error)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Leaves a compression to a size has.</summary>
    internal long Leaves(int order, long size) => Math.Max(1, size / Functions(order).PointsOfALeaf);

    private ErrorTrend Trend(int order, Use use) => use == Use.Smooth ? _smoothTrends[order] : _kinkedTrends[order];

    private FunctionPlan Functions(int order) =>
        CompressionPolicy.FunctionsOfEvenLeaf(new MatchedColumns(Dimension), order, Effort.Balanced);

    private double Smooth(int order, long size)
    {
        FunctionPlan functions = Functions(order);
        double leaves = Math.Max(1, (double)size / functions.PointsOfALeaf);
        double factor = _smooth.Ratio + _smooth.Columns * Math.Log(Dimension / (Dimension + 2.0))
            + _smooth.Spread * _spreads[order].Log(leaves, Dimension);
        bool rounds = RoundsFollow(order, (int)Math.Min(size, int.MaxValue));
        return Math.Exp(
            _smooth.Level + (order + 1) * factor + (functions.Watched > 0 ? _smooth.Watched : 0) + (rounds ? _smooth.Rounds : 0));
    }

    private bool RoundsFollow(int order, int size) =>
        new CompressionPolicy(new MatchedColumns(Dimension), size, size, new CompressionOptions { Effort = Effort.Balanced })
            .HasRounds(order);

    private double Kinked(int order, long size)
    {
        double leaves = Math.Max(1, (double)size / Functions(order).PointsOfALeaf);
        return Math.Exp(_kinked.Level + _kinked.Spread * _halves.Log(leaves, Dimension)
            + _kinked.Order * Math.Log(order + 1) + _kinked.Columns * Math.Log(Dimension));
    }

    /// <summary>The error of a mean of independent draws, without replacement, over their deviation.</summary>
    internal static double Sampling(long size, long rows) => Math.Sqrt((1 - (double)size / rows) / size);

    private void Check(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, HighestOrder);
        if (Moments.Count(Dimension, order) > CompressionPolicy.MaxFunctions)
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, string.Create(CultureInfo.InvariantCulture,
                $"{Moments.Describe(Dimension, order)}, more than the {CompressionPolicy.MaxFunctions} that can be matched at once; lower "
                    + $"the order or use fewer columns."));
        }
    }

    /// <summary>Logarithms of A, B, W and R, and the powers C and S.</summary>
    private sealed record SmoothConstants(double Level, double Ratio, double Columns, double Spread, double Watched, double Rounds)
    {
        /// <summary>Error of random rows times the root of their number.</summary>
        public const double Random = 0.41;

        public static readonly SmoothConstants Uniform = new(-0.055, -0.632, 0.433, 0.962, -0.959, -0.270);
        public static readonly SmoothConstants Normal = new(-0.018, -0.472, -0.194, 1.596, -1.096, -0.990);
    }

    /// <summary>Logarithm of A, and the powers S, T and C.</summary>
    private sealed record KinkedConstants(double Level, double Spread, double Order, double Columns)
    {
        /// <summary>Error of random rows times the root of their number.</summary>
        public const double Random = 0.69;

        public static readonly KinkedConstants Uniform = new(-0.686, 1.534, -1.325, 0.257);
        public static readonly KinkedConstants Normal = new(-0.223, 1.599, -1.163, 0.156);
    }
}
