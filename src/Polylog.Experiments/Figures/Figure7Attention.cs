namespace Polylog.Experiments;

/// <summary>
/// Figure 7: training curves of an attention layer that learns functions in context, of one that its compressed heads make, and of a random
/// part of its heads, on the same batches in the same order.
/// </summary>
/// <param name="settings">Sizes.</param>
public sealed class Figure7Attention(AttentionSettings settings) : Figure
{
    /// <summary>The curves, as rows name them.</summary>
    public static IReadOnlyList<string> Curves { get; } =
        [SmallerNetworks.Full, SmallerNetworks.Compressed, SmallerNetworks.Aware, SmallerNetworks.Random, SmallerNetworks.Function];

    /// <inheritdoc/>
    public override string Name => "fig7";

    /// <inheritdoc/>
    public override string Description =>
        "Training curves of an attention layer, of a fifth of its heads compressed, and of a random fifth.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig7_attention_lr0.0001.csv"];

    /// <summary>What the reference file is about: rule and batch size.</summary>
    public static (TrainingRule Rule, int BatchSize) Authors { get; } = (new TrainingRule("adam", 1e-4), 256);

    /// <inheritdoc/>
    public override int Layout => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => NetworkCurves.Columns;

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
        [.. from trial in Enumerable.Range(0, settings.Trials) from curve in Curves select Unit(seed, trial, curve)];

    private WorkUnit Unit(ulong seed, int trial, string curve)
    {
        var training = new RecordedTraining(settings.Rule, settings.Epochs, RecordEvery: 1, Anneals: false);
        double heads = curve == SmallerNetworks.Full ? settings.Heads : settings.Size;
        double episodes = 3.0 * settings.Epochs * settings.StepsPerEpoch * settings.BatchSize + (
            settings.Epochs + 2.0) * settings.TestCount;
        return new WorkUnit(
            FormattableString.Invariant($"trial {trial + 1}, {curve}"),
            NetworkCurves.Keys(settings.Rule, settings.BatchSize, trial, curve, training.Recorded),
            heads * episodes,
            (progress, cancellation) =>
            {
                ulong own = ExperimentSeed.ForPart(seed, trial);
                TrainingSet test = new PiecewiseLinearEpisodes(ExperimentSeed.ForPart(own, 0)).Draw(settings.TestCount);
                TrainingSet before = new PiecewiseLinearEpisodes(ExperimentSeed.ForPart(own, 1)).Draw(settings.TestCount);
                var shape = new AttentionShape(
                    PiecewiseLinearEpisodes.Length, TokenSize: 1, AttentionSettings.HeadSize, OutputSize: 1, LastOnly: true);
                var full = new AttentionLayer(shape, settings.Heads);
                full.Initialise(ExperimentSeed.ForPart(own, 2));
                AttentionLayer layer = SmallerNetworks.Make(
                    curve, full, settings.Size, settings.Order, ExperimentSeed.ForPart(own, 3), cancellation);
                var batches = new EpisodeBatches(
                    new PiecewiseLinearEpisodes(ExperimentSeed.ForPart(own, 4)), settings.BatchSize, settings.StepsPerEpoch);
                return training.Run(
                    layer, batches, (trainer, loss) => (loss ?? trainer.Evaluate(before), trainer.Evaluate(test)), progress, cancellation);
            });
    }
}
