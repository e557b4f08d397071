namespace Polylog;

/// <summary>How the measured errors of one order differ from those of the formula.</summary>
internal readonly record struct OrderErrors(int Order, ErrorTrend Smooth, ErrorTrend Kinked);

/// <summary>
/// The result of a trial: its error over that of the formula, its scatter, and the error of equally many random rows times the root of
/// their number.
/// </summary>
internal readonly record struct TriedErrors(double Factor, double Scatter, double RandomPerRoot);

/// <summary>
/// The result of a calibration: trends by order, lowest first, and the errors of random rows times the root of their number.
/// </summary>
internal sealed record CalibrationResult(IReadOnlyList<OrderErrors> Orders, double SmoothRandom, double KinkedRandom);

/// <summary>Compresses a sample at a few orders and sizes, and compares the errors with the formula's.</summary>
internal sealed class ErrorCalibration
{
    /// <summary>Atoms compressed: more would not make the medians any surer, and take longer.</summary>
    private const int LargestSample = 50_000;

    /// <summary>
    /// Steps of <see cref="CostModel"/> spent, a few seconds: not time itself, so that the same data make the same model everywhere.
    /// </summary>
    private const double MostWork = 4e9;

    /// <summary>Sizes of one order lie this far apart.</summary>
    private const int Step = 4;

    private readonly Measure _sample;
    private readonly ErrorModel _formula;
    private readonly long? _nearSize;
    private readonly int _different;
    private readonly bool _isWhole;
    private double _tried;

    public ErrorCalibration(Measure measure, long? nearSize)
    {
        _sample = measure.WeightedCount <= LargestSample ? measure.Weighing() : HashedSample.Draw(measure, LargestSample);
        _isWhole = measure.WeightedCount <= LargestSample;
        _formula = ErrorModel.Theory(measure.Dimension);
        _nearSize = nearSize;
        _different = DistinctRows.Find(_sample, Environment.ProcessorCount)?.Indices.Length ?? int.MaxValue;
    }

    public int SampleCount => _sample.Count;

