using System.Globalization;

namespace Polylog;

/// <summary>
/// A discrete measure: <see cref="Count"/> atoms with <see cref="Dimension"/> coordinates and a weight &gt;= 0 each. For example the
/// numeric rows of a table, a particle cloud, a quadrature rule, or scenarios with probabilities.
/// </summary>
/// <remarks>
/// The arrays are not copied: do not change them while the measure is in use. Otherwise immutable and safe for concurrent use.
/// </remarks>
/// <example>
/// <code>
/// double[] table = [0.1, 2.0, 0.4, 1.0, 0.9, 3.0, 0.2, 5.0];
/// var measure = new Measure(table, dimension: 2);                     // 4 atoms of 2 numbers, each of weight 1
/// var weighted = new Measure(table, dimension: 2, weights: new double[] { 1, 2, 0.5, 1 });
///
/// Measure months = measure.WithGroups(new[] { 0, 0, 1, 1 });          // the moments of each group are preserved
/// Measure prices = measure.WithTargets(new double[] { 5, 2, 7, 1 }, Loss.Squared); // and the loss of every model of the targets
/// Measure energy = measure.WithTotals((atom, values) =&gt; values[0] = atom[0] * Math.Exp(atom[1]), totalCount: 1); // and further sums
/// Measure both = Measure.Join(measure, weighted);
/// </code>
/// </example>
public sealed partial class Measure
{
    /// <summary>Wraps atoms and, optionally, their weights.</summary>
    /// <param name="atoms">Coordinates, count x dimension, row-major: atom i is at [i * dimension, (i + 1) * dimension).</param>
    /// <param name="dimension">Coordinates of an atom, at least 1.</param>
    /// <param name="weights">One weight per atom, finite and &gt;= 0, not all zero; empty if every weight is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There is no atom, the length is no multiple of the dimension, a coordinate is not finite, the
    /// number of weights differs from the number of atoms, a weight is negative or not finite, or all are zero. The message gives the first
    /// place.</exception>
    /// <remarks>Checks every value once: O(count x dimension).</remarks>
    public Measure(ReadOnlyMemory<double> atoms, int dimension, ReadOnlyMemory<double> weights = default)
    {
        if (dimension < 1)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The dimension must be at least 1.");
        if (atoms.Length == 0)
            throw new ArgumentException("There are no atoms; give at least one row.", nameof(atoms));
        if (atoms.Length % dimension != 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{atoms.Length} values do not make whole rows of {dimension}; give count x dimension values, row-major."), nameof(atoms));
        CheckFinite(atoms.Span, dimension);
        Atoms = atoms;
        Dimension = dimension;
        Count = atoms.Length / dimension;
        Weights = weights;
        TotalWeight = weights.IsEmpty ? Count : CheckWeights(weights.Span, Count);
        WeightedCount = weights.IsEmpty ? Count : Count - weights.Span.Count(0.0);
    }

    /// <summary>Wraps arrays that the library made; nothing is checked.</summary>
    private Measure(ReadOnlyMemory<double> atoms, int dimension, ReadOnlyMemory<double> weights, double totalWeight, int weightedCount)
    {
        Atoms = atoms;
        Dimension = dimension;
        Count = atoms.Length / dimension;
        Weights = weights;
        TotalWeight = totalWeight;
        WeightedCount = weightedCount;
    }

    private Measure(Measure other)
    {
        Atoms = other.Atoms;
        Dimension = other.Dimension;
        Count = other.Count;
        Weights = other.Weights;
        TotalWeight = other.TotalWeight;
        WeightedCount = other.WeightedCount;
        Loss = other.Loss;
        Targets = other.Targets;
        TargetCount = other.TargetCount;
        Totals = other.Totals;
        TotalCount = other.TotalCount;
        Groups = other.Groups;
    }

    /// <summary>Coordinates, <see cref="Count"/> x <see cref="Dimension"/>, row-major.</summary>
    public ReadOnlyMemory<double> Atoms { get; private init; }

    /// <summary>Coordinates of an atom.</summary>
    public int Dimension { get; private init; }

    /// <summary>Number of atoms.</summary>
    public int Count { get; }

    /// <summary>The weights, one per atom; empty if every weight is 1.</summary>
    public ReadOnlyMemory<double> Weights { get; }

    /// <summary>Sum of the weights: the zeroth moment.</summary>
    public double TotalWeight { get; }

    /// <summary>Number of atoms with a weight above 0. The others are never kept.</summary>
    internal int WeightedCount { get; }

    /// <summary>The weights by index, 1 for every atom where none were given.</summary>
    internal AtomWeights AtomWeights => new(Weights.Span);

    /// <summary>Wraps atoms and weights that the library made from a checked measure; nothing is checked again.</summary>
    /// <param name="atoms">Finite coordinates, count x dimension, row-major.</param>
    /// <param name="dimension">Coordinates of an atom.</param>
    /// <param name="weights">One finite weight per atom, &gt;= 0; empty if every weight is 1.</param>
    internal static Measure Trusted(ReadOnlyMemory<double> atoms, int dimension, ReadOnlyMemory<double> weights = default)
    {
        if (weights.IsEmpty)
            return new Measure(atoms, dimension, weights, atoms.Length / dimension, atoms.Length / dimension);
        var total = new CompensatedSum();
        int weighted = 0;
        foreach (double weight in weights.Span)
        {
            total.Add(weight);
            weighted += weight > 0 ? 1 : 0;
        }
        return new Measure(atoms, dimension, weights, total.Value, weighted);
    }

    /// <summary>Whether an atom has a weight above 0.</summary>
    internal bool HasWeight(int atom) => Weights.IsEmpty || Weights.Span[atom] > 0;

    /// <summary>Coordinates of one atom.</summary>
    /// <param name="index">0 .. <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such atom.</exception>
    public ReadOnlySpan<double> Atom(int index) => Atoms.Span.Slice(index * Dimension, Dimension);

    private static void CheckFinite(ReadOnlySpan<double> atoms, int dimension)
    {
        // x * 0 is 0 for finite x and NaN otherwise, so one sum tells; the place is looked for only when it has to be.
        double probe = 0;
        for (int i = 0; i < atoms.Length; i++)
            probe += atoms[i] * 0;
        if (probe == 0)
            return;
        for (int i = 0; i < atoms.Length; i++)
        {
            if (!double.IsFinite(atoms[i]))
                throw NotFinite(atoms[i], i / dimension, i % dimension, nameof(atoms));
        }
    }

    private static ArgumentException NotFinite(double value, int row, int column, string parameter) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"Row {row}, coordinate {column} is {value}: coordinates must be finite; leave such rows out."), parameter);

    private static double CheckWeights(ReadOnlySpan<double> weights, int count)
    {
        if (weights.Length != count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There are {weights.Length} weights for {count} atoms; give one for each, or none for a weight of 1."), nameof(weights));
        var total = new CompensatedSum();
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"Weight {i} is {weights[i]}: weights must be finite and >= 0."), nameof(weights));
            total.Add(weights[i]);
        }
        if (total.Value == 0)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"All {count} weights are zero; at least one must be positive."), nameof(weights));
        if (!double.IsFinite(total.Value))
            throw new ArgumentException("The weights add up to infinity; scale them down.", nameof(weights));
        return total.Value;
    }
}
