namespace Polylog;

/// <content>Coordinates that say something, and those that never change.</content>
public sealed partial class Measure
{
    /// <summary>
    /// Coordinates that differ between atoms of positive weight, ascending; the first alone where none does. A moment of another coordinate is a constant times one without it: it
    /// is matched when that one is.
    /// </summary>
    internal int[] VaryingCoordinates()
    {
        int first = Weights.IsEmpty ? 0 : Weights.Span.IndexOfAnyExcept(0.0);
        int[] varying = [.. Enumerable.Range(0, Dimension).Where(coordinate => Varies(coordinate, Atoms.Span[first * Dimension + coordinate]))];
        return varying.Length > 0 ? varying : [0];
    }

    /// <summary>The same in the coordinates that vary; the measure itself where all do.</summary>
    internal Measure Varying() => InCoordinates(VaryingCoordinates());

    /// <summary>The same in some coordinates, with all that the atoms carry; the measure itself for all of them.</summary>
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
        return new Measure(new Measure(atoms, coordinates.Count, Weights))
        {
            Loss = Loss,
            Targets = Targets,
            TargetCount = TargetCount,
            Totals = Totals,
            TotalCount = TotalCount,
            Groups = Groups,
        };
    }

    /// <summary>Whether an atom of positive weight has another value than the given one.</summary>
    private bool Varies(int coordinate, double value)
    {
        ReadOnlySpan<double> atoms = Atoms.Span, weights = Weights.Span;
        for (int i = 0; i < Count; i++)
        {
            if (atoms[i * Dimension + coordinate] != value && (weights.IsEmpty || weights[i] > 0))
                return true;
        }
        return false;
    }
}
