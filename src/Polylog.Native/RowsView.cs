using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Polylog.Native;

/// <summary>The struct <c>polylog_rows</c> of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RowsView
{
    public long StructSize;
    public long Count;
    public long Dimension;
    public double* Atoms;
    public double* Weights;
    public double* Targets;
    public long TargetCount;
    public double* Totals;
    public long TotalCount;
    public int* Groups;
    public float* SingleAtoms;

    /// <summary>The rows as a measure over the caller's arrays.</summary>
    /// <param name="loss">The loss of the targets; null where there are none.</param>
    /// <param name="areHeld">Whether the measure outlives the call, so that the arrays have to be copied.</param>
    public readonly Measure ToMeasure(ILoss? loss, bool areHeld = false)
    {
        if (StructSize != sizeof(RowsView))
            throw new ArgumentException("struct_size is not that of polylog_rows: the program was made with another polylog.h.");
        if (Count < 1 || Dimension < 1 || (Atoms is null && SingleAtoms is null))
            throw new ArgumentException("There are no atoms; give at least one row with one column.");
        if (Atoms is not null && SingleAtoms is not null)
            throw new ArgumentException("There are atoms and single_atoms; give one of the two.");
        ReadOnlyMemory<double> atoms = SingleAtoms is null ? Memory(Atoms, Dimension, areHeld)
            : Widened(Memory(SingleAtoms, Dimension, areHeld: false).Span);
        var measure = new Measure(atoms, (int)Dimension, Memory(Weights, 1, areHeld));
        if (Targets is not null)
        {
            measure = measure.WithTargets(
                Memory(Targets, TargetCount, areHeld), loss ?? throw new ArgumentException("Targets need a loss."), (int)TargetCount);
        }
        else if (loss is not null)
            throw new ArgumentException("A loss needs targets.");
        if (Totals is not null)
            measure = measure.WithTotals(Memory(Totals, TotalCount, areHeld), (int)TotalCount);
        return Groups is null ? measure : measure.WithGroups(Memory(Groups, 1, areHeld));
    }

    private readonly ReadOnlyMemory<T> Memory<T>(T* pointer, long columns, bool areHeld)
        where T : unmanaged
    {
        if (pointer is null)
            return default;
        if (columns is < 1 or > int.MaxValue || Count > int.MaxValue / columns)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{Count} rows of {columns} columns are too many for one call, which takes fewer than 2^31 numbers; add them to a stream "
                    + $"in parts."));
        }
        int length = (int)(Count * columns);
        return areHeld ? new ReadOnlySpan<T>(pointer, length).ToArray() : new PointerMemory<T>(pointer, length).Memory;
    }

    // The engine computes in double precision.
    private static double[] Widened(ReadOnlySpan<float> numbers)
    {
        double[] wide = GC.AllocateUninitializedArray<double>(numbers.Length);
        int whole = numbers.Length - (numbers.Length % Vector<float>.Count);
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(numbers[i..]), out Vector<double> first, out Vector<double> second);
            first.CopyTo(wide, i);
            second.CopyTo(wide, i + Vector<double>.Count);
        }
        for (int i = whole; i < numbers.Length; i++)
            wide[i] = numbers[i];
        return wide;
    }
}
