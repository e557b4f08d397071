namespace Polylog.Experiments;

/// <summary>Sizes, recipe and trials of figure 5a.</summary>
/// <param name="Counts">d.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="TestCount">Noiseless rows the test loss is taken on.</param>
/// <param name="Recipe">The training.</param>
/// <param name="Trials">
/// Trials, each with a teacher and students of its own; the larger sets of rows of a trial contain its smaller ones.
/// </param>
public sealed record DatasetScalingSettings(IReadOnlyList<int> Counts, int Order, int TestCount, StudentRecipe Recipe, int Trials)
{
    /// <summary>The settings of a scale.</summary>
    public static DatasetScalingSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(ErrorScalingSettings.Doubling(256, 1024), 6, 1000, AdamW(20), 2),
        FigureScale.Quick => new(ErrorScalingSettings.Doubling(256, 131_072), 6, 100_000, AdamW(2048), 6),
        _ => new(ErrorScalingSettings.Doubling(256, 524_288), 6, 100_000, AdamW(2048), 20),
    };

    /// <summary>The size the paper compresses to: 16 sqrt d.</summary>
    public static int Size(int count) => (int)Math.Min(count, 16 * Math.Sqrt(count));

    // All in one epoch: the rate stays as it is.
    private static StudentRecipe AdamW(int steps) => new("adamw", 0.001, BatchSize: 512, Epochs: 1, StepsPerEpoch: steps);
}
