namespace Polylog.Networks;

/// <summary>The layout of units in a tensor: [rows, units, block] or [units, block, rows], row-major.</summary>
/// <param name="RowsFirst">Whether it is the first of the two.</param>
/// <param name="Rows">Inputs of an incoming tensor, outputs of an outgoing one.</param>
/// <param name="Units">Hidden units.</param>
/// <param name="Block">
/// Numbers of a unit in each row: the size of a filter, or the places of a flattened channel; 1 for a plain matrix.
/// </param>
internal readonly record struct UnitLayout(bool RowsFirst, long Rows, long Units, long Block)
{
    /// <summary>[units, rows].</summary>
    public static UnitLayout UnitsFirst(long rows, long units) => new(false, rows, units, 1);

    /// <summary>[units x block, rows].</summary>
    public static UnitLayout UnitsThenRows(long rows, long units, long block) => new(false, rows, units, block);

    /// <summary>[rows, units x block].</summary>
    public static UnitLayout RowsThenUnits(long rows, long units, long block) => new(true, rows, units, block);

    /// <summary>Numbers of one unit.</summary>
    public long Width => Rows * Block;

    /// <summary>The numbers of all units, units x rows x block.</summary>
    public double[] Gather(ReadOnlySpan<double> tensor, CancellationToken cancellation = default)
    {
        var units = new double[Units * Width];
        for (long unit = 0, next = 0; unit < Units; unit++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (long row = 0; row < Rows; row++)
            {
                for (long place = 0; place < Block; place++)
                    units[next++] = tensor[(int)Place(unit, row, place)];
            }
        }
        return units;
    }

    /// <summary>The tensor for numbers given as units x rows x block: the inverse of <see cref="Gather"/>.</summary>
    public double[] Scatter(ReadOnlySpan<double> units)
    {
        var tensor = new double[units.Length];
        int next = 0;
        for (long unit = 0; unit < Units; unit++)
        {
            for (long row = 0; row < Rows; row++)
            {
                for (long place = 0; place < Block; place++)
                    tensor[Place(unit, row, place)] = units[next++];
            }
        }
        return tensor;
    }

    private long Place(long unit, long row, long place) =>
        RowsFirst ? (((row * Units) + unit) * Block) + place : (((unit * Block) + place) * Rows) + row;
}
