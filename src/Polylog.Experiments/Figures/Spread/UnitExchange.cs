namespace Polylog.Experiments;

/// <summary>
/// Chooses in each cell the unit that stands for it, one after the other, such that the discrepancy of those chosen falls: sum of d_i d_j
/// k(i, j), where d is the mass a unit is given less the one it has.
/// </summary>
/// <param name="kernel">k.</param>
/// <param name="active">Indices of all units of the cells.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class UnitExchange(UnitKernel kernel, int[] active, CancellationToken cancellation)
{
    // Later sweeps change next to nothing.
    private const int Sweeps = 3;

    /// <summary>Chooses.</summary>
    /// <param name="cells">The cells: indices of units.</param>
    /// <param name="chosen">IN/OUT, the unit of each cell.</param>
    public void Improve(IReadOnlyList<int[]> cells, int[] chosen)
    {
        double[] potential = Potential(cells, chosen);
        bool moved = true;
        for (int sweep = 0; sweep < Sweeps && moved; sweep++)
        {
            moved = false;
            for (int cell = 0; cell < chosen.Length; cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                (int old, double mass) = (chosen[cell], cells[cell].Length);
                int best = Best(cells[cell], old, mass, potential);
                if (best == old)
                    continue;
                chosen[cell] = best;
                moved = true;
                foreach (int i in active)
                    potential[i] += mass * (kernel.Value(i, best) - kernel.Value(i, old));
            }
        }
    }

    // Sum over j of d_j k(i, j).
    private double[] Potential(IReadOnlyList<int[]> cells, int[] chosen)
    {
        double[] given = new double[active.Max() + 1], potential = new double[given.Length];
        foreach (int i in active)
            given[i] = -1;
        for (int cell = 0; cell < chosen.Length; cell++)
            given[chosen[cell]] += cells[cell].Length;
        Parallel.ForEach(active, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            double sum = 0;
            foreach (int j in active)
                sum += given[j] * kernel.Value(i, j);
            potential[i] = sum;
        });
        return potential;
    }

    private int Best(int[] cell, int old, double mass, double[] potential)
    {
        (int best, double least) = (old, 0);
        foreach (int i in cell)
        {
            double distance = kernel.Value(i, i) + kernel.Value(old, old) - 2 * kernel.Value(i, old);
            double change = 2 * (potential[i] - potential[old]) + mass * distance;
            if (change < least)
                (best, least) = (i, change);
        }
        return best;
    }
}
