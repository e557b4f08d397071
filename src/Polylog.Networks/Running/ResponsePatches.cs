namespace Polylog.Networks;

/// <summary>
/// Reads from a value what a reader sums to one output: the places of a filter around a place of the output, or all places of channels that
/// are read as a whole.
/// </summary>
/// <param name="place">Where the units are.</param>
/// <param name="filter">The filter; null for a reader of whole channels.</param>
internal sealed class ResponsePatches(ResponsePlace place, Filter? filter) : IResponseRows
{
    private readonly int _units = (int)place.Span.Units;

    /// <summary>Samples x (units x places); places outside of the value are 0.</summary>
    /// <inheritdoc/>
    public double[] Rows(ModelOutput output, int most, ulong seed)
    {
        int axis = output.Shape.Count - place.FromEnd, length = (int)place.Span.Length;
        int[] sizes = [.. output.Shape.Skip(axis + 1)];
        int behind = sizes.Aggregate(1, (product, dim) => product * dim), before = output.Values.Length / behind / length;
        int[] steps = filter is null ? [] : [.. sizes.Select(Steps)];
        int outputs = filter is null ? behind : steps.Aggregate(1, (product, dim) => product * Math.Max(0, dim));
        int samples = before * outputs;
        int[] chosen = [.. Enumerable.Range(0, samples)];
        if (samples > most)
        {
            new SplitMix64(seed).Draw(chosen.AsSpan(), most);
            chosen = chosen[..most];
        }
        int places = filter?.Places ?? (int)place.Span.Each;
        double[] rows = new double[chosen.Length * _units * places];
        Parallel.For(0, chosen.Length, i =>
        {
            (int example, int at) = Math.DivRem(chosen[i], outputs);
            int[] offsets = filter is null ? [] : Offsets(filter, sizes, steps, at);
            Span<double> row = rows.AsSpan(i * _units * places, _units * places);
            for (int unit = 0; unit < _units; unit++)
            {
                for (int k = 0; k < places; k++)
                    row[(unit * places) + k] = Number(output.Values.Span, example, unit, k);
            }

            double Number(ReadOnlySpan<double> values, int example, int unit, int k)
            {
                (long part, long inner) = filter is null ? Math.DivRem(k, place.Span.Block) : (0, 0);
                int index = (int)place.Span.Index(part, unit, inner), offset = filter is null ? at : offsets[k];
                return offset < 0 ? 0 : values[(((example * length) + index) * behind) + offset];
            }
        });
        return rows;
    }

    private int Steps(int size, int axis)
    {
        Filter own = filter!;
        long padded = size + own.Pads[axis] + own.Pads[axis + own.Sizes.Length];
        return (int)((padded - ((own.Sizes[axis] - 1) * own.Dilations[axis]) - 1) / own.Strides[axis]) + 1;
    }

    // For each place of the filter where it is in a channel; -1 outside.
    private static int[] Offsets(Filter filter, int[] sizes, int[] steps, int at)
    {
        long[] corner = new long[sizes.Length];
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            (at, int step) = Math.DivRem(at, steps[axis]);
            corner[axis] = (step * filter.Strides[axis]) - filter.Pads[axis];
        }
        int[] offsets = new int[filter.Places];
        for (int k = 0; k < offsets.Length; k++)
        {
            long offset = 0;
            int rest = k, scale = 1;
            bool isInside = true;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (rest, int place) = Math.DivRem(rest, (int)filter.Sizes[axis]);
                long index = corner[axis] + (place * filter.Dilations[axis]);
                isInside &= index >= 0 && index < sizes[axis];
                offset += index * scale;
                scale *= sizes[axis];
            }
            offsets[k] = isInside ? (int)offset : -1;
        }
        return offsets;
    }
}
