using System.Diagnostics;

namespace Polylog;

/// <summary>
/// Predicts compressions with even weights and kernel functions, which have no formula: a sample is compressed to the size, or to a few
/// sizes until an error is reached.
/// </summary>
/// <remarks>
/// Beyond the sizes that were tried the error follows that of random rows: what the matched functions leave of the test functions falls
/// with the root of the size as they do.
/// </remarks>
internal sealed class EvenTrials
{
    /// <summary>Atoms compressed: with more, trials take long, and tell no more.</summary>
    private const int LargestSample = 8_000;

    /// <summary>Numbers of a sample that is made.</summary>
    private const int LargestMade = 1_000_000;

    /// <summary>With more rows than so many times the sample, functions are cut down to the flops that windows may take.</summary>
    private const int MostGrowth = 10;

    /// <summary>A size that has room for everything.</summary>
    private const int AnySize = int.MaxValue;

    /// <summary>Trials of an error.</summary>
    private const int Looks = 6;

    /// <summary>A size is at most so many times the last.</summary>
    private const int MostStep = 5;

    private readonly Measure _sample;
    private readonly Use _use;
    private readonly int _least;
    private readonly int _most;

    private EvenTrials(Measure measure, Use use)
    {
        _sample = measure.WeightedCount <= LargestSample ? measure.Weighing() : HashedSample.Draw(measure, LargestSample);
        _use = use;
        int different = DistinctRows.Find(_sample, Environment.ProcessorCount)?.Indices.Length ?? int.MaxValue;
        _least = measure.Dimension + 1;
        _most = Math.Min(_sample.Count == measure.WeightedCount ? _sample.Count - 1 : _sample.Count / 3, different - 1);
    }

    /// <summary>Trials on data; null where a compression does not consider even weights, or there are too few rows.</summary>
    /// <param name="measure">The data.</param>
    /// <param name="use">The functions whose error counts.</param>
    public static EvenTrials? On(Measure measure, Use use)
    {
        measure = measure.WithoutConstantCoordinates();
        if (!AreConsidered(measure.Dimension, use))
            return null;
        var trials = new EvenTrials(measure, use);
        return trials._most > trials._least ? trials : null;
    }

    /// <summary>Trials on rows that are made, of columns that do not depend on each other; null as for data.</summary>
    /// <param name="dimension">Columns.</param>
    /// <param name="shape">How they are spread.</param>
    /// <param name="use">The functions whose error counts.</param>
    public static EvenTrials? OnMade(int dimension, DataShape shape, Use use)
    {
        if (!AreConsidered(dimension, use))
            return null;
        var random = new SplitMix64(0x9216D5D98979FB1B);
        double[] atoms = new double[Math.Min(LargestSample, LargestMade / dimension) * dimension];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = shape == DataShape.Uniform ? random.Unit() : Normal(ref random);
        return atoms.Length == 0 ? null : On(new Measure(atoms, dimension), use);
    }

    /// <summary>The prediction for a size.</summary>
    /// <param name="size">Rows kept.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="costs">Memory.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public PlannedOrder AtSize(long size, long rows, CostModel costs, CancellationToken cancellation) =>
        Line(size, rows, costs, Try((int)Math.Clamp(size, _least, _most), cancellation));

    /// <summary>The prediction for an error: the smallest size that was tried and reaches it, or one beyond the trials.</summary>
    /// <param name="error">Relative error to reach, above 0.</param>
    /// <param name="rows">Rows there are.</param>
    /// <param name="costs">Memory.</param>
    /// <param name="round">Rounds a size up.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public PlannedOrder ForError(double error, long rows, CostModel costs, Func<long, long> round, CancellationToken cancellation)
    {
        int at = Math.Clamp(_sample.Count / 10, _least, _most);
        (int Size, double Error)? low = null, high = null;
        PlannedOrder? good = null;
        for (int look = 1; ; look++)
        {
            Trial trial = Try(at, cancellation);
            double perRoot = _use == Use.Kinked ? trial.Kinked.High : trial.Smooth.High;
            double found = perRoot * ErrorModel.Sampling(at, rows);
            if (found <= error)
                (high, good) = ((at, found), Line(at, rows, costs, trial));
            else
                low = (at, found);
            double ratio = error / perRoot;
            long wanted = Math.Clamp(round((long)Math.Ceiling(1 / (ratio * ratio + 1.0 / rows))), _least, rows);
            long next = low is { } under && high is { } over
                ? Between(under, over, error)
                : Math.Clamp(wanted, at / MostStep, (long)at * MostStep);
            next = Math.Clamp(round(next), _least, _most);
            if (look == Looks || next == at || next <= low?.Size || next >= high?.Size)
                return good ?? Line(wanted, rows, costs, trial);
            at = (int)next;
        }
    }

    // Errors of smooth functions fall faster than the root of the size: a line in logarithms, away from its ends.
    private static long Between((int Size, double Error) under, (int Size, double Error) over, double error)
    {
        double share = Math.Clamp(Math.Log(under.Error / error) / Math.Log(under.Error / over.Error), 0.25, 0.75);
        return (long)Math.Round(under.Size * Math.Pow(over.Size / (double)under.Size, share));
    }

    private static bool AreConsidered(int dimension, Use use)
    {
        var policy = new CompressionPolicy(new MatchedColumns(dimension), AnySize, AnySize, new CompressionOptions { Use = use });
        return policy.IsEven || policy.MayBeEven;
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());

    private Trial Try(int size, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Coreset coreset = MomentCompressor.Compress(
            _sample, new CompressionOptions { Functions = FunctionFamily.Kernel, Use = _use, Size = size }, cancellation);
        TimeSpan time = clock.Elapsed;
        int kernels = KernelCheck.Compare(
            _sample, coreset.Points, coreset.Kernels, Environment.ProcessorCount, cancellation).Matched;
        double sampling = ErrorModel.Sampling(size, _sample.Count);
        return new Trial(coreset.Order, kernels, PerRoot(Use.Smooth), PerRoot(Use.Kinked), time);

        // By other functions than those of the certificate, as for the orders.
        TrialErrors PerRoot(Use use)
        {
            TrialErrors errors = new TrialPanel(_sample.Dimension, use).Against(_sample, cancellation)(coreset.Points)
                .AtLeast(ErrorModel.Rounding);
            return new TrialErrors(errors.Median / sampling, errors.High / sampling);
        }
    }

    private PlannedOrder Line(long size, long rows, CostModel costs, Trial trial)
    {
        double sampling = ErrorModel.Sampling(size, rows);
        return new PlannedOrder(trial.Order, size)
        {
            Moments = Moments.Count(_sample.Dimension, trial.Order),
            KernelFunctions = trial.Kernels,
            Leaves = 1,
            SmoothError = trial.Smooth.Median * sampling,
            KinkedError = trial.Kinked.Median * sampling,
            // Functions are evaluated at every row.
            Time = trial.Time * Math.Clamp(rows / (double)_sample.Count, 1, MostGrowth)
                + costs.Time(rows, _sample.Dimension, order: 1, size),
            Memory = costs.Memory(rows, _sample.Dimension, trial.Order, size),
            Measured = true,
        };
    }

    /// <summary>What a compression came to; errors over that of a mean of independent draws.</summary>
    private readonly record struct Trial(int Order, int Kernels, TrialErrors Smooth, TrialErrors Kinked, TimeSpan Time);
}
