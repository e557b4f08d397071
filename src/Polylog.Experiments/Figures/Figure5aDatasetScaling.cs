namespace Polylog.Experiments;

/// <summary>
/// Figure 5a: the test loss of a small network against the number of rows it is trained on: d rows, some 16 sqrt d of them compressed, and
/// as many at random. Where compressed rows are worth all rows, the exponent in their number is twice the exponent in d.
/// </summary>
/// <param name="settings">Sizes, recipe and trials.</param>
public sealed class Figure5aDatasetScaling(DatasetScalingSettings settings) : Figure
{
    /// <summary>What is trained on, as columns name it.</summary>
    public static IReadOnlyList<string> Series { get; } = ["full", "compressed", "lossaware", "random"];

    /// <inheritdoc/>
    public override string Name => "fig5a";

    /// <inheritdoc/>
    public override string Description =>
        "Test loss of a small network against the number of rows, and of compressed rows, it is trained on.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig5a_dataset_scaling.csv"];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = ["d", "size", "trial", .. Series.Select(series => $"test_loss_{series}")];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
    [
        .. from count in settings.Counts
           from trial in Enumerable.Range(0, settings.Trials)
           select Unit(seed, count, trial),
    ];

    private WorkUnit Unit(ulong seed, int count, int trial) => new(
        FormattableString.Invariant($"d = {count}, trial {trial + 1}"),
        [CsvTable.Key(count, DatasetScalingSettings.Size(count), trial)],
        // Pairs of a sample and a unit, roughly: four trainings, and the teacher's work.
        12.0 * settings.Recipe.Steps * settings.Recipe.BatchSize + 30.0 * (count + settings.TestCount),
        (_, cancellation) => [Run(ExperimentSeed.ForPart(seed, trial), count, cancellation)]);

    private IReadOnlyList<string> Run(ulong seed, int count, CancellationToken cancellation)
    {
        int size = DatasetScalingSettings.Size(count);
        var task = new TeacherStudent(seed);
        // Drawn first, so that it is the same for all sizes.
        TrainingSet test = DatasetVariants.Samples(new Measure(task.Rows(settings.TestCount, noisy: false), TeacherStudent.Columns));
        var variants = new DatasetVariants(task.Rows(count));
        TrainingSet[] sets =
        [
            variants.Full, variants.Compressed(settings.Order, size, cancellation), variants.LossAware(
                size, order: null, Effort.Balanced, cancellation),
            variants.Random(size, ExperimentSeed.ForPart(seed, 1)),
        ];
        double[] losses = new double[sets.Length];
        Parallel.For(0, sets.Length, new ParallelOptions { CancellationToken = cancellation }, series =>
            losses[series] = settings.Recipe.Train(
                sets[series],
                ExperimentSeed.ForPart(seed, 2),
                ExperimentSeed.ForPart(seed, 3, series, count),
                null,
                cancellation).Evaluate(test));
        return [.. losses.Select(CsvTable.Cell)];
    }
}
