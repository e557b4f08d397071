namespace Polylog.Reports;

/// <summary>The distributions of each column, over all rows and over the kept ones.</summary>
internal sealed class Marginals
{
    /// <summary>Numbers that are looked at, for all columns together: more would take longer than a compression.</summary>
    private const int MostNumbers = 20_000_000;

    private const int SampleRows = 10_000;
    private const int Steps = 64;
    private const int Bins = 32;
    private const double EndShare = 0.001;

    // Drawing it reads all rows.
    private readonly Measure _few;

    private Marginals(Measure rows, Measure few, bool isSample) => (Rows, _few, IsSample) = (rows, few, isSample);

    /// <summary>The rows that were looked at.</summary>
    public Measure Rows { get; }

    /// <summary>Whether these are a sample.</summary>
    public bool IsSample { get; }

    /// <summary>For each column the largest difference between the shares of all and of kept weight below a number.</summary>
    public required double[] Distances { get; init; }

    /// <summary>Compares the distributions.</summary>
    public static Marginals Compare(Measure all, Measure kept)
    {
        int most = Math.Max(SampleRows, MostNumbers / all.Dimension);
        Measure rows = all.Count > most ? HashedSample.Draw(all, most) : all, few = HashedSample.Draw(rows, SampleRows);
        double[] distances = new double[all.Dimension];
        ParallelLoop.For(0, all.Dimension, new ParallelOptions(), column =>
        {
            double[] sorted = Sorted(few, column);
            double[] edges = [.. Enumerable.Range(0, Steps + 1).Select(step => sorted[(int)((long)step * (sorted.Length - 1) / Steps)])
                .Distinct()];
            distances[column] = Distance(Shares(rows, column, edges), Shares(kept, column, edges));
        });
        return new Marginals(rows, few, rows.Count < all.Count) { Distances = distances };
    }

    /// <summary>The ends of a column's axis, between which nearly all rows lie, its number of bins, and the numbers that stand at its
    /// ends.</summary>
    public (double Low, double High, int Bins, double First, double Last) Range(int column, Measure kept)
    {
        double[] sorted = Sorted(_few, column);
        // A bin for each of a few whole numbers: otherwise some bins have two of them, and some none.
        if (sorted[^1] - sorted[0] is >= 1 and <= Steps and var range && sorted.All(double.IsInteger))
            return (sorted[0] - 0.5, sorted[^1] + 0.5, (int)range + 1, sorted[0], sorted[^1]);
        int cut = (int)(EndShare * sorted.Length);
        double low = sorted[cut], high = sorted[sorted.Length - 1 - cut];
        if (high <= low)
            (low, high) = (sorted[0], sorted[^1]);
        if (high <= low)
        {
            double[] own = Sorted(kept, column);
            (low, high) = (Math.Min(low, own[0]), Math.Max(high, own[^1]));
        }
        double room = high > low ? 0.03 * (high - low) : Math.Max(0.5, Math.Abs(low) / 2);
        return (low - room, high + room, Bins, low, high);
    }

    /// <summary>Shares of the weight in equal bins between two numbers; what lies beyond counts in the last bins.</summary>
    public static double[] Histogram(Measure measure, int column, (double Low, double High, int Bins) range)
    {
        double[] bins = new double[range.Bins];
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        AtomWeights weights = measure.AtomWeights;
        for (int i = 0; i < measure.Count; i++)
        {
            double place = (atoms[i * measure.Dimension + column] - range.Low) / (range.High - range.Low) * range.Bins;
            bins[(int)Math.Clamp(place, 0, range.Bins - 1)] += weights[i];
        }
        return [.. bins.Select(bin => bin / measure.TotalWeight)];
    }

    private static double[] Sorted(Measure measure, int column) =>
        [.. Enumerable.Range(0, measure.Count).Where(measure.HasWeight).Select(i => measure.Atoms.Span[i * measure.Dimension + column])
            .Order()];

    // Shares of the weight at most as large as each edge.
    private static double[] Shares(Measure measure, int column, double[] edges)
    {
        double[] bins = new double[edges.Length + 1];
        ReadOnlySpan<double> atoms = measure.Atoms.Span;
        AtomWeights weights = measure.AtomWeights;
        for (int i = 0; i < measure.Count; i++)
        {
            int place = Array.BinarySearch(edges, atoms[i * measure.Dimension + column]);
            bins[place >= 0 ? place : ~place] += weights[i];
        }
        double sum = 0;
        return [.. bins[..^1].Select(bin => (sum += bin) / measure.TotalWeight)];
    }

    private static double Distance(double[] all, double[] kept) => all.Zip(kept, (one, other) => Math.Abs(one - other)).Max();
}
