using System.Runtime.CompilerServices;

namespace Polylog;

/// <summary>
/// Finds quantiles of a column, to about six digits. It counts values by the first bits of an order-preserving code, then, within the place
/// found, by the next bits: two passes whatever the values are. The result does not depend on the order of the rows.
/// </summary>
internal static class ColumnQuantiles
{
    private const int Bits = 16;

    /// <summary>A threshold just above a lower quantile, and one just below an upper quantile.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="column">The column.</param>
    /// <param name="share">Share of the weight below the lower and above the upper quantile, in (0, 1/2).</param>
    /// <returns>Numbers such that at least the share of the weight is on their outer sides.</returns>
    public static (double Lower, double Upper) Tails(Measure measure, int column, double share)
    {
        long[] masses = Masses(measure);
        ulong lower = Find(measure, column, masses, share, fromBelow: true), upper = Find(measure, column, masses, share, fromBelow: false);
        // The middle of the next place: beyond whole numbers, which are the first value of their place, or the last one where negative.
        return (Value(lower + 1), Value(upper - 1));
    }

    /// <summary>The first bits of the code of a quantile.</summary>
    private static ulong Find(Measure measure, int column, long[] masses, double share, bool fromBelow)
    {
        ulong prefix = 0;
        UInt128 wanted = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            var bins = new UInt128[1 << Bits];
            UInt128 all = 0;
            ReadOnlySpan<double> atoms = measure.Atoms.Span;
            for (int i = 0, at = column; i < measure.Count; i++, at += measure.Dimension)
            {
                ulong code = Code(atoms[at]);
                if (pass == 1 && code >> (64 - Bits) != prefix)
                    continue;
                ulong mass = masses.Length == 0 ? 1 : (ulong)masses[i];
                bins[(code >> (64 - Bits - pass * Bits)) & ((1 << Bits) - 1)] += mass;
                all += mass;
            }
            if (pass == 0)
                wanted = (UInt128)Math.Ceiling(share * (double)all);
            int bin = fromBelow ? 0 : bins.Length - 1;
            while (bins[bin] < wanted)
            {
                wanted -= bins[bin];
                bin += fromBelow ? 1 : -1;
            }
            prefix = (prefix << Bits) | (uint)bin;
        }
        return prefix;
    }

    /// <summary>The weights as whole numbers; empty where all are 1.</summary>
    private static long[] Masses(Measure measure)
    {
        if (measure.Weights.IsEmpty)
            return [];
        double most = WeightRange.FromWeights(measure).Most, heaviest = Math.ScaleB(1, 62);
        return Array.ConvertAll(measure.Weights.ToArray(), weight => (long)(weight / most * heaviest));
    }

    /// <summary>A whole number that grows with the value.</summary>
    private static ulong Code(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits >> 63) == 0 ? bits | 1UL << 63 : ~bits;
    }

    /// <summary>The value in the middle of a place.</summary>
    private static double Value(ulong prefix)
    {
        ulong code = (prefix << (64 - 2 * Bits)) | 1UL << (63 - 2 * Bits);
        double value = Unsafe.BitCast<ulong, double>((code >> 63) == 0 ? ~code : code & ~(1UL << 63));
        return double.IsFinite(value) ? value : (code >> 63) == 0 ? double.MinValue : double.MaxValue;
    }
}
