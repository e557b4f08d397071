namespace Polylog.Networks;

/// <summary>
/// Reads samples of units' responses from a value: each index along the other dimensions is a sample, and of a block each place is, unless
/// its numbers are matched together.
/// </summary>
/// <param name="Place">Where the units are.</param>
/// <param name="Units">Units of the group.</param>
internal sealed record ResponseSamples(ResponsePlace Place, int Units) : IResponseRows
{
    /// <summary>Samples x (units x columns).</summary>
    /// <inheritdoc/>
    public double[] Rows(ModelOutput output, int most, ulong seed)
    {
        ReadOnlySpan<double> values = output.Values.Span;
        UnitSpan span = Place.Span;
        int axis = output.Shape.Count - Place.FromEnd, length = (int)span.Length;
        int behind = output.Shape.Skip(axis + 1).Aggregate(1, (product, dim) => product * dim);
        int before = values.Length / behind / length;
        int each = Place.Columns > 1 ? 1 : (int)span.Each, samples = before * each * behind, columns = Place.Columns;
        int[] chosen = [.. Enumerable.Range(0, samples)];
        if (samples > most)
        {
            new SplitMix64(seed).Draw(chosen.AsSpan(), most);
            chosen = chosen[..most];
        }
        double[] rows = new double[chosen.Length * Units * columns];
        int next = 0;
        foreach (int sample in chosen)
        {
            (int outer, int rest) = Math.DivRem(sample, each * behind);
            (int at, int inner) = Math.DivRem(rest, behind);
            for (int unit = 0; unit < Units; unit++)
            {
                for (int column = 0; column < columns; column++)
                {
                    (long part, long place) = Math.DivRem(columns > 1 ? column : at, span.Block);
                    rows[next++] = values[(((outer * length) + (int)span.Index(part, unit, place)) * behind) + inner];
                }
            }
        }
        return rows;
    }
}

/// <summary>Reads samples from a value of a model.</summary>
internal interface IResponseRows
{
    /// <summary>Some samples, row-major.</summary>
    /// <param name="output">The value.</param>
    /// <param name="most">The most samples; of more, some are drawn.</param>
    /// <param name="seed">The same seed draws the same samples.</param>
    double[] Rows(ModelOutput output, int most, ulong seed);
}
