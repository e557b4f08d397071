namespace Polylog.Experiments;

/// <summary>
/// Changes masses as little as possible, relative to their sizes, so that given sums of functions over units are preserved.
/// </summary>
internal static class MassCorrection
{
    // What must be left of every mass.
    private const double Least = 0.1;

    // A function counts as dependent on earlier ones if its remainder is below this share of its size.
    private const double Independent = 1e-10;

    /// <summary>Corrects.</summary>
    /// <param name="masses">IN/OUT, masses above 0.</param>
    /// <param name="functions">For each function its values at the units that have these masses, and its sum over all.</param>
    public static void Correct(double[] masses, IEnumerable<(double[] Values, double Sum)> functions)
    {
        double[] corrected = [.. masses];
        var earlier = new List<double[]>();
        foreach ((double[] values, double sum) in functions)
        {
            // Along what is left of a function beside the earlier ones, their sums do not change.
            double[] rest = [.. values];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in earlier)
                {
                    double share = Product(rest, other, masses) / Product(other, other, masses);
                    for (int j = 0; j < rest.Length; j++)
                        rest[j] -= share * other[j];
                }
            }
            double square = Product(rest, rest, masses);
            if (square <= Independent * Product(values, values, masses))
                continue;
            double missing = sum;
            for (int j = 0; j < values.Length; j++)
                missing -= corrected[j] * values[j];
            for (int j = 0; j < values.Length; j++)
                corrected[j] += missing / square * masses[j] * rest[j];
            earlier.Add(rest);
        }
        double step = 1;
        for (int j = 0; j < masses.Length; j++)
        {
            if (corrected[j] < Least * masses[j])
                step = Math.Min(step, (1 - Least) * masses[j] / (masses[j] - corrected[j]));
        }
        for (int j = 0; j < masses.Length; j++)
            masses[j] += step * (corrected[j] - masses[j]);
    }

    private static double Product(double[] first, double[] second, double[] masses)
    {
        double sum = 0;
        for (int j = 0; j < first.Length; j++)
            sum += masses[j] * first[j] * second[j];
        return sum;
    }
}
