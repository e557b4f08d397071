namespace Polylog.Networks;

/// <summary>
/// Responses of units that no input can change, where the layer is not plain: their weights say that they are constant, and a run of the
/// model says which constant.
/// </summary>
internal sealed class FixedResponses
{
    private const long Samples = 2048;

    /// <summary>Vector instructions may round a function in another way than the rest of an array does.</summary>
    private const double Rounding = 1e-6;

    private readonly HiddenLayer _layer;
    private readonly Reading[] _readings;
    private readonly bool[] _isFixed;
    private readonly double[][] _low;
    private readonly double[][] _high;

    private FixedResponses(HiddenLayer layer, bool[] candidates)
    {
        _layer = layer;
        _isFixed = candidates;
        _readings = [.. layer.Readers.Select(reader => reader.Responses).Distinct().Select(place => new Reading(place, Samples))];
        _low = [.. _readings.Select(reading => Filled(double.PositiveInfinity, reading))];
        _high = [.. _readings.Select(reading => Filled(double.NegativeInfinity, reading))];
    }

    /// <summary>Looks for such units, and runs the model only where there can be some.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="responses">Observes responses.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Null if there are none.</returns>
    public static FixedResponses? Observe(HiddenLayer layer, IUnitResponses responses, CancellationToken cancellation)
    {
        bool[] candidates = [.. Enumerable.Range(0, layer.Units).Select(unit => layer.Activation is null && CannotChange(layer, unit))];
        if (!candidates.Contains(true))
            return null;
        var observed = new FixedResponses(layer, candidates);
        foreach (IReadOnlyList<(double[] Given, double[] Wanted)> batch in
            responses.Responses(layer, observed._readings, false, cancellation))
        {
            for (int i = 0; i < batch.Count; i++)
                observed.Take(i, batch[i].Given);
        }
        for (int unit = 0; unit < layer.Units; unit++)
            observed._isFixed[unit] &= observed.IsConstant(unit);
        return observed._isFixed.Contains(true) ? observed : null;
    }

    /// <summary>Whether a unit has the same response to all inputs.</summary>
    public bool Has(int unit) => _isFixed[unit];

    /// <summary>Whether that response is 0 at all readers.</summary>
    public bool IsSilent(int unit) => Enumerable.Range(0, _readings.Length).All(i => !Of(i, unit).ContainsAnyExcept(0.0));

    /// <summary>The response of a unit at a reader, one number a column.</summary>
    public ReadOnlySpan<double> At(int reader, int unit) =>
        Of(Array.FindIndex(_readings, reading => reading.Place == _layer.Readers[reader].Responses), unit);

    // By its weights alone: none come in, or a factor behind all that comes in is 0, or a factor of a product is 0.
    private static bool CannotChange(HiddenLayer layer, int unit)
    {
        IReadOnlyList<UnitTensor> owned = layer.Group.Owned;
        bool[] isZero = [.. layer.Own(unit).Select(numbers => !numbers.Span.ContainsAnyExcept(0.0))];
        int[] makers = [.. Enumerable.Range(0, owned.Count).Where(i => owned[i].Role == UnitRole.Incoming)];
        if (makers.All(i => isZero[i]))
            return true;
        if (layer.Group.IsSequence && makers.Length == 1)
            return Enumerable.Range(0, owned.Count).Any(i => owned[i].Role == UnitRole.Factor && isZero[i]);
        return layer.Group.IsProduct && makers.Any(i => isZero[i]) && Enumerable.Range(0, owned.Count).Except(makers).All(i => isZero[i]);
    }

    private void Take(int reading, double[] rows)
    {
        double[] low = _low[reading], high = _high[reading];
        for (int at = 0; at < rows.Length; at += low.Length)
        {
            for (int i = 0; i < low.Length; i++)
            {
                double response = rows[at + i];
                // Not a number stays in both.
                low[i] = Math.Min(low[i], response);
                high[i] = Math.Max(high[i], response);
            }
        }
    }

    private bool IsConstant(int unit)
    {
        for (int reading = 0; reading < _readings.Length; reading++)
        {
            int columns = Columns(reading);
            for (int i = unit * columns; i < (unit + 1) * columns; i++)
            {
                (double low, double high) = (_low[reading][i], _high[reading][i]);
                if (!double.IsFinite(low) || !(high - low <= Rounding * Math.Abs(high)))
                    return false;
            }
        }
        return true;
    }

    private ReadOnlySpan<double> Of(int reading, int unit) =>
        _high[reading].AsSpan(unit * Columns(reading), Columns(reading));

    private int Columns(int reading) => _high[reading].Length / _layer.Units;

    private double[] Filled(double value, Reading reading)
    {
        double[] filled = new double[_layer.Units * (reading.Place?.Columns ?? 1)];
        Array.Fill(filled, value);
        return filled;
    }
}
