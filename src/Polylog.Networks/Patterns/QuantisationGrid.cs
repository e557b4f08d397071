namespace Polylog.Networks;

/// <summary>The numbers that a quantised tensor can hold: scale (q - zero), by channel.</summary>
/// <param name="Format">The format of q.</param>
/// <param name="Scales">A scale for each channel.</param>
/// <param name="Zeros">A zero point for each channel.</param>
/// <param name="Repeat">How many numbers beside each other have the same channel.</param>
internal sealed record QuantisationGrid(WholeFormat Format, double[] Scales, long[] Zeros, long Repeat)
{
    // Numbers that were multiplied and divided by a factor are a rounding beside the grid.
    private const double Beside = 1e-6;

    /// <summary>The grid of a tensor as it is.</summary>
    public static QuantisationGrid Of(Dequantised source)
    {
        double[] scales = source.Scale.ReadDoubles();
        return new QuantisationGrid(
            WholeFormat.Of(source.Data.Type)!.Value, scales, source.Zero?.ReadWhole() ?? new long[scales.Length],
            RepeatOf(source.Data.Dims, source.Axis));
    }

    /// <summary>The grid for other dimensions, where the channels come from others.</summary>
    public QuantisationGrid With(long[] dims, int axis, int[]? from)
    {
        QuantisationGrid grid = this with { Repeat = RepeatOf(dims, axis) };
        return from is null
            ? grid
            : grid with { Scales = [.. from.Select(at => Scales[at])], Zeros = [.. from.Select(at => Zeros[at])] };
    }

    /// <summary>The numbers that stored ones stand for.</summary>
    public double[] Values(ReadOnlySpan<long> stored)
    {
        var values = new double[stored.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (stored[i] - Zeros[Channel(i)]) * Scales[Channel(i)];
        return values;
    }

    /// <summary>The nearest numbers of the grid, ties to even, saturated.</summary>
    public long[] Stored(ReadOnlySpan<double> values)
    {
        var stored = new long[values.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            double number = Math.Round(values[i] / Scales[Channel(i)]) + Zeros[Channel(i)];
            stored[i] = double.IsNaN(number) ? Zeros[Channel(i)] : (long)Math.Clamp(number, Format.Least, Format.Most);
        }
        return stored;
    }

    /// <summary>
    /// A grid for numbers: channels whose numbers are all on this grid keep it, so that weights that do not change stay bit for bit; others
    /// get one that just reaches their largest number.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="reach">How far from the zero point stored numbers may be.</param>
    /// <param name="least">For each channel, the least scale.</param>
    /// <param name="scaleFormat">The format of scales.</param>
    public QuantisationGrid For(ReadOnlySpan<double> values, long reach, Func<int, double> least, FloatFormat scaleFormat)
    {
        bool[] isOff = new bool[Scales.Length];
        double[] low = new double[Scales.Length], high = new double[Scales.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = Channel(i);
            low[channel] = Math.Min(low[channel], values[i]);
            high[channel] = Math.Max(high[channel], values[i]);
            double number = (values[i] / Scales[channel]) + Zeros[channel], nearest = Math.Round(number);
            isOff[channel] |= !(Math.Abs(number - nearest) <= Beside) || nearest < Format.Least || nearest > Format.Most;
        }
        double[] scales = [.. Scales];
        long[] zeros = [.. Zeros];
        for (int channel = 0; channel < scales.Length; channel++)
        {
            if (!isOff[channel])
                continue;
            (double scale, long zero) = Fitted(low[channel], high[channel], zeros[channel], reach);
            double[] rounded = [Math.Max(scale, least(channel))];
            scaleFormat.Round(rounded);
            // All numbers are 0, or nearly: any scale will do.
            if (rounded[0] > 0 && double.IsFinite(rounded[0]))
                (scales[channel], zeros[channel]) = (rounded[0], zero);
        }
        return this with { Scales = scales, Zeros = zeros };
    }

    // A zero point in the middle stays there, as kernels for symmetric weights need it; any other goes where the range is used best.
    private (double Scale, long Zero) Fitted(double low, double high, long zero, long reach)
    {
        long middle = Format.IsSigned ? 0 : (Format.Most + 1) / 2;
        if (zero == middle)
            return (Math.Max(high, -low) / Math.Min(reach, Format.Most - middle), zero);
        double scale = (high - low) / (Format.Most - Format.Least);
        return (scale, scale > 0 ? Math.Clamp((long)Math.Round(Format.Least - (low / scale)), Format.Least, Format.Most) : zero);
    }

    /// <summary>The channel of a number.</summary>
    public int Channel(long index) => Scales.Length == 1 ? 0 : (int)(index / Repeat % Scales.Length);

    private static long RepeatOf(long[] dims, int axis) => axis < 0 ? 1 : Math.Max(1, TensorShape.Elements(dims.AsSpan(axis + 1)));
}
