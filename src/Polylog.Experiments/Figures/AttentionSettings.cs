namespace Polylog.Experiments;

/// <summary>Sizes of figure 7.</summary>
/// <param name="Heads">d, heads.</param>
/// <param name="Size">d', heads kept.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="BatchSize">Episodes of a batch, none of them seen before.</param>
/// <param name="StepsPerEpoch">Batches of an epoch.</param>
/// <param name="Epochs">Epochs, all with one learning rate.</param>
/// <param name="TestCount">Episodes to test on.</param>
/// <param name="Rule">Optimiser and rate.</param>
/// <param name="Trials">Trials, each with a layer and episodes of its own.</param>
public sealed record AttentionSettings(
    int Heads, int Size, int Order, int BatchSize, int StepsPerEpoch, int Epochs, int TestCount, TrainingRule Rule, int Trials)
{
    /// <summary>Length of a head's queries, keys and values.</summary>
    public const int HeadSize = 2;

    /// <summary>The settings of a scale.</summary>
    public static AttentionSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(200, 100, 1, 16, 2, 3, 32, new("adam", 1e-3), 1),
        FigureScale.Quick => new(4000, 800, 3, 256, 5, 50, 1024, new("adam", 1e-4), 1),
        _ => new(4000, 800, 3, 256, 5, 50, 2560, new("adam", 1e-4), 3),
    };
}
