namespace Polylog.Experiments;

/// <summary>Sizes and trials of figure 5b.</summary>
/// <param name="Widths">d, units.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="TrainCount">Noisy points to train on.</param>
/// <param name="TestCount">Noiseless points to test on.</param>
public sealed record WidthScalingSettings(IReadOnlyList<int> Widths, int Order, int TrainCount, int TestCount)
{
    /// <summary>Points of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Epochs; the rate falls to 0 over them.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimiser and rate.</summary>
    public required TrainingRule Rule { get; init; }

    /// <summary>Trials a width, each with points and networks of its own.</summary>
    public required int Trials { get; init; }

    /// <summary>The settings of a scale.</summary>
    public static WidthScalingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(ErrorScalingSettings.Doubling(512, 2048), 3, 500, 200)
        {
            BatchSize = 128,
            Epochs = 3,
            Rule = new("adamw", 1e-3),
            Trials = 2,
        },
        FigureScale.Quick => new(ErrorScalingSettings.Doubling(256, 4096), 6, 20_000, 20_000)
        {
            BatchSize = 128,
            Epochs = 100,
            Rule = new("adamw", 1e-3),
            Trials = 2,
        },
        _ => new(ErrorScalingSettings.Doubling(256, 16_384), 6, 20_000, 20_000)
        {
            BatchSize = 128,
            Epochs = 2000,
            Rule = new("adamw", 1e-3),
            Trials = 10,
        },
    };
}
