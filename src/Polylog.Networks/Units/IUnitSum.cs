namespace Polylog.Networks;

/// <summary>
/// A layer as a sum over exchangeable units, y(x) = sum_i v_i r_i(x): the units may stand in any order, so the layer is a symmetric function of them and can be reproduced with
/// far fewer (arXiv 2510.00504). Neurons and attention heads are such units; so are the inner dimensions of a product of matrices.
/// </summary>
/// <remarks>
/// Two goals see a unit in two ways. To keep the <em>training</em> of a layer all its parameters count: the unit is a point of <see cref="Objects"/>. To keep the layer's
/// <em>function</em> it counts where its response sits among the others: r_i(x) = scale_i g(place_i, x) + sum_f known_if h_f(x), for the same g and h_f in all units of a
/// chart; what it sends on, v_i, may then be changed.
/// </remarks>
public interface IUnitSum
{
    /// <summary>Number of units.</summary>
    int Units { get; }

    /// <summary>The units as points, one coordinate a parameter, as the paper has them: units x (outgoing and incoming parameters).</summary>
    Measure Objects { get; }

    /// <summary>Numbers of a unit's place.</summary>
    int PlaceSize { get; }

    /// <summary>Number of known functions h_f.</summary>
    int KnownSize { get; }

    /// <summary>Numbers a unit sends on, v_i.</summary>
    int OutgoingSize { get; }

    /// <summary>Says where a unit's response sits.</summary>
    /// <param name="unit">0 .. <see cref="Units"/> - 1.</param>
    /// <param name="place">OUT, <see cref="PlaceSize"/> numbers.</param>
    /// <param name="known">OUT, <see cref="KnownSize"/> numbers.</param>
    UnitPlace Locate(int unit, Span<double> place, Span<double> known);

    /// <summary>Reads what a unit sends on.</summary>
    /// <param name="unit">0 .. <see cref="Units"/> - 1.</param>
    /// <param name="outgoing">OUT, <see cref="OutgoingSize"/> numbers.</param>
    void ReadOutgoing(int unit, Span<double> outgoing);
}

/// <summary>A layer that can be made again of some of its units.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
public interface IUnitSum<out TLayer> : IUnitSum
{
    /// <summary>Keeps units as they are, with masses: what a coreset of <see cref="IUnitSum.Objects"/> says.</summary>
    /// <param name="units">IN, the units.</param>
    /// <param name="masses">IN, how many units each stands for.</param>
    TLayer Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses);

    /// <summary>Keeps the responses of units and changes what they send on.</summary>
    /// <param name="units">IN, the units.</param>
    /// <param name="outgoing">IN, units x <see cref="IUnitSum.OutgoingSize"/>, row-major.</param>
    TLayer Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing);
}
