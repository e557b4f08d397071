namespace Polylog.Networks;

/// <summary>
/// Spreads a budget over groups: units are left out one step after another, each time where the error grows least for what is saved.
/// </summary>
/// <param name="errors">For each group its squared error at each number of units, from 0 to all.</param>
/// <param name="cost">What the model costs.</param>
/// <param name="multiples">For each group the number whose multiples are allowed.</param>
internal sealed class WidthPlan(IReadOnlyList<double[]> errors, WidthCost cost, IReadOnlyList<int> multiples)
{
    // Steps of a wide group are larger, so that a plan takes no longer than a few hundred steps a group.
    private const int MostSteps = 256;

    private readonly double[][] _errors = [.. errors.Select(Convex)];

    /// <summary>The fewest units of each group.</summary>
    public int[] Fewest => [.. errors.Select((error, group) => Math.Min(error.Length - 1, multiples[group]))];

    /// <summary>Units for each group that cost no more than a limit; the fewest where that is not possible.</summary>
    public int[] Within(double limit, CancellationToken cancellation)
    {
        int[] widths = [.. _errors.Select(error => error.Length - 1)], fewest = Fewest;
        while (cost.Of(widths) > limit)
        {
            cancellation.ThrowIfCancellationRequested();
            (int best, int bestWidth, double least) = (-1, 0, double.PositiveInfinity);
            for (int group = 0; group < widths.Length; group++)
            {
                int width = Next(widths[group], multiples[group], _errors[group].Length);
                double saving = width < fewest[group] ? 0 : cost.Saving(group, widths, width);
                if (saving <= 0)
                    continue;
                double price = (_errors[group][width] - _errors[group][widths[group]]) / saving;
                if (price < least)
                    (best, bestWidth, least) = (group, width, price);
            }
            if (best < 0)
                return fewest;
            widths[best] = bestWidth;
        }
        return widths;
    }

    private static int Next(int width, int multiple, int count)
    {
        int step = multiple * (1 + (count / multiple / MostSteps));
        return (width - 1) / step * step;
    }

    // The largest convex function below: where the error falls in steps, units before a step are worth what they lead to.
    private static double[] Convex(double[] error)
    {
        var corners = new List<int>();
        for (int i = 0; i < error.Length; i++)
        {
            while (corners is [.., var a, var b] && (error[b] - error[a]) * (i - b) >= (error[i] - error[b]) * (b - a))
                corners.RemoveAt(corners.Count - 1);
            corners.Add(i);
        }
        double[] convex = new double[error.Length];
        for (int c = 0; c < corners.Count; c++)
        {
            (int from, int to) = (corners[c], c + 1 < corners.Count ? corners[c + 1] : corners[c]);
            for (int i = from; i <= to; i++)
                convex[i] = from == to ? error[from] : error[from] + ((error[to] - error[from]) * (i - from) / (to - from));
        }
        return convex;
    }
}
