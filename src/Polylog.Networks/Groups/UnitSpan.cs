namespace Polylog.Networks;

/// <summary>
/// Where the units of a group are along a dimension: place p of unit u in part o has the index start + (o x units + u) x block + p. Parts
/// are the two halves of a gated layer in one tensor, or queries, keys and values; a block is a head, or the places of a channel.
/// </summary>
/// <param name="Length">The length of the dimension; more than the units fill, where other values are joined to them.</param>
/// <param name="Units">Units of the group.</param>
/// <param name="Block">Indices of a unit beside each other.</param>
/// <param name="Outer">Parts, each with a block of every unit.</param>
/// <param name="Start">Index of the first unit.</param>
internal readonly record struct UnitSpan(long Length, long Units, long Block = 1, long Outer = 1, long Start = 0)
{
    /// <summary>The length of a dimension that is known only where the units are read: places of channels of open size.</summary>
    public const long Open = -1;

    /// <summary>Indices of one unit.</summary>
    public long Each => Outer * Block;

    /// <summary>Whether the units fill the whole dimension.</summary>
    public bool IsWhole => Length == Units * Each;

    /// <summary>A dimension that counts units and nothing else.</summary>
    public static UnitSpan Whole(long units) => new(units, units);

    /// <summary>The same dimension with another number of units.</summary>
    public UnitSpan With(long units) => this with { Units = units, Length = Length - (Each * (Units - units)) };

    /// <summary>The index of a place of a unit.</summary>
    public long Index(long part, long unit, long place) => Start + (((part * Units) + unit) * Block) + place;

    /// <summary>For each index of the dimension with some units only, the index before.</summary>
    public int[] From(ReadOnlySpan<int> kept)
    {
        UnitSpan now = With(kept.Length);
        long shift = now.Length - Length;
        var from = new int[now.Length];
        for (long index = 0; index < now.Length; index++)
            from[index] = (int)(index < Start ? index : index - shift);
        for (long part = 0; part < Outer; part++)
        {
            for (int i = 0; i < kept.Length; i++)
            {
                for (long place = 0; place < Block; place++)
                    from[now.Index(part, i, place)] = (int)Index(part, kept[i], place);
            }
        }
        return from;
    }
}
