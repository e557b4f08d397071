namespace Polylog.Networks;

/// <summary>
/// A layer as a sum over exchangeable units, y(x) = sum_i v_i r_i(x), with outgoing weights v_i and responses r_i. The units may stand in
/// any order, so the layer can be reproduced with far fewer of them (arXiv 2510.00504). Neurons and attention heads are such units.
/// </summary>
/// <remarks>
/// There are two ways to shrink a layer. To preserve how it <em>trains</em>, all parameters of a unit count: it is a point of <see
/// cref="Objects"/>. To preserve its <em>function</em>, only the response of a unit counts: r_i(x) = scale_i g(place_i, x) + sum_f known_if
/// h_f(x), with the same functions g and h_f for all units of a chart. Outgoing weights may then change.
/// </remarks>
public interface IUnitSum
{
    /// <summary>Number of units, at least 1.</summary>
    int Units { get; }

    /// <summary>
    /// The units as points: units x (outgoing and incoming parameters), one coordinate a parameter, weighted with masses if they differ.
    /// </summary>
    Measure Objects { get; }

    /// <summary>Coordinates of a unit's place, at least 0.</summary>
    int PlaceSize { get; }

    /// <summary>Number of known functions h_f, at least 0.</summary>
    int KnownSize { get; }

    /// <summary>Outgoing weights of a unit, at least 1.</summary>
    int OutgoingSize { get; }

    /// <summary>Describes the response of a unit by its place, chart, scale and known functions.</summary>
    /// <param name="unit">0 .. <see cref="Units"/> - 1.</param>
    /// <param name="place">OUT, <see cref="PlaceSize"/> numbers.</param>
    /// <param name="known">OUT, coefficients of the known functions, <see cref="KnownSize"/> numbers.</param>
    UnitPlace Locate(int unit, Span<double> place, Span<double> known);

    /// <summary>Reads the outgoing weights of a unit.</summary>
    /// <param name="unit">0 .. <see cref="Units"/> - 1.</param>
    /// <param name="outgoing">OUT, <see cref="OutgoingSize"/> numbers.</param>
    void ReadOutgoing(int unit, Span<double> outgoing);
}

/// <summary>A sum over exchangeable units of which smaller layers can be made.</summary>
/// <typeparam name="TLayer">The type of the smaller layers.</typeparam>
/// <example>
/// A layer of your own, a sum of waves:
/// <code>
/// double[] heights = [.. Enumerable.Range(0, 1000).Select(_ =&gt; Random.Shared.NextDouble())];
/// var waves = new Waves(heights, [.. heights.Select(_ =&gt; 10 * Random.Shared.NextDouble())]);
/// UnitSelection few = FunctionPreserving.Select(waves, size: 40, order: 8);
/// Waves smaller = waves.Replace(few.Kept, few.Outgoing);
///
/// internal sealed record Waves(double[] Heights, double[] Frequencies) : IUnitSum&lt;Waves&gt; // a sum of a cos(w x)
/// {
///     public int Units =&gt; Heights.Length;
///
///     public Measure Objects =&gt; new(Heights.Zip(Frequencies).SelectMany(wave =&gt; new[] { wave.First, wave.Second }).ToArray(), 2);
///
///     public int PlaceSize =&gt; 1;
///
///     public int KnownSize =&gt; 0;
///
///     public int OutgoingSize =&gt; 1;
///
///     public UnitPlace Locate(int unit, Span&lt;double&gt; place, Span&lt;double&gt; known)
///     {
///         place[0] = Frequencies[unit]; // what the unit computes
///         return new UnitPlace(Chart: 0, Scale: 1);
///     }
///
///     public void ReadOutgoing(int unit, Span&lt;double&gt; outgoing) =&gt; outgoing[0] = Heights[unit];
///
///     public Waves Keep(ReadOnlySpan&lt;int&gt; units, ReadOnlySpan&lt;double&gt; masses)
///     {
///         double[] heights = new double[units.Length];
///         for (int i = 0; i &lt; heights.Length; i++)
///             heights[i] = masses[i] * Heights[units[i]];
///         return Replace(units, heights);
///     }
///
///     public Waves Replace(ReadOnlySpan&lt;int&gt; units, ReadOnlySpan&lt;double&gt; outgoing)
///     {
///         double[] frequencies = new double[units.Length];
///         for (int i = 0; i &lt; frequencies.Length; i++)
///             frequencies[i] = Frequencies[units[i]];
///         return new Waves(outgoing.ToArray(), frequencies);
///     }
/// }
/// </code>
/// </example>
public interface IUnitSum<out TLayer> : IUnitSum
{
    /// <summary>
    /// Keeps units with all their parameters, and gives them masses: for instance the points of a coreset of <see
    /// cref="IUnitSum.Objects"/>.
    /// </summary>
    /// <param name="units">IN, indices of units, each at most once.</param>
    /// <param name="masses">IN, one number a unit: how many of the original units it stands for.</param>
    TLayer Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses);

    /// <summary>Keeps the responses of units and gives them other outgoing weights.</summary>
    /// <param name="units">IN, indices of units, each at most once.</param>
    /// <param name="outgoing">IN, units x <see cref="IUnitSum.OutgoingSize"/>, row-major.</param>
    TLayer Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing);
}
