namespace Polylog;

/// <content>Coordinates that vary, and constant ones.</content>
public sealed partial class Measure
{
    /// <summary>Values that differ by less than this, relative to the largest, count as equal: the difference is rounding.</summary>
    internal const double SameTo = 1e-15;

    /// <summary>
    /// Coordinates that differ between atoms of positive weight, ascending; only the first if none does. A moment with a constant
    /// coordinate is a constant times the moment without it, so it is matched whenever that one is.
    /// </summary>
    internal int[] VaryingCoordinates() => VaryingCoordinates([]);

    /// <summary>The same for some of the atoms.</summary>
    /// <param name="atoms">Their indices; all of them where it is empty.</param>
    internal int[] VaryingCoordinates(int[] atoms)
    {
        int[] varying = [.. Enumerable.Range(0, Dimension).Where(coordinate => Varies(coordinate, atoms))];
        return varying.Length > 0 ? varying : [0];
    }

    /// <summary>Whether a coordinate differs between atoms of positive weight.</summary>
    internal bool Varies(int coordinate) => Varies(coordinate, []);

    /// <summary>The measure without its constant coordinates; the measure itself if all vary.</summary>
    internal Measure WithoutConstantCoordinates() => InCoordinates(VaryingCoordinates());

    /// <summary>The measure in some of its coordinates, with targets, totals and groups; the measure itself for all of them.</summary>
    /// <param name="coordinates">Which, ascending, at least one.</param>
    internal Measure InCoordinates(IReadOnlyList<int> coordinates)
    {
        if (coordinates.Count == Dimension)
            return this;
        double[] atoms = GC.AllocateUninitializedArray<double>(Count * coordinates.Count);
        ReadOnlySpan<double> all = Atoms.Span;
        for (int i = 0, at = 0; i < Count; i++)
        {
            foreach (int coordinate in coordinates)
                atoms[at++] = all[i * Dimension + coordinate];
        }
        return new Measure(this) { Atoms = atoms, Dimension = coordinates.Count };
    }

    private bool Varies(int coordinate, int[] atoms)
    {
        ReadOnlySpan<double> values = Atoms.Span, weights = Weights.Span;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        int count = atoms.Length > 0 ? atoms.Length : Count;
        for (int place = 0; place < count; place++)
        {
            int i = atoms.Length > 0 ? atoms[place] : place;
            if (!weights.IsEmpty && weights[i] == 0)
                continue;
            double value = values[i * Dimension + coordinate];
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            // Halves, since what lies between them can be more than the largest number.
            if (high / 2 - low / 2 > SameTo / 2 * Math.Max(Math.Abs(low), Math.Abs(high)))
                return true;
        }
        return false;
    }
}
