namespace Polylog.Experiments;

/// <summary>Sizes and rules of figure 4.</summary>
/// <param name="Width">d, units.</param>
/// <param name="Size">d', units kept.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="TrainCount">Noisy points to train on.</param>
/// <param name="TestCount">Noiseless points to test on.</param>
/// <param name="BatchSize">Points of a batch.</param>
/// <param name="Epochs">Epochs; the rate falls to 0 over them.</param>
/// <param name="RecordEvery">Epochs from one taking of the losses to the next.</param>
/// <param name="Rules">Optimisers and rates.</param>
public sealed record HarmonicTrainingSettings(
    int Width,
    int Size,
    int Order,
    int TrainCount,
    int TestCount,
    int BatchSize,
    int Epochs,
    int RecordEvery,
    IReadOnlyList<TrainingRule> Rules)
{
    // Those the authors published curves of come first.
    private static readonly TrainingRule[] s_each =
    [
        new("adamw", 1e-4), new("sgd", 5e-4), new("adam", 1e-4), new("rmsprop", 1e-4), new("adamax", 5e-5), new("rprop", 1e-2),
    ];

    private static readonly TrainingRule[] s_further = [new("sgd", 1e-3), new("sgd", 1e-4), new("adam", 5e-5), new("adamw", 5e-5)];

    /// <summary>The settings of a scale.</summary>
    public static HarmonicTrainingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(300, 150, 3, 600, 300, 128, 4, 2, s_each),
        FigureScale.Quick => new(10_000, 1000, 5, 100_000, 20_000, 512, 16, 2, s_each),
        _ => new(10_000, 1000, 5, 100_000, 100_000, 512, 3000, 50, [.. s_each, .. s_further]),
    };
}
