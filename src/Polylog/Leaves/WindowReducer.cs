namespace Polylog;

/// <summary>Reduces a leaf whose weights are to be even: its points pass through windows, in the order of the partition.</summary>
/// <remarks>
/// Stretches of points pass through windows of their own, side by side. What is left in them is joined two by two, neighbours first. The
/// number of stretches depends on the sizes alone. Cost for n points and q functions: about 5 n q^2 multiply-adds, and the evaluation of
/// the functions.
/// </remarks>
/// <param name="basis">The polynomials.</param>
/// <param name="taylor">Works out the leaf's part of the error's bound.</param>
/// <param name="workers">Threads that may work on the leaf.</param>
internal sealed class WindowReducer(FunctionBasis basis, TaylorFactor taylor, Workers workers)
{
    /// <summary>A stretch has at least so many times as many points as there are functions.</summary>
    private const int PointsPerFunction = 6;

    private const int MostStretches = 8;

    /// <summary>Reduces a leaf.</summary>
    /// <param name="task">The leaf, its points in the order of the partition.</param>
    /// <returns>The points it keeps.</returns>
    public LeafResult Reduce(LeafTask task)
    {
        ReadOnlySpan<double> rows = task.Rows.Span;
        double[] weights = Scaled(task.Weights.Span, task.Count, out int exponent);
        var functions = new WindowFunctions(basis, task.Functions, rows);
        (double bound, int[] passing, int[] heavy) = WeightBound.For(weights, task.Keep, functions.Matched);
        Window all = Pass(task, functions.Matched, passing, weights, bound);
        double[] moments = Moments(all, functions, rows, heavy, weights);
        int[] places = [.. heavy, .. all.AtBound, .. all.Places];
        double[] kept = [.. heavy.Select(place => weights[place]), .. all.AtBound.Select(_ => bound), .. all.Weights];
        if (places.Length > task.Keep)
            (places, kept) = Trim(task, functions, places, kept, heavy.Length, all.Count);
        double residual = new Polish(workers).Run(functions, rows, places, kept, moments, functions.Tolerance);
        double[] scaledBack = Array.ConvertAll(kept, weight => Math.ScaleB(weight, exponent));
        return new LeafResult([.. places.Select(place => task.Ids.Span[place])], scaledBack, residual)
        {
            ErrorBoundShare = taylor.OfLeaf(task, places, scaledBack),
        };
    }

    /// <summary>The weights by a power of two such that the heaviest is between 1 and 2: that is exact.</summary>
    private static double[] Scaled(ReadOnlySpan<double> given, int count, out int exponent)
    {
        double[] weights = new double[count];
        var own = new AtomWeights(given);
        double heaviest = 0;
        for (int i = 0; i < count; i++)
            heaviest = Math.Max(heaviest, weights[i] = own[i]);
        exponent = Math.ILogB(heaviest);
        for (int i = 0; i < count; i++)
            weights[i] = Math.ScaleB(weights[i], -exponent);
        return weights;
    }

    /// <summary>Passes all points through windows, and joins what is left in them.</summary>
    private Window Pass(LeafTask task, int matched, int[] places, double[] weights, double bound)
    {
        int stretches = 1;
        while (stretches < MostStretches && places.Length / (2 * stretches) >= PointsPerFunction * matched)
            stretches *= 2;
        var windows = new Window[stretches];
        Workers own = stretches == 1 ? workers : new Workers(1, workers.Cancellation);
        workers.Run(stretches, (long)places.Length * matched * matched, i =>
        {
            int first = EvenShare.Start(places.Length, i, stretches), end = EvenShare.Start(places.Length, i + 1, stretches);
            windows[i] = new Window(task, new WindowFunctions(basis, task.Functions, task.Rows.Span), bound, own);
            windows[i].Pass(places.AsSpan(first, end - first), weights);
        });
        for (int step = 1; step < stretches; step *= 2)
        {
            int apart = step;
            workers.Run(stretches / (2 * apart), (long)matched * matched * matched, i => windows[2 * i * apart].Join(windows[(2 * i + 1) * apart]));
        }
        return windows[0];
    }

    /// <summary>Sums of the matched functions over all points.</summary>
    private static double[] Moments(Window all, WindowFunctions functions, ReadOnlySpan<double> rows, int[] heavy, double[] weights)
    {
        CompensatedSum[] sums = all.Sums.ToArray();
        if (heavy.Length > 0)
        {
            int stride = Kernels.Pad(heavy.Length);
            double[] values = new double[functions.Matched * stride];
            functions.Single(rows, heavy, functions.Matched, stride, values);
            for (int f = 0; f < sums.Length; f++)
            {
                for (int i = 0; i < heavy.Length; i++)
                    sums[f].AddProduct(weights[heavy[i]], values[f * stride + i]);
            }
        }
        return Array.ConvertAll(sums, sum => sum.Value);
    }

    /// <summary>Takes points off down to the number to keep: weights then end at 0 only, and some pass the bound.</summary>
    private (int[] Places, double[] Weights) Trim(
        LeafTask task, WindowFunctions functions, int[] places, double[] weights, int heavy, int inside)
    {
        int surplus = places.Length - task.Keep;
        int atBound = places.Length - heavy - inside;
        // Those that are not settled, and some of the others, evenly along the order.
        int taken = Math.Min(atBound, Math.Max(surplus + functions.Matched - inside + Kernels.Lanes, functions.Matched / 4));
        int[] chosen =
        [
            .. Enumerable.Range(0, taken).Select(i => heavy + EvenShare.Start(atBound, i, taken)),
            .. Enumerable.Range(places.Length - inside, inside),
        ];
        int stride = Kernels.Pad(chosen.Length);
        double[] values = new double[(functions.Matched + functions.Watched) * stride];
        functions.Single(task.Rows.Span, Array.ConvertAll(chosen, at => places[at]), functions.Matched + functions.Watched, stride, values);
        var tableau = new Tableau(workers);
        tableau.Factorise(values, stride, chosen.Length, functions.Matched, functions.Watched, functions.Tolerance);
        double[] own = Array.ConvertAll(chosen, at => weights[at]);
        new Elimination(workers).Run(tableau, own, Math.Max(0, chosen.Length - surplus));
        for (int i = 0; i < chosen.Length; i++)
            weights[chosen[i]] = own[i];
        int[] stay = [.. Enumerable.Range(0, places.Length).Where(at => weights[at] > 0)];
        return (Array.ConvertAll(stay, at => places[at]), Array.ConvertAll(stay, at => weights[at]));
    }
}
