namespace Polylog;

/// <summary>Hashes of numbers: equal for equal numbers, on every machine and in every run.</summary>
internal static class RowHash
{
    /// <summary>Hash of an atom and its targets.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="row">Index of the atom.</param>
    public static ulong ForAtom(Measure measure, int row) =>
        Mix(Mix(0, measure.Atom(row)), measure.Targets.Span.Slice(row * measure.TargetCount, measure.TargetCount));

    /// <summary>Mixes values into a hash.</summary>
    /// <param name="hash">The hash of what came before.</param>
    /// <param name="values">IN, the values.</param>
    public static ulong Mix(ulong hash, ReadOnlySpan<double> values)
    {
        // Adding zero makes one number of the two zeros.
        foreach (double value in values)
            hash = new SplitMix64(hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0)).Next();
        return hash;
    }
}
