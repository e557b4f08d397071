namespace Polylog.Experiments;

/// <summary>
/// Figure 4: training curves of a wide network, of a narrow one that its compressed units make, and of a random part of its units, on the
/// same batches in the same order. Every rule moves a compressed unit as each of the units it stands for.
/// </summary>
/// <param name="settings">Sizes and rules.</param>
public sealed class Figure4NetworkTraining(HarmonicTrainingSettings settings) : Figure
{
    /// <summary>The curves, as rows name them.</summary>
    public static IReadOnlyList<string> Curves { get; } =
        [SmallerNetworks.Full, SmallerNetworks.Compressed, SmallerNetworks.Aware, SmallerNetworks.Random, SmallerNetworks.Function];

    /// <inheritdoc/>
    public override string Name => "fig4";

    /// <inheritdoc/>
    public override string Description =>
        "Training curves of a network, of a tenth of its units compressed, and of a random tenth, by optimiser.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig4_adamw_lr0.0001.csv", "fig4_sgd_lr0.0005.csv"];

    /// <summary>What the reference files are about: rule and batch size.</summary>
    public static IReadOnlyList<(TrainingRule Rule, int BatchSize)> Authors { get; } =
        [(new TrainingRule("adamw", 1e-4), 512), (new TrainingRule("sgd", 5e-4), 512)];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => NetworkCurves.Columns;

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
        [.. from rule in settings.Rules from curve in Curves select Unit(seed, rule, curve)];

    private WorkUnit Unit(ulong seed, TrainingRule rule, string curve)
    {
        var training = new RecordedTraining(rule, settings.Epochs, settings.RecordEvery, Anneals: true);
        double width = curve == SmallerNetworks.Full ? settings.Width : settings.Size;
        double points = 3.0 * settings.Epochs * settings.TrainCount + training.Recorded.Count() * (double)(
            settings.TrainCount + settings.TestCount);
        return new WorkUnit(
            FormattableString.Invariant($"{rule.Optimiser} {rule.Rate:0.######}, {curve}"),
            NetworkCurves.Keys(rule, settings.BatchSize, trial: 0, curve, training.Recorded),
            width * points,
            (progress, cancellation) =>
            {
                // Data, network and batches are the same for all rules and curves.
                TrainingSet train = CylindricalHarmonic.Draw(
                    settings.TrainCount, CylindricalHarmonic.Noise, ExperimentSeed.ForPart(seed, 0));
                TrainingSet test = CylindricalHarmonic.Draw(settings.TestCount, 0, ExperimentSeed.ForPart(seed, 1));
                var full = new TwoLayerNetwork(CylindricalHarmonic.Inputs, settings.Width, 1, Activation.Relu);
                full.Initialise(ExperimentSeed.ForPart(seed, 2));
                TwoLayerNetwork network =
                    SmallerNetworks.Make(curve, full, settings.Size, settings.Order, ExperimentSeed.ForPart(seed, 3), cancellation);
                var batches = new ShuffledBatches(train, settings.BatchSize, ExperimentSeed.ForPart(seed, 4));
                return training.Run(
                    network, batches, (trainer, _) => (trainer.Evaluate(train), trainer.Evaluate(test)), progress, cancellation);
            });
    }
}
