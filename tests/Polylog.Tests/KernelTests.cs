namespace Polylog.Tests;

/// <summary>
/// Each vector kernel against a plain loop with the same fused operations: equal bits, for whichever vector width this machine has.
/// </summary>
public class KernelTests
{
    private static readonly Random s_random = new(5);

    public static TheoryData<int> Lengths => [8, 16, 24, 64, 136];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SubtractScaled_agrees(int length)
    {
        double[] x = Row(length), y = Row(length);
        double[] expected = [.. y.Select((v, i) => Math.FusedMultiplyAdd(-0.3, x[i], v))];
        Kernels.SubtractScaled(y, 0.3, x);
        Assert.Equal(expected, y);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SubtractScaled4_agrees(int length)
    {
        int stride = length + 8;
        double[] rows = Row(4 * stride), y = Row(length), factors = Row(4);
        double[] expected = (double[])y.Clone();
        for (int r = 0; r < 4; r++)
        {
            for (int i = 0; i < length; i++)
                expected[i] = Math.FusedMultiplyAdd(-factors[r], rows[r * stride + i], expected[i]);
        }
        Kernels.SubtractScaled4(y, factors, rows, stride);
        Assert.Equal(expected, y);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(4, 4)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    public void Product_sums_round_products_and_sums_one_by_one(int rows, int blocks)
    {
        const int Width = 24;
        int distance = 10 * Width;
        double[] target = Row(20 * Width), parent = Row(blocks * distance), factors = Row(blocks * distance);
        int[] which = [.. Enumerable.Range(0, rows).Select(q => 2 * q + 1)];
        double[] expected = (double[])target.Clone();
        for (int block = 0; block < blocks; block++)
        {
            for (int q = 0; q < rows; q++)
            {
                for (int i = 0; i < Width; i++)
                    expected[which[q] * Width + i] += parent[block * distance + i] * factors[block * distance + q * Width + i];
            }
        }
        ProductSums.Add(target, which, parent, factors, blocks, distance, Width);
        Assert.Equal(expected, target);
    }

    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(3, 7, 16)]
    [InlineData(4, 4, 128)]
    [InlineData(5, 70, 136)]
    [InlineData(33, 6, 264)]
    [InlineData(38, 33, 24)]
    [InlineData(64, 64, 128)]
    public void Block_products_give_the_bits_of_a_triple_loop(int targets, int count, int columns)
    {
        int targetStride = columns + 16, factorStride = count + 3, rowStride = columns + 8;
        double[] target = Row(targets * targetStride), factors = Row(targets * factorStride), rows = Row(count * rowStride);
        double[] expected = (double[])target.Clone();
        for (int i = 0; i < targets; i++)
        {
            for (int q = 0; q < count; q++)
            {
                for (int j = 0; j < columns; j++)
                    expected[i * targetStride + j] =
                        Math.FusedMultiplyAdd(-factors[i * factorStride + q], rows[q * rowStride + j], expected[i * targetStride + j]);
            }
        }
        BlockProduct.Subtract(target, targetStride, targets, factors, factorStride, rows, rowStride, count, columns);
        Assert.Equal(expected, target);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(5, 3, 6)]
    [InlineData(33, 0, 64)]
    [InlineData(8, 5, 39)]
    public void Triangular_solve_gives_the_bits_of_taking_off_row_by_row(int targets, int first, int count)
    {
        int columns = Kernels.Pad(first + count);
        double[] target = Row(targets * columns), pivots = Row(count * columns), reciprocals = Row(count);
        double[] work = (double[])target.Clone();
        double[] expected = new double[targets * count], factors = new double[targets * count];
        for (int i = 0; i < targets; i++)
        {
            for (int q = 0; q < count; q++)
            {
                double factor = expected[i * count + q] = work[i * columns + first + q] * reciprocals[q];
                for (int j = first + q + 1; j < columns; j++)
                    work[i * columns + j] = Math.FusedMultiplyAdd(-factor, pivots[q * columns + j], work[i * columns + j]);
            }
        }
        TriangularSolve.Run(target, columns, targets, pivots, columns, first, count, reciprocals, factors, count, columns);
        Assert.Equal(expected, factors);
        for (int i = 0; i < targets; i++)
            Assert.Equal(
                work[(i * columns + first + count)..((i + 1) * columns)], target[(i * columns + first + count)..((i + 1) * columns)]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Divide_is_right_to_rounding_and_gives_exactly_one(int length)
    {
        double[] row = Row(length), y = new double[length];
        foreach (double divisor in row)
        {
            Kernels.Divide(y, row, divisor);
            Assert.Equal(1, y[Array.IndexOf(row, divisor)]);
            for (int i = 0; i < length; i++)
                Assert.InRange(y[i] / (row[i] / divisor) - 1, -3e-16, 3e-16);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Elementwise_kernels_agree(int length)
    {
        double[] a = Row(length), b = Row(length), c = Row(length), y = new double[length];
        Kernels.Multiply(y, a, b);
        Assert.Equal(a.Zip(b, (p, q) => p * q), y);
        Kernels.ChebyshevNext(y, a, b, c);
        Assert.Equal(Enumerable.Range(0, length).Select(i => Math.FusedMultiplyAdd(a[i] + a[i], b[i], -c[i])), y);
        double[] sum = [.. y.Zip(a, (p, q) => p + q)];
        Kernels.Add(y, a);
        Assert.Equal(sum, y);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Reductions_agree(int length)
    {
        double[] a = Row(length), b = Row(length);
        double[] products = [.. a.Zip(b, (p, q) => p * q)];
        Assert.Equal((Math.Max(0, products.Max()), Math.Min(0, products.Min())), Kernels.ProductRange(a, b));
        (double dot, double square) = Kernels.DotAndSquare(a, b);
        Assert.Equal(products.Sum(), dot, 1e-13 * length);
        Assert.Equal(a.Sum(v => v * v), square, 1e-13 * length);
        int largest = Enumerable.Range(0, length).MaxBy(i => Math.Abs(a[i]));
        Assert.Equal(largest, Kernels.IndexOfLargestMagnitude(a));
    }

    [Fact]
    public void Index_of_largest_magnitude_takes_the_first_of_equals()
    {
        Assert.Equal(2, Kernels.IndexOfLargestMagnitude([1, 2, -5, 0, 0, 0, 0, 0, 0, 5, 0]));
        Assert.Equal(-1, Kernels.IndexOfLargestMagnitude([]));
    }

    [Fact]
    public void Buffers_start_on_a_cache_line()
    {
        var buffer = new AlignedBuffer();
        foreach (int length in new[] { 8, 800, 80, 80000 })
        {
            Span<double> span = buffer.Take(length);
            Assert.Equal(length, span.Length);
            unsafe
            {
                fixed (double* first = span)
                    Assert.Equal(0, (long)first % 64);
            }
        }
    }

    [Fact]
    public void Compensated_sums_keep_what_plain_sums_lose()
    {
        var sum = new CompensatedSum();
        foreach (double term in new[] { 1e16, 1, -1e16, 1e-3 })
            sum.Add(term);
        Assert.Equal(1.001, sum.Value);
        var product = new CompensatedSum();
        double x = 1 + Math.Pow(2, -30);
        product.AddProduct(x, x);
        product.Add(-1 - Math.Pow(2, -29));
        Assert.Equal(Math.Pow(2, -60), product.Value);
    }

    private static double[] Row(int length) => [.. Enumerable.Range(0, length).Select(_ => 2 * s_random.NextDouble() - 1)];

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(200)]
    public void Cholesky_in_blocks_is_that_without(int size)
    {
        var random = new SplitMix64(1);
        double[] matrix = new double[size * size];
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < a; b++)
                matrix[a * size + b] = random.Uniform(-1, 1);
            matrix[a * size + a] = size;
        }
        double[] plain = (double[])matrix.Clone();
        Cholesky.Factorise(plain, size);
        BlockCholesky.Factorise(matrix, size);
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b <= a; b++)
                Assert.Equal(plain[a * size + b], matrix[a * size + b], 1e-12);
        }
    }
}
