namespace Polylog.Networks;

/// <summary>What a layer preserves when it gets fewer units.</summary>
public enum ShrinkGoal
{
    /// <summary>The function it computes.</summary>
    Function,

    /// <summary>
    /// The way it trains, if a unit of mass c learns at 1/c of the rate: the moments of its units as points (arXiv 2510.00504).
    /// </summary>
    Dynamics,
}

/// <summary>Which layers of a model get fewer units, and how few.</summary>
/// <remarks>
/// At most one of <see cref="Width"/>, <see cref="Fraction"/> and <see cref="Tolerance"/> has an effect, in this order. Without any of
/// them, only units that can go without a change of the outputs are removed.
/// </remarks>
public sealed record ShrinkOptions
{
    /// <summary>
    /// Names of layers; empty for all that are sums over exchangeable units. For safetensors, which has no graph, pairs of names such as
    /// <c>fc1:fc2</c>, at least one.
    /// </summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Units to keep in each layer, at least 1; narrower layers stay as they are.</summary>
    public int? Width { get; init; }

    /// <summary>Share of each layer's units to keep, in (0, 1].</summary>
    public double? Fraction { get; init; }

    /// <summary>
    /// The largest acceptable relative error of the model's outputs on inputs held out, above 0. Layer by layer, the smallest width that
    /// stays below it is searched for.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>What the layers preserve.</summary>
    public ShrinkGoal Goal { get; init; }

    /// <summary>Order of the moments for <see cref="ShrinkGoal.Dynamics"/>, at least 1; null to choose it.</summary>
    public int? Order { get; init; }

    /// <summary>For safetensors, the activation between the two layers of each pair; null for Relu.</summary>
    public LayerActivation? Activation { get; init; }

    /// <summary>Throws where a value is out of its range.</summary>
    internal void CheckRanges()
    {
        if (Width < 1)
            throw new ArgumentOutOfRangeException(nameof(Width), Width, "A layer keeps at least 1 unit.");
        if (Fraction is { } fraction && fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Fraction), Fraction, "The share must be above 0 and at most 1.");
        if (Tolerance is { } tolerance && !(tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The error must be above 0.");
        if (Order < 1)
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "The order must be at least 1.");
    }
}
