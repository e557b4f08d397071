namespace Polylog.Experiments;

/// <summary>Sizes and trials of figure 5b.</summary>
/// <param name="Widths">d, units.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="TrainCount">Noisy points to train on.</param>
/// <param name="TestCount">Noiseless points to test on.</param>
/// <param name="BatchSize">Points of a batch.</param>
/// <param name="Epochs">Epochs; the rate falls to 0 over them.</param>
/// <param name="Rule">Optimiser and rate.</param>
/// <param name="Trials">Trials a width, each with points and networks of its own.</param>
public sealed record WidthScalingSettings(
    IReadOnlyList<int> Widths, int Order, int TrainCount, int TestCount, int BatchSize, int Epochs, TrainingRule Rule, int Trials)
{
    /// <summary>The settings of a scale.</summary>
    public static WidthScalingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(ErrorScalingSettings.Doubling(512, 2048), 3, 500, 200, 128, 3, new("adamw", 1e-3), 2),
        FigureScale.Quick => new(ErrorScalingSettings.Doubling(256, 4096), 6, 20_000, 20_000, 128, 100, new("adamw", 1e-3), 2),
        _ => new(ErrorScalingSettings.Doubling(256, 16_384), 6, 20_000, 20_000, 128, 2000, new("adamw", 1e-3), 10),
    };
}
