using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>The centres of k-means with the mean target of their rows: the averages that a smoothed target competes with.</summary>
internal static class MeanCentres
{
    private const int Steps = 12;

    /// <summary>Clusters rows of weight 1 by Lloyd's steps from random rows.</summary>
    public static LearningRows Of(LearningRows rows, int count, int seed)
    {
        int columns = rows.Columns;
        double[] points = Standard.Rows(rows, Standardisation.Fit(new Measure(rows.Features, columns)));
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new Random(seed).Shuffle(order);
        double[] centres = [.. order.Take(count).SelectMany(row => points[(row * columns)..((row + 1) * columns)])];
        int[] nearest = new int[rows.Count];
        for (int step = 0; step < Steps; step++)
        {
            Parallel.For(0, rows.Count, i => nearest[i] = Nearest(points.AsSpan(i * columns, columns), centres));
            centres = Means(points, columns, nearest, count).Means;
        }
        (double[] features, double[] sizes) = Means(rows.Features, columns, nearest, count);
        double[] targets = Means(rows.Targets, 1, nearest, count).Means;
        int[] filled = [.. Enumerable.Range(0, count).Where(centre => sizes[centre] > 0)];
        return new LearningRows(features, columns, targets, sizes, 0).Subset(filled);
    }

    private static int Nearest(ReadOnlySpan<double> point, ReadOnlySpan<double> centres)
    {
        (double best, int nearest) = (double.PositiveInfinity, 0);
        for (int centre = 0; centre * point.Length < centres.Length; centre++)
        {
            double square = Standard.Square(point, centres.Slice(centre * point.Length, point.Length));
            if (square < best)
                (best, nearest) = (square, centre);
        }
        return nearest;
    }

    private static (double[] Means, double[] Sizes) Means(double[] values, int width, int[] centre, int count)
    {
        double[] means = new double[count * width], sizes = new double[count];
        for (int i = 0; i < centre.Length; i++)
        {
            sizes[centre[i]]++;
            for (int column = 0; column < width; column++)
                means[centre[i] * width + column] += values[i * width + column];
        }
        for (int place = 0; place < means.Length; place++)
            means[place] /= Math.Max(1, sizes[place / width]);
        return (means, sizes);
    }
}
