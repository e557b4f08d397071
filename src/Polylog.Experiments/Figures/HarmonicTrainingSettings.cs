namespace Polylog.Experiments;

/// <summary>Sizes and rules of figure 4.</summary>
/// <param name="Width">d, units.</param>
/// <param name="Size">d', units kept.</param>
/// <param name="Order">k of the paper's compression.</param>
public sealed record HarmonicTrainingSettings(int Width, int Size, int Order)
{
    /// <summary>Noisy points to train on.</summary>
    public required int TrainCount { get; init; }

    /// <summary>Noiseless points to test on.</summary>
    public required int TestCount { get; init; }

    /// <summary>Points of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Epochs; the rate falls to 0 over them.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs from one taking of the losses to the next.</summary>
    public required int RecordEvery { get; init; }

    /// <summary>Optimisers and rates.</summary>
    public required IReadOnlyList<TrainingRule> Rules { get; init; }

    // Those the authors published curves of come first.
    private static readonly TrainingRule[] s_each =
    [
        new("adamw", 1e-4), new("sgd", 5e-4), new("adam", 1e-4), new("rmsprop", 1e-4), new("adamax", 5e-5), new("rprop", 1e-2),
    ];

    private static readonly TrainingRule[] s_further = [new("sgd", 1e-3), new("sgd", 1e-4), new("adam", 5e-5), new("adamw", 5e-5)];

    /// <summary>The settings of a scale.</summary>
    public static HarmonicTrainingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(300, 150, 3)
        {
            TrainCount = 600,
            TestCount = 300,
            BatchSize = 128,
            Epochs = 4,
            RecordEvery = 2,
            Rules = s_each,
        },
        FigureScale.Quick => new(10_000, 1000, 5)
        {
            TrainCount = 100_000,
            TestCount = 20_000,
            BatchSize = 512,
            Epochs = 16,
            RecordEvery = 2,
            Rules = s_each,
        },
        _ => new(10_000, 1000, 5)
        {
            TrainCount = 100_000,
            TestCount = 100_000,
            BatchSize = 512,
            Epochs = 3000,
            RecordEvery = 50,
            Rules = [.. s_each, .. s_further],
        },
    };
}
