namespace Polylog.Experiments;

/// <summary>
/// Figure 3: training curves of a small network on 10^4 rows, on 1000 compressed rows, and on 1000 random ones. Beside the paper's
/// compression stand the loss-aware one, and one that follows the training: its rows are chosen again and again. For mini-batches the full
/// set is trained on twice, with other draws: no other curve can be nearer than that.
/// </summary>
/// <param name="settings">Sizes, recipes and trials.</param>
public sealed class Figure3Training(TrainingCurveSettings settings) : Figure
{
    // Fewer matched functions leave more rows to exchange for, which gradients gain from; losses alone gain from the library's own choice,
    // 2 and 3.
    private const int LossOrder = 2;

    /// <summary>The curves, as columns name them.</summary>
    public static IReadOnlyList<string> Curves { get; } = ["full", "compressed", "lossaware", "adaptive", "random", "again"];

    /// <inheritdoc/>
    public override string Name => "fig3";

    /// <inheritdoc/>
    public override string Description =>
        "Training curves of a small network on all rows, on a tenth of them compressed, and on a random tenth.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig3_sgd_fullbatch_lr0.05.csv", "fig3_adamw_batch256_lr0.001.csv"];

    /// <inheritdoc/>
    public override int Layout => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } =
    [
        "optimiser", "batch", "rate", "trial", "epoch",
        .. Curves.SelectMany(curve => new[] { $"train_loss_{curve}", $"test_loss_{curve}" }),
    ];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
    [
        .. from trial in Enumerable.Range(0, settings.Trials)
           from recipe in Enumerable.Range(0, settings.Recipes.Count)
           select Unit(seed, trial, recipe),
    ];

    private WorkUnit Unit(ulong seed, int trial, int number)
    {
        StudentRecipe recipe = settings.Recipes[number];
        string name = FormattableString.Invariant($"{recipe.Optimiser},{recipe.BatchSize},{recipe.Rate}");
        return new WorkUnit(
            FormattableString.Invariant(
                $"{recipe.Optimiser} {recipe.Rate}, {Batch(recipe)}, trial {trial + 1}"),
            [.. Enumerable.Range(0, recipe.Epochs + 1).Select(epoch => $"{name},{CsvTable.Key(trial, epoch)}")],
            Cost(recipe),
            (progress, cancellation) => Run(seed, trial, recipe, progress, cancellation));
    }

    // Sample and unit pairs of training and testing.
    private double Cost(StudentRecipe recipe) =>
        3.0 * recipe.Steps * (recipe.BatchSize == 0 ? settings.Count : recipe.BatchSize) + 1.0 * recipe.Epochs * settings.TestCount;

    private IReadOnlyList<IReadOnlyList<string>> Run(
        ulong seed, int trial, StudentRecipe recipe, IProgress<double>? progress, CancellationToken cancellation)
    {
        // The rows of a trial are the same for all recipes.
        ulong own = ExperimentSeed.ForPart(seed, trial);
        var task = new TeacherStudent(own);
        var variants = new DatasetVariants(task.Rows(settings.Count));
        TrainingSet test = DatasetVariants.Samples(new Measure(task.Rows(settings.TestCount, noisy: false), TeacherStudent.Columns));
        TrainingSet full = variants.Full;
        TrainingSet compressed = variants.Compressed(settings.Order, settings.Size, cancellation);
        TrainingSet aware = variants.LossAware(settings.Size, LossOrder, Effort.Thorough, cancellation);
        TrainingSet random = variants.Random(settings.Size, ExperimentSeed.ForPart(own, 1));
        Func<TwoLayerNetwork, IBatches>[] batches =
        [
            Fixed(full, 0), Fixed(compressed, 1), Fixed(aware, 2), student => variants.Following(
                student, settings.Size, recipe, AdaptiveBatches.Evenly(recipe.Epochs, TrainingCurveSettings.Choices(recipe)),
                ExperimentSeed.ForPart(own, 4)),
            Fixed(random, 3), Fixed(full, 4),
        ];
        TrainingSet[] sets = [full, compressed, aware, full, random, full];
        var losses = new (double Train, double Test)[sets.Length][];
        int done = 0;
        Parallel.For(0, sets.Length, new ParallelOptions { CancellationToken = cancellation }, curve =>
        {
            var points = new List<(double, double)>();
            recipe.Train(sets[curve], batches[curve], ExperimentSeed.ForPart(own, 2), (trainer, loss) =>
            {
                points.Add((loss, trainer.Evaluate(test)));
                progress?.Report(Interlocked.Increment(ref done) / (double)(sets.Length * (recipe.Epochs + 1)));
            }, cancellation);
            losses[curve] = [.. points];
        });
        return
        [
            .. Enumerable.Range(0, recipe.Epochs + 1).Select(epoch => (IReadOnlyList<string>)
                [.. losses.SelectMany(curve => new[] { CsvTable.Cell(curve[epoch].Train), CsvTable.Cell(curve[epoch].Test) })]),
        ];

        // The draws of a curve do not depend on which others there are.
        Func<TwoLayerNetwork, IBatches> Fixed(TrainingSet set, int draws) =>
            _ => recipe.Batches(set, ExperimentSeed.ForPart(own, 3, draws));
    }

    private static string Batch(StudentRecipe recipe) =>
        recipe.BatchSize == 0 ? "full batch" : FormattableString.Invariant($"batch {recipe.BatchSize}");
}
