using System.Globalization;

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

    /// <summary>Rounding of the largest weight that is allowed.</summary>
    private const double SameWeight = 1 + 1e-9;

    /// <summary>Points looked at for each that is taken off at the end.</summary>
    private const int ChoicesOfTrim = 8;

    private LeafTask _task;
    private int _exponent;
    private WindowPlan _plan = null!;
    private KernelFunctions? _kernel;
    private WindowFunctions _functions = null!;

    /// <summary>Reduces a leaf.</summary>
    /// <param name="task">The leaf, its points in the order of the partition.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <returns>The points it keeps.</returns>
    public LeafResult Reduce(LeafTask task, IProgress<double>? progress = null)
    {
        _task = task;
        _plan = task.Functions.Window!;
        _kernel = _plan.Recipe.Plan.Count == 0
            ? null : KernelSample.Find(task.Measure(basis.Width), basis.Columns.KernelDimension, _plan.Recipe, workers);
        _functions = Functions();
        double[] given = Scaled(task.Weights.Span, task.Count, out _exponent);
        (double bound, int[] passing, int[] heavy) = Bound(given, [.. Enumerable.Range(0, task.Count)], task.Keep);
        double[] moments = Moments(heavy, given);

        double[] weights = [.. given];
        // With a largest weight nothing may be doubled beyond it.
        int most = _plan.MaxWeight is null || weights.Max() * task.Count / _plan.Passing < bound * task.Keep / 2
            ? _plan.Passing * task.Keep : int.MaxValue;
        // Halvings pass twice the points at most.
        var counted = new PointProgress(progress, passing.Length > most ? 2L * passing.Length + most : passing.Length);
        passing = new BinHalving(_functions, Functions, workers, Random(MostStretches), counted).Run(
            task.Rows, passing, weights, most, out double[]? sums);
        int[] apart = heavy;
        if (sums is not null && _plan.MaxWeight is null)
        {
            // Doubled weights can pass the bound.
            (bound, passing, int[] further) = Bound(weights, passing, task.Keep - heavy.Length);
            apart = [.. heavy, .. further];
        }
        Window all = Pass(passing, weights, bound, counted);
        sums ??= Array.ConvertAll(all.Sums.ToArray(), sum => sum.Value);
        for (int f = 0; f < sums.Length; f++)
            moments[f] += sums[f];

        double largest = Largest(given, task.Keep) ?? 2 * given.Sum();
        (int[] places, double[] kept) = Trim(all, apart, weights, bound, largest);
        int matched = _functions.Matched;
        if (places.Length > task.Keep || _plan.MaxWeight < SameWeight)
        {
            // The largest weight leaves no room for all functions.
            matched = Land(all, _plan.MaxWeight < SameWeight);
            (places, kept) = Kept(all, apart, weights, bound);
        }
        return Result(places, kept, moments, matched, largest * SameWeight);
    }

    private static (int[] Places, double[] Weights) Kept(Window all, int[] apart, double[] weights, double bound) => (
        [.. apart, .. all.AtBound, .. all.Places],
        [.. apart.Select(place => weights[place]), .. all.AtBound.Select(_ => bound), .. all.Weights]);

    private WindowFunctions Functions() => new(basis, _task.Functions, _kernel, _task.Rows.Span);

    private RandomDirections? Random(int part) =>
        _plan.Draw is { } seed ? new RandomDirections(new SplitMix64(seed + (ulong)part).Next()) : null;

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

    /// <summary>The largest weight; the points that pass through windows; and those that are heavier and kept as they are.</summary>
    private (double Bound, int[] Passing, int[] Heavy) Bound(double[] weights, int[] places, int keep)
    {
        double[] own = Array.ConvertAll(places, place => weights[place]);
        (double bound, int[] passing, int[] heavy) = WeightBound.For(own, keep, _functions.Matched);
        if (Largest(own, keep) is { } largest)
        {
            if (own.Max() > largest * SameWeight)
                throw TooHeavy(own, keep);
            bound = Math.Min(bound, largest);
        }
        return (bound, Array.ConvertAll(passing, i => places[i]), Array.ConvertAll(heavy, i => places[i]));
    }

    /// <summary>The largest weight that was asked for, in the units of the given ones; null for none.</summary>
    private double? Largest(double[] given, int keep) =>
        _plan.Largest is { } all ? Math.ScaleB(all, -_exponent) : _plan.MaxWeight * given.Sum() / keep;

    private ArgumentOutOfRangeException TooHeavy(double[] own, int keep)
    {
        double limit = _plan.MaxWeight!.Value, ratio = own.Max() / own.Sum(), needed = Math.Ceiling(1000 * ratio * keep) / 1000;
        int fits = (int)(limit / ratio);
        string fewer = fits < basis.Columns.Count(1) ? "" : $", or keep at most {fits} atoms";
        return OptionFault.OutOfRange(nameof(CompressionOptions.MaxWeight), limit, string.Create(CultureInfo.InvariantCulture,
            $"an atom's own weight is {needed} times the mean of {keep} kept ones; give {needed} or more{fewer}"));
    }

    /// <summary>Passes points through windows, and joins what is left in them.</summary>
    private Window Pass(int[] places, double[] weights, double bound, PointProgress progress)
    {
        int matched = _functions.Matched, stretches = 1;
        while (stretches < MostStretches && places.Length / (2 * stretches) >= PointsPerFunction * matched)
            stretches *= 2;
        var windows = new Window[stretches];
        Workers own = stretches == 1 ? workers : new Workers(1, workers.Cancellation);
        workers.Run(stretches, (long)places.Length * matched * matched, i =>
        {
            int first = EvenShare.Start(places.Length, i, stretches), end = EvenShare.Start(places.Length, i + 1, stretches);
            windows[i] = new Window(_task, Functions(), bound, own, Random(i));
            windows[i].Pass(places.AsSpan(first, end - first), weights, progress);
        });
        for (int step = 1; step < stretches; step *= 2)
        {
            int apart = step;
            workers.Run(stretches / (2 * apart), (long)matched * matched * matched, i =>
                windows[2 * i * apart].Join(windows[(2 * i + 1) * apart]));
        }
        return windows[0];
    }

    /// <summary>Gives up functions until the size is kept, or, for equal weights, until all are equal.</summary>
    private int Land(Window all, bool equal)
    {
        int matched = all.Land(equal ? 0 : _task.Keep);
        if (equal)
            all.Snap();
        return matched;
    }

    /// <summary>Sums of the matched functions over points that do not pass through windows.</summary>
    private double[] Moments(int[] places, double[] weights)
    {
        double[] moments = new double[_functions.Matched];
        if (places.Length == 0)
            return moments;
        int stride = Kernels.Pad(places.Length);
        double[] values = new double[moments.Length * stride];
        _functions.Single(_task.Rows.Span, places, moments.Length, stride, values);
        for (int f = 0; f < moments.Length; f++)
        {
            var sum = new CompensatedSum();
            for (int i = 0; i < places.Length; i++)
                sum.AddProduct(weights[places[i]], values[f * stride + i]);
            moments[f] = sum.Value;
        }
        return moments;
    }

    /// <summary>
    /// Takes points off down to the number to keep. A few weights then pass the bound, up to a larger one; if that is in the way, more
    /// points are left.
    /// </summary>
    private (int[] Places, double[] Weights) Trim(Window window, int[] apartPlaces, double[] given, double bound, double largest)
    {
        (int[] places, double[] weights) = Kept(window, apartPlaces, given, bound);
        int surplus = places.Length - _task.Keep, apart = apartPlaces.Length, inside = window.Count;
        if (surplus <= 0 || largest <= bound)
            return (places, weights);
        int atBound = places.Length - apart - inside;
        // Those that are not settled, and some of the others, evenly along the order.
        int taken = Math.Min(atBound, Math.Max(ChoicesOfTrim * surplus + _functions.Matched - inside, _functions.Matched / 4));
        int[] chosen =
        [
            .. Enumerable.Range(0, taken).Select(i => apart + EvenShare.Start(atBound, i, taken)),
            .. Enumerable.Range(places.Length - inside, inside),
        ];
        int stride = Kernels.Pad(chosen.Length), all = _functions.Matched + _functions.Watched;
        double[] values = new double[all * stride];
        _functions.Single(_task.Rows.Span, Array.ConvertAll(chosen, at => places[at]), all, stride, values);
        var tableau = new Tableau(workers);
        tableau.Factorise(values, stride, chosen.Length, _functions.Matched, _functions.Watched, _functions.Tolerance);
        double[] own = Array.ConvertAll(chosen, at => weights[at]);
        new BoundedElimination(workers).Run(
            tableau, own, largest, new double[Kernels.Pad(_functions.Watched)], Random(MostStretches + 1), chosen.Length - surplus);
        for (int i = 0; i < chosen.Length; i++)
            weights[chosen[i]] = own[i];
        int[] stay = [.. Enumerable.Range(0, places.Length).Where(at => weights[at] > 0)];
        return (Array.ConvertAll(stay, at => places[at]), Array.ConvertAll(stay, at => weights[at]));
    }

    private LeafResult Result(int[] places, double[] kept, double[] moments, int matched, double largest)
    {
        ReadOnlySpan<double> rows = _task.Rows.Span;
        int[] ids = [.. places.Select(place => _task.Ids.Span[place])];
        var result = new LeafResult(ids, [], 0);
        if (matched < _functions.Matched)
        {
            // Weights at the bound stay there; what is matched and what is not is measured.
            int reached = 0;
            while (basis.Columns.Count(reached + 1) <= matched && reached < _task.Functions.Order)
                reached++;
            int functions = reached == 0 ? 1 : (int)basis.Columns.Count(reached);
            result = result with
            {
                ReachedOrder = reached,
                Residual = Deviation(places, kept, moments.AsSpan(0, functions)),
                Nearness = Deviation(places, kept, moments.AsSpan(0, _task.Functions.Matched)),
            };
        }
        else
        {
            double residual = new Polish(workers).Run(_functions, rows, places, kept, moments, _functions.Tolerance, largest);
            result = result with { Residual = residual };
        }
        double[] weights = Array.ConvertAll(kept, weight => Math.ScaleB(weight, _exponent));
        return result with { Weights = weights, ErrorBoundShare = taylor.OfLeaf(_task, places, weights) };
    }

    /// <summary>Largest difference of a moment, relative to the leaf's weight.</summary>
    private double Deviation(int[] places, double[] weights, ReadOnlySpan<double> moments)
    {
        int stride = Kernels.Pad(places.Length);
        double[] values = new double[moments.Length * stride];
        _functions.Single(_task.Rows.Span, places, moments.Length, stride, values);
        double largest = 0;
        for (int f = 0; f < moments.Length; f++)
        {
            var sum = new CompensatedSum();
            sum.Add(-moments[f]);
            for (int i = 0; i < places.Length; i++)
                sum.AddProduct(weights[i], values[f * stride + i]);
            largest = Math.Max(largest, Math.Abs(sum.Value));
        }
        return largest / moments[0];
    }
}
