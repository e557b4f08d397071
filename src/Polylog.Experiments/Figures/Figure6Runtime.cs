namespace Polylog.Experiments;

/// <summary>Figure 6: the time of a compression at order 5 to a tenth, against the number of points, by dimension.</summary>
/// <param name="settings">Sizes and repetitions.</param>
public sealed class Figure6Runtime(RuntimeSettings settings) : Figure
{
    /// <inheritdoc/>
    public override string Name => "fig6";

    /// <inheritdoc/>
    public override string Description => "Time of a compression at order 5 to a tenth, against the number of points, by dimension.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig6_runtime.csv"];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } =
        ["m", "order", "d", "size", "kept", "leaves", "repetitions", "processors", "seconds", "seconds_fastest", "seconds_slowest"];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
        [.. settings.Dimensions.SelectMany(dimension => settings.Counts.Select(count => Unit(seed, dimension, count)))];

    private WorkUnit Unit(ulong seed, int dimension, int count)
    {
        int order = settings.Order;
        int size = ErrorScalingSettings.Size(dimension, order, count);
        return new WorkUnit(
            FormattableString.Invariant($"m = {dimension}, d = {count}"),
            [CsvTable.Key(dimension, order, count, size)],
            TimedCompression.Cost(dimension, order, count, size, Effort.Balanced) * (1 + settings.Repetitions),
            (progress, cancellation) =>
            {
                Measure measure = UniformCube.Draw(count, dimension, ExperimentSeed.ForPart(seed, dimension, count));
                Coreset coreset = TimedCompression.Run(measure, order, size, Effort.Balanced, cancellation).Coreset;
                double[] seconds = new double[settings.Repetitions];
                for (int i = 0; i < seconds.Length; i++)
                {
                    progress?.Report((1.0 + i) / (1 + seconds.Length));
                    seconds[i] = TimedCompression.Run(measure, order, size, Effort.Balanced, cancellation).Seconds;
                }
                return
                [
                    [
                        CsvTable.Cell(coreset.Count), CsvTable.Cell(coreset.Leaves), CsvTable.Cell(seconds.Length), CsvTable.Cell(
                            Environment.ProcessorCount),
                        CsvTable.Cell(SampleStatistics.Median(seconds)), CsvTable.Cell(seconds.Min()), CsvTable.Cell(seconds.Max()),
                    ],
                ];
            });
    }
}
