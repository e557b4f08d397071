namespace Polylog.Experiments;

/// <summary>The rows of an evaluation. Arrays are not copied.</summary>
/// <param name="features">Numeric features, count x <paramref name="columns"/>, row-major, finite: coresets keep their moments.</param>
/// <param name="columns">Numeric features of a row.</param>
/// <param name="targets">One a row: a number, or any number that tells classes apart.</param>
/// <param name="targetName">What messages call the target.</param>
public sealed class EvaluationInput(double[] features, int columns, double[] targets, string targetName)
{
    /// <summary>Numeric features, row-major.</summary>
    public double[] Features { get; } = features;

    /// <summary>Numeric features of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Targets, one a row.</summary>
    public double[] Targets { get; } = targets;

    /// <summary>What messages call the target.</summary>
    public string TargetName { get; } = targetName;

    /// <summary>What messages call the classes, where the targets are places in this list; null where they are numbers.</summary>
    public IReadOnlyList<string?>? ClassNames { get; init; }

    /// <summary>One weight a row, finite and at least 0; null for a weight of 1 each. Rows of weight 0 are left out.</summary>
    public double[]? Weights { get; init; }

    /// <summary>
    /// One number a row: coresets keep the moments of each group. Groups have to tell categories apart as well. Null for no groups.
    /// </summary>
    public int[]? Groups { get; init; }

    /// <summary>Features that are categories: for each of them one number a row, 0 or more. Models see columns of 0 and 1.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];
}

/// <summary>A feature that is a category.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Codes">One a row, 0 or more.</param>
public sealed record Category(string Name, int[] Codes);
