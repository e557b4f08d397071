namespace Polylog.Experiments;

/// <summary>What to compare. The defaults are the command's.</summary>
public sealed record EvaluationSettings
{
    /// <summary>
    /// The loss the coreset is made for: squared or least squares for numbers, logistic for 0 and 1, classes for classes.
    /// </summary>
    public ILoss Loss { get; init; } = Polylog.Loss.Squared;

    /// <summary>The models the coreset is made for: smooth ones, models with kinks and steps, or any.</summary>
    public Use Use { get; init; } = Use.Any;

    /// <summary>Rows to keep; null for <see cref="Fraction"/>.</summary>
    public int? Size { get; init; }

    /// <summary>Share of the training rows to keep, in (0, 1].</summary>
    public double Fraction { get; init; } = 0.1;

    /// <summary>Order of the moments; null to choose it automatically.</summary>
    public int? Order { get; init; }

    /// <summary>The functions that are preserved.</summary>
    public FunctionFamily Functions { get; init; } = FunctionFamily.Auto;

    /// <summary>Whether the models also learn from the coreset with a smoothed target (<see cref="Coreset.SmoothTargets"/>).</summary>
    public bool SmoothTarget { get; init; }

    /// <summary>Share of the rows in the test set, in (0, 1).</summary>
    public double TestFraction { get; init; } = 0.25;

    /// <summary>
    /// Random splits into training rows and test rows, at least 1. One split cannot tell a gain from chance, so there are three; fewer
    /// draws in each make up for most of the time.
    /// </summary>
    public int Splits { get; init; } = 3;

    /// <summary>Random subsets to draw in each split, at least 1.</summary>
    public int Draws { get; init; } = 4;

    /// <summary>The models to fit; models that do not predict this kind of target are left out.</summary>
    public IReadOnlyList<IEvaluationModel> Models { get; init; } = EvaluationModels.All;

    /// <summary>Seed of the first split, its subsets and the random parts of its models; further splits have the next seeds.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Worker threads of the compression; 0 for one a processor.</summary>
    public int Threads { get; init; }
}
