namespace Polylog.Networks;

/// <summary>What is to stay as it is when a layer gets fewer units.</summary>
public enum ShrinkGoal
{
    /// <summary>What the layer computes.</summary>
    Function,

    /// <summary>How the layer trains, under the rule that a unit of mass c learns at 1/c of the rate: its moments as a set of points (arXiv 2510.00504).</summary>
    Dynamics,
}

/// <summary>How small a model is to become.</summary>
public sealed record ShrinkOptions
{
    /// <summary>Layers by name; empty for all that are sums over exchangeable units.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Units of each layer; null for <see cref="Fraction"/>, <see cref="Tolerance"/>, or, with none of them, those that can go without a change of the outputs.</summary>
    public int? Width { get; init; }

    /// <summary>Share of each layer's units, in (0, 1].</summary>
    public double? Fraction { get; init; }

    /// <summary>Relative error of the model's outputs on inputs held out that is still good enough, above 0: the smallest widths that reach it are looked for, layer by layer.</summary>
    public double? Tolerance { get; init; }

    /// <summary>What is to stay as it is.</summary>
    public ShrinkGoal Goal { get; init; }

    /// <summary>Order of the moments for <see cref="ShrinkGoal.Dynamics"/>; null to choose it.</summary>
    public int? Order { get; init; }

    /// <summary>What lies between a pair of layers of a file without a graph; null for Relu.</summary>
    public LayerActivation? Activation { get; init; }
}
