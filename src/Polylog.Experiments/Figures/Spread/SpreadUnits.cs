namespace Polylog.Experiments;

/// <summary>
/// Chooses units of a wide ReLU network on the square, and their masses, so that few of them train like all: they are spread evenly, and
/// each stands for the units of a small cell around it.
/// </summary>
/// <remarks>
/// After thousands of steps the end of a unit is a smooth function of its beginning only on a large scale. High orders reduce the error of
/// the smooth part, but increase that of the rest, which is a sampling error: it grows with the size of leaves and with unequal masses.
/// </remarks>
internal static class SpreadUnits
{
    // On a side of the square.
    private const int OutputPlaces = 5;

    /// <summary>The network of the units chosen.</summary>
    /// <param name="network">The full one: two inputs, one output, ReLU, masses 1.</param>
    /// <param name="size">Units to keep, at least 3.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static TwoLayerNetwork Choose(TwoLayerNetwork network, int size, CancellationToken cancellation)
    {
        if (size >= network.Width)
            return network.Keep([.. Enumerable.Range(0, network.Width)]);
        PlanarUnit[] units = PlanarUnit.ReadAll(network);
        ILookup<bool, int> silent = Enumerable.Range(0, units.Length).ToLookup(i => units[i].IsSilent);
        int[] active = [.. silent[false]], still = [.. silent[true]];
        int count = Math.Min(size - Math.Min(1, still.Length), active.Length);
        // A unit that is active on most of the square is nearly linear there and easy to replace; units active in a corner or on a half are
        // not. All units count for the first steps.
        double[] importance = Array.ConvertAll(units, unit => 2 - unit.ActiveShare());
        IReadOnlyList<int[]> cells = new UnitCells(units, importance).Split(active, count);
        int[] chosen = [.. cells.Select(cell => Central(units, cell))];
        new UnitExchange(new UnitKernel(units), active, cancellation).Improve(cells, chosen);
        double[] masses = [.. cells.Select(cell => (double)cell.Length)];
        MassCorrection.Correct(masses, Functions().Select(function =>
            (Array.ConvertAll(chosen, i => function(units[i])), active.Sum(i => function(units[i])))));
        // One silent unit stands for all.
        return still.Length == 0 ? network.Keep(chosen, masses) : network.Keep([.. chosen, still[0]], [.. masses, still.Length]);
    }

    private static int Central(PlanarUnit[] units, int[] cell)
    {
        double w1 = cell.Average(i => units[i].W1), w2 = cell.Average(i => units[i].W2), b = cell.Average(i => units[i].B);
        return cell.MinBy(i => new PlanarUnit(0, units[i].W1 - w1, units[i].W2 - w2, units[i].B - b).Norm);
    }

    // The number of units, and the first outputs at places where polynomials are well interpolated from.
    private static IEnumerable<Func<PlanarUnit, double>> Functions()
    {
        yield return _ => 1;
        for (int i = 0; i < OutputPlaces; i++)
        {
            for (int j = 0; j < OutputPlaces; j++)
            {
                (double x, double y) = (Place(i), Place(j));
                yield return unit => unit.V * Math.Max(0, unit.W1 * x + unit.W2 * y + unit.B);
            }
        }

        static double Place(int place) => Math.Cos((place + 0.5) * Math.PI / OutputPlaces);
    }
}
