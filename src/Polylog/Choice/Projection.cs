using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// Measures how far trial functions are from the polynomials of each order, on a sample of a region's points: the residuals of their
/// projections, order by order.
/// </summary>
/// <remarks>
/// A compression that matches order k changes the sum of a function by the sum of its residual beyond order k alone, over points whose
/// weights look random to it. So the mean square of the residual, for all orders from one orthogonalisation, tells the errors of all of
/// them. Modified Gram-Schmidt over rows of functions, four at a time; a row that depends on those above it is left out and does not count
/// towards the rank. Cost 2 N^2 points flops.
/// </remarks>
internal static class Projection
{
    /// <summary>Projects.</summary>
    /// <param name="features">IN/OUT, basis functions x <paramref name="stride"/>, ordered by degree, zero beyond the points;
    /// orthonormalised.</param>
    /// <param name="trials">IN/OUT, trial functions x <paramref name="stride"/>, zero beyond the points; their residuals.</param>
    /// <param name="trialCount">Number of trial functions.</param>
    /// <param name="stride">Row length, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="points">Number of points.</param>
    /// <param name="matched">What the functions are.</param>
    /// <param name="order">Highest order.</param>
    /// <param name="tolerance">Size below which a function counts as dependent, relative to its own.</param>
    /// <param name="ranks">OUT, for each order 0 .. order the number of independent functions.</param>
    /// <param name="residuals">OUT, (order + 1) x trial functions: mean squares of the residuals.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static void Run(
        Span<double> features, Span<double> trials, int trialCount, int stride, int points, MatchedColumns matched, int order,
            double tolerance,
        Span<int> ranks, Span<double> residuals, CancellationToken cancellation)
    {
        int rank = 0;
        int next = 0;
        for (int degree = 0; degree <= order; degree++)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = (int)matched.Count(degree);
            for (; next < end && rank < points; next++)
            {
                Span<double> row = features.Slice(rank * stride, stride);
                if (rank != next)
                    features.Slice(next * stride, stride).CopyTo(row);
                double before = Math.Sqrt(Dot(row, row));
                Orthogonalise(features, stride, rank, row);
                double after = Math.Sqrt(Dot(row, row));
                if (!(after > tolerance * before))
                    continue;
                Scale(row, 1 / after);
                for (int f = 0; f < trialCount; f++)
                {
                    Span<double> trial = trials.Slice(f * stride, stride);
                    Kernels.SubtractScaled(trial, Dot(trial, row), row);
                }
                rank++;
            }
            next = end;
            ranks[degree] = rank;
            for (int f = 0; f < trialCount; f++)
            {
                Span<double> trial = trials.Slice(f * stride, stride);
                residuals[degree * trialCount + f] = points > rank ? Dot(trial, trial) / (points - rank) : 0;
            }
        }
    }

    private static void Orthogonalise(ReadOnlySpan<double> rows, int stride, int count, Span<double> row)
    {
        Span<double> along = stackalloc double[4];
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            ReadOnlySpan<double> four = rows[(i * stride)..];
            for (int j = 0; j < 4; j++)
                along[j] = Dot(row, four.Slice(j * stride, stride));
            Kernels.SubtractScaled4(row, along, four, stride);
        }
        for (; i < count; i++)
        {
            ReadOnlySpan<double> one = rows.Slice(i * stride, stride);
            Kernels.SubtractScaled(row, Dot(row, one), one);
        }
    }

    private static void Scale(Span<double> row, double factor)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] *= factor;
    }

    /// <summary>Dot product in eight running sums, added up in a fixed order: the same bits for any width of the vectors.</summary>
    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        for (int i = 0; i < left.Length; i += Kernels.Lanes)
            sum = Vector512.FusedMultiplyAdd(
                Vector512.Create(left.Slice(i, Kernels.Lanes)), Vector512.Create(right.Slice(i, Kernels.Lanes)), sum);
        return (sum[0] + sum[4]) + (sum[1] + sum[5]) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
    }
}
