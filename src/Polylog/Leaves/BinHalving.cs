using System.Collections.Concurrent;

namespace Polylog;

/// <summary>
/// Halves a leaf's points while there are many, before they pass through windows: points are dealt into bins along the order of the
/// partition, and a bin is given up, or the weights of its points are doubled.
/// </summary>
/// <remarks>
/// A recombination tree (M. Tchernychova, Caratheodory cubature measures, 2016) whose steps are bounded: a bin acts as one point with the
/// sums of its points' functions, and its factor ends at 0 or 2, but for at most as many bins as functions are matched. Every bin takes a
/// point of each stretch of the order, so that giving one up leaves no hole.
/// </remarks>
/// <param name="functions">The functions.</param>
/// <param name="create">Makes further instances of them, one a thread.</param>
/// <param name="workers">Threads.</param>
/// <param name="random">Draws the directions of steps; null to choose them.</param>
/// <param name="progress">Counts the points.</param>
internal sealed class BinHalving(
    WindowFunctions functions, Func<WindowFunctions> create, Workers workers, RandomDirections? random, PointProgress progress)
{
    /// <summary>Bins for each matched function.</summary>
    private const int BinsPerFunction = 4;

    /// <summary>Points whose functions are in memory together.</summary>
    private const int Block = 64;

    private readonly AlignedBuffer _sumBuffer = new();
    private readonly ConcurrentBag<WindowFunctions> _instances = [];

    /// <summary>Bins that points are dealt into.</summary>
    private int Bins => Kernels.Pad(BinsPerFunction * functions.Matched);

    /// <summary>Halves the points until at most a number of them is left, or bins would have less than two points.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="places">IN, the points, in order.</param>
    /// <param name="weights">IN/OUT, weights by place; 0 for those that are given up.</param>
    /// <param name="most">Points that may be left.</param>
    /// <param name="sums">OUT, sums of the matched functions over all points; null where nothing was to be done.</param>
    /// <returns>The points that are left, in order.</returns>
    public int[] Run(ReadOnlyMemory<double> rows, int[] places, double[] weights, int most, out double[]? sums)
    {
        sums = null;
        while (places.Length > most && places.Length >= 2 * Bins)
        {
            int left = places.Length;
            Add(rows, places, weights);
            sums ??= Totals();
            double[] factors = Halve();
            for (int i = 0; i < places.Length; i++)
                weights[places[i]] *= factors[i % factors.Length];
            places = [.. places.Where(place => weights[place] > 0)];
            if (places.Length > left * 3 / 4)
                break;
        }
        return places;
    }

    /// <summary>Sums of all functions over the points of each bin.</summary>
    private void Add(ReadOnlyMemory<double> rows, int[] places, double[] weights)
    {
        int bins = Bins, all = functions.Matched + functions.Watched;
        _sumBuffer.Take(all * bins).Clear();
        workers.Run((bins + Block - 1) / Block, (long)places.Length * all * 100, block =>
        {
            if (!_instances.TryTake(out WindowFunctions? own))
                own = create();
            int first = block * Block, width = Math.Min(Block, bins - first);
            double[] values = new double[all * Block];
            Span<double> sums = _sumBuffer.Take(all * bins);
            double[] ownWeights = new double[Block];
            for (int at = first; at < places.Length; at += bins)
            {
                workers.Cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<int> points = places.AsSpan(at, Math.Min(width, places.Length - at));
                int padded = Kernels.Pad(points.Length);
                own.Single(rows.Span, points, all, Block, values);
                Array.Clear(ownWeights);
                for (int i = 0; i < points.Length; i++)
                    ownWeights[i] = weights[points[i]];
                for (int f = 0; f < all; f++)
                {
                    Span<double> row = values.AsSpan(f * Block, padded);
                    Kernels.Multiply(row, row, ownWeights);
                    Kernels.Add(sums.Slice(f * bins + first, padded), row);
                }
                progress.Add(points.Length);
            }
            _instances.Add(own);
        });
    }

    private double[] Totals()
    {
        int bins = Bins;
        ReadOnlySpan<double> sums = _sumBuffer.Take((functions.Matched + functions.Watched) * bins);
        double[] totals = new double[functions.Matched];
        for (int f = 0; f < totals.Length; f++)
        {
            var total = new CompensatedSum();
            foreach (double sum in sums.Slice(f * bins, bins))
                total.Add(sum);
            totals[f] = total.Value;
        }
        return totals;
    }

    /// <summary>The factor of every bin's weights.</summary>
    private double[] Halve()
    {
        int bins = Bins, all = functions.Matched + functions.Watched;
        Span<double> sums = _sumBuffer.Take(all * bins);
        // In units of a bin's mean weight the values are of size 1, as those of points are.
        double mean = 0;
        foreach (double sum in sums[..bins])
            mean += sum / bins;
        Kernels.SubtractScaled(sums, 1 - 1 / mean, sums);
        double[] factors = new double[bins];
        Array.Fill(factors, 1.0);
        var tableau = new Tableau(workers);
        tableau.Factorise(sums, bins, bins, functions.Matched, functions.Watched, functions.Tolerance);
        new BoundedElimination(workers).Run(tableau, factors, 2, new double[Kernels.Pad(functions.Watched)], random);
        return factors;
    }
}
