namespace Polylog.Networks;

/// <summary>
/// Shrinks a layer so that it computes nearly the same function: the responses of units with places close together are interpolated from a
/// few of them.
/// </summary>
/// <remarks>
/// The places of each chart are bisected into leaves. In each leaf these sums over units are preserved: outgoing weights x scale x
/// polynomial of the place, and outgoing weights x known functions. For responses that are smooth in the place, the error falls like
/// r^(order + 1) with the diameter r of a leaf; the number of outgoing weights does not matter. Cost: O(units x functions x (functions +
/// outgoing size)).
/// </remarks>
/// <example>
/// The best order for at most so many units of a layer, judged by outputs:
/// <code>
/// static TLayer Shrink&lt;TLayer&gt;(IUnitSum&lt;TLayer&gt; layer, int size, Func&lt;TLayer, double[]&gt; outputs)
/// {
///     (TLayer few, int order) = FunctionPreserving.Best(layer, size, outputs);
///     Console.WriteLine($"order {order}, which needs {FunctionPreserving.Least(layer, order)} units");
///     return few;
/// }
/// </code>
/// </example>
public static class FunctionPreserving
{
    /// <summary>The highest order that <see cref="Best"/> tries.</summary>
    private const int HighestTried = 24;

    /// <summary>Orders with more functions in a leaf are not tried.</summary>
    private const int MostFunctions = 1000;

    /// <summary>After so many orders in a row without gain, higher ones are not tried.</summary>
    private const int Patience = 3;

    /// <summary>A higher order counts as a gain if it lowers the error at least by this factor.</summary>
    private const double WorthGoingOn = 0.95;

