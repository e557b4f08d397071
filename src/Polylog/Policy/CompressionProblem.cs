namespace Polylog;

/// <summary>What is to be compressed, to how many points, and how. Computed once and passed on.</summary>
internal sealed record CompressionProblem
{
    private CompressionProblem(Measure source, CompressionOptions options, int size, int threads, CancellationToken cancellation)
    {
        Source = source;
        Rows = source.WithMatchedColumns();
        Matched = source.Matched;
        Options = options;
        Size = size;
        Threads = threads;
        Cancellation = cancellation;
        AxisUnits = Polylog.AxisUnits.Measured(Rows, options.Scale, threads);
        Deviations = options.Scale == ColumnScale.StandardDeviation
            ? AxisUnits : Polylog.AxisUnits.Measured(Rows, ColumnScale.StandardDeviation, threads);
        Policy = new CompressionPolicy(Matched, size, source.WeightedCount, options);
    }

    /// <summary>The measure, without constant coordinates: all of it, one of its groups, or a sample.</summary>
    public Measure Source { get; }

    /// <summary>The same atoms with every matched column in their rows: coordinates, factors of the target, totals.</summary>
    public Measure Rows { get; }

    /// <summary>What the columns of a row are.</summary>
    public MatchedColumns Matched { get; }

    /// <summary>Length that counts as 1 along each column when points are split into leaves.</summary>
    public double[] AxisUnits { get; }

    /// <summary>Standard deviation of each column: the unit of the error bound, whatever the leaves are measured in.</summary>
    public double[] Deviations { get; }

    /// <summary>Points to keep, fewer than there are.</summary>
    public int Size { get; }

    /// <summary>The options: order, effort, scale, use and progress.</summary>
    public CompressionOptions Options { get; init; }

    /// <summary>Worker threads; the result does not depend on them.</summary>
    public int Threads { get; }

    /// <summary>Ends the work early.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The rules that decide.</summary>
    public CompressionPolicy Policy { get; init; }

    /// <summary>How the points are to be split.</summary>
    /// <param name="leaves">Number of leaves.</param>
    /// <param name="keep">Points they keep together.</param>
    public PartitionPlan Partition(int leaves, int keep) =>
        new(leaves, Matched.Dimension, AxisUnits, keep) { WantsEvenWeights = Policy.WantsEvenWeights };

    /// <summary>Options of a loop over all workers.</summary>
    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation };

    /// <summary>Works the problem out.</summary>
    /// <param name="source">The measure, without constant coordinates.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="size">Points to keep, fewer than there are.</param>
    /// <param name="threads">Worker threads, at least 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static CompressionProblem For(
        Measure source, CompressionOptions options, int size, int threads, CancellationToken cancellation) =>
        new(source, options, size, threads, cancellation);

    /// <summary>The same problem on a sample that stands for all points.</summary>
    /// <param name="sample">The sample, of more points than the size.</param>
    public CompressionProblem On(Measure sample) => new(sample, Options with { Progress = null }, Size, Threads, Cancellation)
    {
        Policy = new CompressionPolicy(Matched, Size, Source.WeightedCount, Options),
    };

    /// <summary>The same problem, whose progress is a part of the whole's.</summary>
    /// <param name="part">Number of the part.</param>
    /// <param name="parts">How many there are.</param>
    public CompressionProblem Part(int part, int parts) =>
        this with { Options = Options with { Progress = ScaledProgress.Part(Options.Progress, (double)part / parts, 1.0 / parts) } };

    /// <summary>Workers for a step on which several may work at once.</summary>
    /// <param name="steps">How many such steps run side by side.</param>
    public Workers WorkersFor(int steps) => new((Threads + steps - 1) / steps, Cancellation);
}
