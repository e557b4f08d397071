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
/// At most one of <see cref="Width"/>, <see cref="Fraction"/>, <see cref="Budget"/> and <see cref="Tolerance"/> has an effect, in this
/// order. Without any of them, only units that can go without a change of the outputs are removed.
/// </remarks>
/// <example>
/// <code>
/// var half = new ShrinkOptions { Fraction = 0.5, MultipleOf = 8 };
/// var accurate = new ShrinkOptions { Tolerance = 0.01 };              // as few units as an error of 1% allows
/// var fast = new ShrinkOptions { Budget = ShrinkBudget.Parse("macs=50%") };
/// var pair = new ShrinkOptions { Layers = ["fc1:fc2"], Width = 256, Activation = LayerActivation.Named("gelu") }; // safetensors
/// </code>
/// </example>
public sealed record ShrinkOptions
{
    /// <summary>
    /// Names of layers; empty for all that are sums over exchangeable units. For safetensors, which has no graph, pairs of names such as
    /// <c>fc1:fc2</c>, or of a gated layer <c>gate_proj,up_proj:down_proj</c>, at least one; <c>*</c> stands for any number in a name.
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

    /// <summary>What the smaller model may cost, spread over the layers by error per cost.</summary>
    public ShrinkBudget? Budget { get; init; }

    /// <summary>
    /// Layers keep multiples of this number of units, at least 1: runtimes are faster with multiples of 8. Units of several numbers, such
    /// as heads, count as so many. Layers with fewer units stay as they are.
    /// </summary>
    public int MultipleOf { get; init; } = 1;

    /// <summary>What the layers preserve.</summary>
    public ShrinkGoal Goal { get; init; }

    /// <summary>Order of the moments for <see cref="ShrinkGoal.Dynamics"/>, at least 1; null to choose it.</summary>
    public int? Order { get; init; }

    /// <summary>For safetensors, the activation between the two layers of each pair; null for Relu.</summary>
    public LayerActivation? Activation { get; init; }

    /// <summary>Whether to learn how the error of each layer depends on its width, which takes time.</summary>
    internal bool HasCurves { get; init; }

    /// <summary>Throws where a value is out of its range.</summary>
    internal void CheckRanges()
    {
        if (Width < 1)
            throw new ArgumentOutOfRangeException(nameof(Width), Width, "A layer keeps at least 1 unit.");
        if (Fraction is { } fraction && fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Fraction), Fraction, "The share must be above 0 and at most 1.");
        if (Tolerance is { } tolerance && !(tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The error must be above 0.");
        if (MultipleOf < 1)
            throw new ArgumentOutOfRangeException(nameof(MultipleOf), MultipleOf, "The number must be at least 1.");
        if (Budget is { } budget && !(budget.Amount > 0))
            throw new ArgumentOutOfRangeException(nameof(Budget), budget.Amount, "The budget must be above 0.");
        if (Order < 1)
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "The order must be at least 1.");
    }

    /// <summary>The number whose multiples a group's units have to be.</summary>
    internal int MultipleFor(UnitGroup group)
    {
        long each = group.Incoming.Span.Each;
        int multiple = (int)(MultipleOf / System.Numerics.BigInteger.GreatestCommonDivisor(MultipleOf, each));
        return multiple < group.Units ? multiple : 1;
    }

    /// <summary>The multiple that is closest to a number of units, at least one multiple.</summary>
    internal int Rounded(UnitGroup group, double units)
    {
        int multiple = MultipleFor(group);
        return Math.Max(multiple, (int)Math.Round(units / multiple) * multiple);
    }
}
