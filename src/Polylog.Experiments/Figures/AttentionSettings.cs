namespace Polylog.Experiments;

/// <summary>Sizes of figure 7.</summary>
/// <param name="Heads">d, heads.</param>
/// <param name="Size">d', heads kept.</param>
/// <param name="Order">k of the paper's compression.</param>
public sealed record AttentionSettings(int Heads, int Size, int Order)
{
    /// <summary>Episodes of a batch, none of them seen before.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Epochs, all with one learning rate.</summary>
    public required int Epochs { get; init; }

    /// <summary>Episodes to test on.</summary>
    public required int TestCount { get; init; }

    /// <summary>Optimiser and rate.</summary>
    public required TrainingRule Rule { get; init; }

    /// <summary>Trials, each with a layer and episodes of its own.</summary>
    public required int Trials { get; init; }

    /// <summary>Length of a head's queries, keys and values.</summary>
    public const int HeadSize = 2;

    /// <summary>The settings of a scale.</summary>
    public static AttentionSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(200, 100, 1)
        {
            BatchSize = 16,
            StepsPerEpoch = 2,
            Epochs = 3,
            TestCount = 32,
            Rule = new("adam", 1e-3),
            Trials = 1,
        },
        FigureScale.Quick => new(4000, 800, 3)
        {
            BatchSize = 256,
            StepsPerEpoch = 5,
            Epochs = 50,
            TestCount = 1024,
            Rule = new("adam", 1e-4),
            Trials = 1,
        },
        _ => new(4000, 800, 3)
        {
            BatchSize = 256,
            StepsPerEpoch = 5,
            Epochs = 50,
            TestCount = 2560,
            Rule = new("adam", 1e-4),
            Trials = 3,
        },
    };
}
