namespace Polylog.Networks;

/// <summary>The layout of units in a tensor: [rows, span, kernel] or [span, rows], row-major.</summary>
/// <param name="RowsFirst">Whether it is the first of the two.</param>
/// <param name="Rows">Inputs of an incoming tensor, outputs of an outgoing one.</param>
/// <param name="Span">Where the units are along their dimension.</param>
/// <param name="Kernel">Numbers behind the dimension in each row: the size of a filter; 1 for a matrix.</param>
internal readonly record struct UnitLayout(bool RowsFirst, long Rows, UnitSpan Span, long Kernel = 1)
{
    /// <summary>[units, rows].</summary>
    public static UnitLayout UnitsFirst(long rows, long units) => new(false, rows, UnitSpan.Whole(units));

    /// <summary>[rows, units x block, kernel].</summary>
    public static UnitLayout RowsThenUnits(long rows, long units, long block, long kernel = 1) =>
        new(true, rows, new UnitSpan(units * block, units, block), kernel);

    /// <summary>The layout of a tensor whose dimension <paramref name="axis"/> has the units.</summary>
    public static UnitLayout Of(ReadOnlySpan<long> dims, int axis, UnitSpan span)
    {
        long before = TensorShape.Elements(dims[..axis]), behind = TensorShape.Elements(dims[(axis + 1)..]);
        return axis == 0 ? new UnitLayout(false, behind, span) : new UnitLayout(true, before, span, behind);
    }

    /// <summary>Units of the group.</summary>
    public long Units => Span.Units;

    /// <summary>Numbers of a unit in each row.</summary>
    public long Block => Span.Each * Kernel;

    /// <summary>Numbers of one unit.</summary>
    public long Width => Rows * Block;

    /// <summary>The numbers of all units, units x rows x (part, place, kernel).</summary>
    public double[] Gather(ReadOnlySpan<double> tensor, CancellationToken cancellation = default)
    {
        var units = new double[Units * Width];
        for (long unit = 0, next = 0; unit < Units; unit++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (long row = 0; row < Rows; row++)
            {
                for (long each = 0; each < Block; each++)
                    units[next++] = tensor[(int)Place(unit, row, each)];
            }
        }
        return units;
    }

    /// <summary>
    /// The tensor with other units, given as units x rows x (part, place, kernel): the inverse of <see cref="Gather"/> where the units
    /// fill their dimension.
    /// </summary>
    /// <param name="before">The tensor in this layout: what is not of the units is taken from it.</param>
    /// <param name="values">The numbers of the new units.</param>
    public double[] Scatter(ReadOnlySpan<double> before, ReadOnlySpan<double> values)
    {
        UnitLayout now = this with { Span = Span.With(values.Length / Width) };
        var tensor = new double[Rows * now.Span.Length * Kernel];
        if (!Span.IsWhole)
            CopyOthers(before, tensor, now);
        int next = 0;
        for (long unit = 0; unit < now.Units; unit++)
        {
            for (long row = 0; row < Rows; row++)
            {
                for (long each = 0; each < Block; each++)
                    tensor[now.Place(unit, row, each)] = values[next++];
            }
        }
        return tensor;
    }

    private void CopyOthers(ReadOnlySpan<double> before, double[] tensor, UnitLayout now)
    {
        long first = Span.Start, end = first + (Span.Units * Span.Each), shift = now.Span.Length - Span.Length;
        for (long index = 0; index < Span.Length; index++)
        {
            if (index >= first && index < end)
                continue;
            long to = index < first ? index : index + shift;
            for (long row = 0; row < Rows; row++)
            {
                for (long k = 0; k < Kernel; k++)
                    tensor[now.At(to, row, k)] = before[(int)At(index, row, k)];
            }
        }
    }

    private long Place(long unit, long row, long each)
    {
        (long at, long k) = Math.DivRem(each, Kernel);
        (long part, long place) = Math.DivRem(at, Span.Block);
        return At(Span.Index(part, unit, place), row, k);
    }

    private long At(long index, long row, long k) =>
        RowsFirst ? (((row * Span.Length) + index) * Kernel) + k : (index * Rows) + row;
}