    /// <summary>Chooses units and their outgoing weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="size">The most units to keep, at least <see cref="Least(IUnitSum, int)"/>.</param>
    /// <param name="order">Degree of the polynomials, at least 0.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>At most <paramref name="size"/> units; fewer if units respond alike or have no outgoing weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size or the order is out of range.</exception>
    public static UnitSelection Select(IUnitSum layer, int size, int order, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        var places = new UnitPlaces(layer);
        int functions = Functions(layer, order);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Least(places, functions));
        var kept = new List<(int Unit, double[] Outgoing)>();
        int left = size, open = places.Charts.Sum(chart => chart.Length);
        foreach (int[] chart in places.Charts.OrderBy(chart => chart.Length))
        {
            // Small charts first: units they do not need are left to the others.
            int share = Math.Max(Math.Min(functions, chart.Length), (int)((long)left * chart.Length / open));
            int before = kept.Count;
            if (share >= chart.Length)
                kept.AddRange(chart.Select(unit => (unit, places.Outgoing(unit))));
            else
                Interpolate(places, chart, share, order, functions, kept, cancellation);
            left -= kept.Count - before;
            open -= chart.Length;
        }
        kept.Sort((a, b) => a.Unit.CompareTo(b.Unit));
        return new UnitSelection([.. kept.Select(unit => unit.Unit)], [.. kept.SelectMany(unit => unit.Outgoing)]);
    }

    /// <summary>Tries the orders that fit, and takes the one whose outputs are closest to those of the layer.</summary>
    /// <typeparam name="TLayer">The type of the layer.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="size">The most units to keep, at least <see cref="Least(IUnitSum, int)"/> of order 0.</param>
    /// <param name="outputs">Evaluates a layer on some inputs, the same ones at each call.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The smaller layer and its order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not even order 0 fits the size.</exception>
    public static (TLayer Layer, int Order) Best<TLayer>(
        IUnitSum<TLayer> layer, int size, Func<TLayer, double[]> outputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(outputs);
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        double[] masses = new double[all.Length];
        Array.Fill(masses, 1);
        double[] wanted = outputs(layer.Keep(all, masses));
        var places = new UnitPlaces(layer);
        (TLayer Layer, int Order) best = (layer.Replace(all, [.. all.SelectMany(places.Outgoing)]), -1);
        double least = double.PositiveInfinity;
        for (int order = 0, idle = 0; order <= HighestTried && idle < Patience; order++)
        {
            int functions = Functions(layer, order);
            if (order > 0 && (functions > MostFunctions || size < Least(places, functions) || layer.PlaceSize == 0))
                break;
            UnitSelection selection = Select(layer, size, order, cancellation);
            TLayer shrunk = layer.Replace(selection.Kept, selection.Outgoing);
            double[] got = outputs(shrunk);
            double squares = 0;
            for (int i = 0; i < got.Length; i++)
                squares += (got[i] - wanted[i]) * (got[i] - wanted[i]);
            idle = Math.Sqrt(squares) < WorthGoingOn * Math.Sqrt(least) ? 0 : idle + 1;
            if (squares < least)
            {
                least = squares;
                best = (shrunk, order);
            }
        }
        return best;
    }

    /// <summary>The fewest units with which an order can be preserved.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="order">Degree of the polynomials, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative.</exception>
    public static int Least(IUnitSum layer, int order)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return Least(new UnitPlaces(layer), Functions(layer, order));
    }

    private static int Least(UnitPlaces places, int functions) => places.Charts.Sum(chart => Math.Min(chart.Length, functions));

    private static int Functions(IUnitSum layer, int order)
    {
        long polynomials = layer.PlaceSize == 0 ? 0 : Moments.Count(layer.PlaceSize, order);
        return (int)Math.Min(int.MaxValue / 4, Math.Max(1, polynomials + layer.KnownSize));
    }

    private static void Interpolate(
        UnitPlaces places,
        int[] chart,
        int size,
        int order,
        int functions,
        List<(int Unit, double[] Outgoing)> kept,
        CancellationToken cancellation)
    {
        if (places.PlaceSize == 0)
        {
            Leaf(places, chart, [], null, size, functions, kept, cancellation);
            return;
        }
        var measure = new Measure(chart.SelectMany(unit => places.Place(unit).ToArray()).ToArray(), places.PlaceSize);
        ColumnScale scale = places.AreComparable ? ColumnScale.None : ColumnScale.StandardDeviation;
        int leaves = Math.Max(1, size / functions);
        var plan = new PartitionPlan(leaves, places.PlaceSize, AxisUnits.Measured(measure, scale, 1), size);
        Bisection parts = Bisection.Split(measure, plan, 1, cancellation);
        var basis = new FunctionBasis(new MatchedColumns(places.PlaceSize), order);
        int[] shares = Bisection.EvenShares(size, leaves);
        foreach ((Leaf leaf, int share) in parts.Leaves.Zip(shares))
        {
            ReadOnlySpan<double> rows = parts.Rows.AsSpan(leaf.Start * places.PlaceSize, leaf.Count * places.PlaceSize);
            int[] units = [.. parts.Index.AsSpan(leaf.Start, leaf.Count).ToArray().Select(i => chart[i])];
            Leaf(places, units, rows, basis, share, functions, kept, cancellation);
        }
    }

    private static void Leaf(
        UnitPlaces places,
        int[] units,
        ReadOnlySpan<double> rows,
        FunctionBasis? basis,
        int target,
        int functions,
        List<(int Unit, double[] Outgoing)> kept,
        CancellationToken cancellation)
    {
        if (target >= units.Length)
        {
            kept.AddRange(units.Select(unit => (unit, places.Outgoing(unit))));
            return;
        }
        int polynomials = basis?.Count ?? 0;
        int stride = Kernels.Pad(units.Length);
        double[] columns = new double[functions * stride];
        if (basis is not null)
        {
            var features = new LeafFeatures(basis, new Workers());
            features.Fit(rows);
            features.Single(rows, [.. Enumerable.Range(0, units.Length)], polynomials, stride, columns.AsSpan(0, polynomials * stride));
        }
        // Divided by the scale, so that large and small units are picked alike. Units of scale 0 have known functions only.
        double[] factors = new double[units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            double scale = places.Scale(units[i]);
            factors[i] = scale != 0 ? scale : 1;
            for (int f = 0; f < polynomials && scale == 0; f++)
                columns[f * stride + i] = 0;
            ReadOnlySpan<double> known = places.Known(units[i]);
            for (int f = 0; f < known.Length; f++)
                columns[(polynomials + f) * stride + i] = known[f] / factors[i];
        }
        int outputs = places.OutgoingSize;
        double[] sums = new double[functions * outputs];
        for (int i = 0; i < units.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] sent = places.Outgoing(units[i]);
            for (int f = 0; f < functions; f++)
            {
                double value = factors[i] * columns[f * stride + i];
                for (int o = 0; o < outputs; o++)
                    sums[f * outputs + o] += value * sent[o];
            }
        }
        int[] picked = LeafInterpolation.Pick(columns, stride, units.Length, functions, target, cancellation);
        double[] solved = LeafInterpolation.Solve(columns, stride, functions, picked, sums, outputs, cancellation);
        for (int j = 0; j < picked.Length; j++)
        {
            double[] own = new double[outputs];
            for (int o = 0; o < outputs; o++)
                own[o] = solved[j * outputs + o] / factors[picked[j]];
            kept.Add((units[picked[j]], own));
        }
    }
}