    /// <summary>
    /// Null when there are too few atoms for any order; orders for which there are too few, or that are too much work, are left out.
    /// </summary>
    public CalibrationResult? Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var trials = new List<(int Order, Measure Coreset)>();
        double done = 0;
        for (int order = 1; order <= ErrorModel.HighestOrder; order++)
        {
            int[] sizes = [.. Sizes(order)];
            // Smaller sizes are less work, and better than none.
            while (sizes.Length > 0 && done + Work(order, sizes) > MostWork)
                sizes = sizes[..^1];
            if (sizes.Length == 0)
                break;
            foreach (int size in sizes)
            {
                Coreset coreset = MomentCompressor.Compress(_sample, new CompressionOptions { Order = order, Size = size }, cancellation);
                if (coreset.Count < _sample.Count)
                    trials.Add((order, coreset.Points));
            }
            done += Work(order, sizes);
            progress?.Report(0.8 * Math.Min(1, done / MostWork));
        }
        if (trials.Count == 0)
            return null;
        int randomSize = Math.Max(1, _sample.Count / 10);
        Measure[] measures = [.. trials.Select(trial => trial.Coreset), .. Evidence.Draws(_sample, randomSize)];
        TrialErrors[] smooth = Errors(measures, Use.Smooth, cancellation), kinked = Errors(measures, Use.Kinked, cancellation);
        OrderErrors[] orders =
        [
            .. Enumerable.Range(0, trials.Count).GroupBy(i => trials[i].Order)
                .Select(group =>
                    new OrderErrors(group.Key, Trend(trials, group, smooth, Use.Smooth), Trend(trials, group, kinked, Use.Kinked))),
        ];
        double perRoot = ErrorModel.Sampling(randomSize, _sample.Count);
        return new CalibrationResult(orders, Random(smooth[trials.Count..]) / perRoot, Random(kinked[trials.Count..]) / perRoot);
    }

    /// <summary>
    /// Compresses the sample at an order and a size, and compares the errors with the formula's, and with those of as many random rows.
    /// </summary>
    /// <returns>Smooth and kinked, each measured over foretold and the error of random rows times the root of their number; null where the
    /// sample has too few rows to tell, or it would take long.</returns>
    public (TriedErrors Smooth, TriedErrors Kinked)? Try(int order, long size, CancellationToken cancellation)
    {
        // Of a part of the rows a coreset must be a small part too: what it leaves is what it would leave of all.
        long most = Math.Min(_isWhole ? _sample.Count - 1 : _sample.Count / 3, _different - 1);
        if (size > most || Moments.Count(_sample.Dimension, order) > Math.Min(size, CompressionPolicy.MaxFunctions) || _tried
            + Work(order, [(int)size]) > MostWork)
            return null;
        _tried += Work(order, [(int)size]);
        Measure coreset =
            MomentCompressor.Compress(_sample, new CompressionOptions { Order = order, Size = (int)size }, cancellation).Points;
        Measure[] measures = [coreset, .. Evidence.Draws(_sample, (int)size)];
        return (Tried(Use.Smooth), Tried(Use.Kinked));

        // By other functions than those of the certificate: a line is recommended because its errors are small on these.
        TriedErrors Tried(Use use)
        {
            TrialErrors[] errors = Errors(measures, use, cancellation);
            return new TriedErrors(
                errors[0].Median / _formula.Error(order, size, _sample.Count, use), errors[0].Scatter,
                Random(errors[1..]) / ErrorModel.Sampling(size, _sample.Count));
        }
    }

    /// <summary>
    /// Gives orders that were not measured the trend of those below: factors along a line in the order, the slope of the last.
    /// </summary>
    public static void Extend(ErrorTrend[] trends, bool[] measured)
    {
        int last = Array.LastIndexOf(measured, true);
        if (last < 1)
            return;
        // The steps from order to order are noisy; their mean is what they have in common, and beyond the highest order it is halved again
        // and again.
        double step = last > 1 ? Math.Log(trends[last].At(trends[last].Size) / trends[1].At(trends[last].Size)) / (last - 1) : 0;
        for (int order = last + 1; order < trends.Length; order++)
        {
            step /= 2;
            trends[order] = trends[order - 1] with { Factor = trends[order - 1].Factor * Math.Exp(step) };
        }
    }

    /// <summary>Three sizes about the one asked for, as far as the sample has room for them.</summary>
    private IEnumerable<int> Sizes(int order)
    {
        // With as many points as there are different rows nothing is left to measure.
        long least = Moments.Count(_sample.Dimension, order), most = Math.Min(_sample.Count / 3, _different - 1);
        if (least > most || least > CompressionPolicy.MaxFunctions)
            return [];
        long centre = Math.Clamp(_nearSize ?? _sample.Count / (4 * Step), least, Math.Max(least, most / Step));
        return new[] { centre / Step, centre, centre * Step }.Select(size => (int)Math.Clamp(size, least, most)).Distinct();
    }

    private double Work(int order, int[] sizes) => sizes.Sum(size => CostModel.Work(_sample.Count, _sample.Dimension, order, size));

    private TrialErrors[] Errors(Measure[] coresets, Use use, CancellationToken cancellation)
    {
        Func<Measure, TrialErrors> errors = new TrialPanel(_sample.Dimension, use).Against(_sample, cancellation);
        return [.. coresets.Select(errors).Select(one => one.AtLeast(ErrorModel.Rounding))];
    }

    private static double Random(TrialErrors[] draws) => PanelErrors.MedianOf(draws.Select(draw => draw.Median));

    private ErrorTrend Trend(List<(int Order, Measure Coreset)> trials, IEnumerable<int> indices, TrialErrors[] errors, Use use) =>
        ErrorTrend.Fit(
    [
        .. indices.Select(i => ((double)trials[i].Coreset.Count,
            errors[i].Median / _formula.Error(trials[i].Order, trials[i].Coreset.Count, _sample.Count, use), errors[i].Scatter)),
    ]);
}
