namespace Polylog.Experiments;

/// <summary>
/// Figure 5b: the test loss of a network against its width d, beside networks that some 16 sqrt d of its units make: compressed, and at
/// random. Where compressed units are worth all units, the exponent in their number is twice the exponent in d.
/// </summary>
/// <param name="settings">Sizes and trials.</param>
public sealed class Figure5bWidthScaling(WidthScalingSettings settings) : Figure
{
    /// <summary>The column of d.</summary>
    public const string Width = "width";

    /// <summary>What is trained, as columns name it.</summary>
    public static IReadOnlyList<string> Series => Figure4NetworkTraining.Curves;

    /// <inheritdoc/>
    public override string Name => "fig5b";

    /// <inheritdoc/>
    public override string Description => "Test loss of a network against its width, and against the number of its compressed units.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig5b_width_scaling.csv"];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = [Width, "size", "trial", .. Series.Select(series => $"test_loss_{series}")];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
        [.. from width in settings.Widths from trial in Enumerable.Range(0, settings.Trials) select Unit(seed, width, trial)];

    private WorkUnit Unit(ulong seed, int width, int trial)
    {
        int size = DatasetScalingSettings.Size(width);
        return new WorkUnit(
            FormattableString.Invariant($"d = {width}, trial {trial + 1}"),
            [CsvTable.Key(width, size, trial)],
            (width + (Series.Count - 1.0) * size) * (3.0 * settings.Epochs * settings.TrainCount + 2.0 * settings.TestCount),
            (progress, cancellation) => [Run(ExperimentSeed.ForPart(seed, width, trial), width, size, progress, cancellation)]);
    }

    private string[] Run(ulong seed, int width, int size, IProgress<double>? progress, CancellationToken cancellation)
    {
        TrainingSet train = CylindricalHarmonic.Draw(settings.TrainCount, CylindricalHarmonic.Noise, ExperimentSeed.ForPart(seed, 0));
        TrainingSet test = CylindricalHarmonic.Draw(settings.TestCount, 0, ExperimentSeed.ForPart(seed, 1));
        var full = new TwoLayerNetwork(CylindricalHarmonic.Inputs, width, 1, Activation.Relu);
        full.Initialise(ExperimentSeed.ForPart(seed, 2));
        // All are made before the first is trained.
        ulong random = ExperimentSeed.ForPart(seed, 3);
        TwoLayerNetwork[] networks =
            [.. Series.Select(series => SmallerNetworks.Make(series, full, size, settings.Order, random, cancellation))];
        var training = new RecordedTraining(settings.Rule, settings.Epochs, settings.Epochs, Anneals: true);
        string[] cells = new string[networks.Length];
        double[] shares = new double[networks.Length];
        Parallel.For(0, networks.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var batches = new ShuffledBatches(train, settings.BatchSize, ExperimentSeed.ForPart(seed, 4));
            var own = new Share(share =>
            {
                shares[i] = share;
                progress?.Report(
                    shares.Zip(networks, (done, network) => done * network.Width).Sum() / networks.Sum(network => network.Width));
            });
            cells[i] = training.Run(networks[i], batches, (trainer, _) => (0, trainer.Evaluate(test)), own, cancellation)[^1][1];
        });
        return cells;
    }

    private sealed class Share(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
