using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Rows in units of the columns' standard deviations, and distances between them.</summary>
internal static class Standard
{
    public static double[] Rows(LearningRows rows, Standardisation units)
    {
        double[] points = new double[rows.Features.Length];
        for (int i = 0; i < rows.Count; i++)
            units.Apply(rows.Row(i), points.AsSpan(i * rows.Columns, rows.Columns));
        return points;
    }

    public static double Square(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int column = 0; column < left.Length; column++)
            sum += (left[column] - right[column]) * (left[column] - right[column]);
        return sum;
    }
}
