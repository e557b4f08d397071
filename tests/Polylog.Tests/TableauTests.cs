namespace Polylog.Tests;

public class TableauTests
{
    [Theory]
    [InlineData(1, 1, 1, 2)]
    [InlineData(3, 10, 3, 2)]
    [InlineData(20, 41, 20, 2)]
    [InlineData(30, 17, 17, 2)]
    [InlineData(24, 50, 9, 2)]
    [InlineData(31, 70, 31, 0)]
    [InlineData(32, 64, 32, 32)]
    [InlineData(33, 81, 33, 40)]
    [InlineData(64, 131, 64, 5)]
    [InlineData(65, 130, 65, 70)]
    [InlineData(65, 40, 40, 3)]
    [InlineData(100, 205, 100, 1)]
    [InlineData(100, 205, 45, 33)]
    [InlineData(150, 310, 150, 20)]
    [InlineData(150, 310, 66, 2)]
    [InlineData(150, 66, 33, 2)]
    public void Columns_are_combinations_of_the_basic_ones(int rows, int points, int rank, int extras)
    {
        int stride = Kernels.Pad(points + 1);
        double[] matrix = Matrix(rows, points, rank, extras, stride);

        var tableau = new Tableau();
        tableau.Factorise(matrix, stride, points, rows, extras, 1e-11);

        Assert.Equal(rank, tableau.Rank);
        Assert.Equal(Enumerable.Range(0, points), tableau.Columns.ToArray().Order());
        int[] columns = tableau.Columns.ToArray();
        for (int i = 0; i < rows + extras; i++)
        {
            for (int position = rank; position <= points; position++)
            {
                double combined = 0;
                for (int b = 0; b < rank; b++)
                    combined += tableau.Row(b)[position] * matrix[i * stride + columns[b]];
                double actual = matrix[i * stride + (position == points ? points : columns[position])];
                double rest = i < rows ? 0 : tableau.ExtraRow(i - rows)[position];
                Assert.Equal(actual - rest, combined, 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(31, 70, 31)]
    [InlineData(33, 50, 20)]
    [InlineData(100, 210, 100)]
    [InlineData(150, 140, 75)]
    public void Panels_give_the_bits_of_elimination_row_by_row(int rows, int points, int rank)
    {
        int stride = Kernels.Pad(points + 1);
        double[] matrix = Matrix(rows, points, rank, 0, stride);
        var tableau = new Tableau();
        tableau.Factorise(matrix, stride, points, rows, 0, 1e-11, combine: false);

        int[] columns = [.. Enumerable.Range(0, points + 1)];
        var upper = new List<double[]>();
        for (int i = 0; i < rows; i++)
        {
            double[] row = [.. columns.Select(column => matrix[i * stride + column])];
            for (int t = 0; t < upper.Count; t++)
            {
                for (int j = points; j >= t; j--)
                    row[j] = Math.FusedMultiplyAdd(-row[t], upper[t][j], row[j]);
            }
            int next = upper.Count;
            if (next == points)
                break;
            int pivot = Enumerable.Range(next, points - next).MaxBy(j => Math.Abs(row[j]));
            if (!(Math.Abs(row[pivot]) > 1e-11))
                continue;
            foreach (double[] values in upper.Append(row))
                (values[next], values[pivot]) = (values[pivot], values[next]);
            (columns[next], columns[pivot]) = (columns[pivot], columns[next]);
            double divisor = row[next], reciprocal = 1 / divisor;
            upper.Add([.. row.Select(value =>
                Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(-divisor, value * reciprocal, value), reciprocal, value * reciprocal))]);
        }

        Assert.Equal(upper.Count, tableau.Rank);
        Assert.Equal(columns[..points], tableau.Columns.ToArray());
        for (int b = 0; b < upper.Count; b++)
            Assert.Equal(upper[b][b..], tableau.Row(b)[b..(points + 1)].ToArray());
    }

    [Theory]
    [InlineData(40, 700, 40, 6)]
    [InlineData(150, 310, 150, 40)]
    [InlineData(150, 310, 90, 0)]
    public void Threads_do_not_change_a_bit(int rows, int points, int rank, int extras)
    {
        int stride = Kernels.Pad(points + 1);
        double[] matrix = Matrix(rows, points, rank, extras, stride);
        double[] weights = [.. Enumerable.Range(0, points).Select(i => 1.0 + i % 7)];
        double[][] rowsOf = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            var workers = new Workers(threads) { MinWork = 0 };
            var tableau = new Tableau(workers);
            tableau.Factorise(matrix, stride, points, rows, extras, 1e-11);
            double[] after = (double[])weights.Clone();
            new Elimination(workers).Run(tableau, after, rank);
            IEnumerable<double> entries =
                Enumerable.Range(0, tableau.Rank + extras).SelectMany(b => tableau.Row(b)[tableau.Rank..].ToArray());
            return (double[])[.. after, .. tableau.Columns.ToArray().Select(column => (double)column), .. entries];
        })];
        Assert.Equal(rowsOf[0], rowsOf[1]);
        Assert.Equal(rowsOf[0], rowsOf[2]);
    }

    [Theory]
    [InlineData(70, 300, 70)]
    [InlineData(100, 400, 100)]
    [InlineData(150, 250, 200)]
    [InlineData(65, 1000, 65)]
    public void Long_eliminations_keep_every_matched_sum(int rows, int points, int target)
    {
        int stride = Kernels.Pad(points);
        double[] matrix = Matrix(rows, points, rows, 0, stride, first: 1);
        double[] weights = [.. Enumerable.Range(0, points).Select(i => 1.0 + i % 7)];
        double[] after = (double[])weights.Clone();
        var tableau = new Tableau();
        tableau.Factorise(matrix, stride, points, rows, 0, Tableau.RankTolerance(rows));

        new Elimination().Run(tableau, after, target);

        Assert.InRange(after.Count(w => w > 0), 1, target);
        Assert.All(after, w => Assert.True(w >= 0));
        for (int i = 0; i < rows; i++)
        {
            double change = Enumerable.Range(0, points).Sum(j => (after[j] - weights[j]) * matrix[i * stride + j]);
            Assert.Equal(0, change / weights.Sum(), 1e-11);
        }
    }

    [Fact]
    public void Exchanges_put_off_give_the_bits_of_exchanges_at_once()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 90], Gen.Int[0, 24], Gen.Int[0, 1000000]).Sample((rank, lagging, exchanges, seed) =>
        {
            var random = new Random(seed);
            int stride = Kernels.Pad(rank);
            var buffer = new AlignedBuffer();
            Span<double> vectors = buffer.Take(lagging * stride);
            vectors.Clear();
            for (int i = 0; i < lagging; i++)
            {
                for (int b = 0; b < rank; b++)
                    vectors[i * stride + b] = 2 * random.NextDouble() - 1;
            }
            double[] expected = vectors.ToArray();
            var pending = new PendingExchanges(new Workers(2) { MinWork = 0 });
            pending.Start(rank, stride, 24);
            for (int q = 0; q < exchanges; q++)
            {
                // A few positions only, so that some leave more than once.
                int leaving = random.Next(Math.Min(rank, 12));
                double[] entering = new double[stride];
                for (int b = 0; b < rank; b++)
                    entering[b] = 2 * random.NextDouble() - 1;
                pending.Add(entering, leaving);
                double reciprocal = 1 / entering[leaving];
                for (int i = 0; i < lagging; i++)
                {
                    double factor = expected[i * stride + leaving] * reciprocal;
                    for (int b = 0; b < rank; b++)
                        expected[i * stride + b] = Math.FusedMultiplyAdd(-factor, entering[b], expected[i * stride + b]);
                    expected[i * stride + leaving] = factor;
                }
            }
            pending.Apply(buffer, lagging);
            Assert.Equal(expected, buffer.Take(lagging * stride).ToArray());
        }, iter: 200);
    }

    [Fact]
    public void Eliminations_keep_every_matched_sum_and_stop_at_the_target()
    {
        Gen.Select(Gen.Int[1, 25], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, 5], Gen.Int[0, 1000000])
            .Sample((rows, points, target, extras, seed) =>
        {
            var random = new Random(seed);
            int stride = Kernels.Pad(points);
            double[] matrix = new double[(rows + extras) * stride];
            for (int i = 0; i < rows + extras; i++)
            {
                for (int j = 0; j < points; j++)
                    matrix[i * stride + j] = i == 0 ? 1 : 2 * random.NextDouble() - 1;
            }
            double[] weights = [.. Enumerable.Range(0, points).Select(_ => Math.Pow(10, -3 * random.NextDouble()))];
            double[] after = (double[])weights.Clone();
            var tableau = new Tableau();
            tableau.Factorise(matrix, stride, points, rows, extras, Tableau.RankTolerance(rows));

            new Elimination().Run(tableau, after, target);

            int left = after.Count(w => w > 0);
            Assert.InRange(left, 1, Math.Max(target, Math.Min(rows, points)));
            Assert.True(left >= Math.Min(points, Math.Min(target, rows)) - 1,
                $"{left} points left of {points} for {target}, rank {tableau.Rank}");
            Assert.All(after, w => Assert.True(w >= 0));
            for (int i = 0; i < rows; i++)
            {
                double change = Enumerable.Range(0, points).Sum(j => (after[j] - weights[j]) * matrix[i * stride + j]);
                Assert.Equal(0, change / weights.Sum(), 1e-11);
            }
        }, iter: 300);
    }

    /// <summary>
    /// With points to spare the change of the unmatched functions ends near its least: no null vector of what stays lowers it by much.
    /// </summary>
    [Theory]
    [InlineData(10, 60, 12, 20)]
    [InlineData(20, 90, 30, 30)]
    [InlineData(35, 200, 28, 50)]
    public void Points_to_spare_settle_where_unmatched_functions_change_least(int rows, int points, int extras, int target)
    {
        int stride = Kernels.Pad(points);
        double[] matrix = Matrix(rows, points, rows, extras, stride, first: 1);
        double[] weights = new double[points];
        weights.AsSpan().Fill(1);
        var tableau = new Tableau();
        tableau.Factorise(matrix, stride, points, rows, extras, Tableau.RankTolerance(rows));

        new Elimination().Run(tableau, weights, target);

        int[] kept = [.. Enumerable.Range(0, points).Where(j => weights[j] > 0)];
        double[] change = [
            .. Enumerable.Range(rows, extras).Select(e => Enumerable.Range(0, points).Sum(j => (weights[j] - 1) * matrix[e * stride + j]))];
        int few = Kernels.Pad(kept.Length);
        double[] own = new double[(rows + extras) * few];
        for (int i = 0; i < rows + extras; i++)
        {
            for (int j = 0; j < kept.Length; j++)
                own[i * few + j] = matrix[i * stride + kept[j]];
        }
        tableau.Factorise(own, few, kept.Length, rows, extras, Tableau.RankTolerance(rows));
        double square = change.Sum(c => c * c);
        for (int free = rows; free < kept.Length; free++)
        {
            double[] vector = [.. Enumerable.Range(0, extras).Select(e => tableau.ExtraRow(e)[free])];
            double along = vector.Zip(change, (v, c) => v * c).Sum();
            Assert.InRange(along * along / vector.Sum(v => v * v), 0, 0.15 * square);
        }
    }

    /// <summary>
    /// A product of rows x rank and rank x points, whose rank is known; then extra rows, independent of it; a right-hand side where there
    /// is room.
    /// </summary>
    private static double[] Matrix(int rows, int points, int rank, int extras, int stride, double? first = null)
    {
        var random = new Random(rows);
        double[] left = [.. Enumerable.Range(0, rows * rank).Select(_ => 2 * random.NextDouble() - 1)];
        double[] right = [.. Enumerable.Range(0, rank * points).Select(_ => 2 * random.NextDouble() - 1)];
        double[] solution = [.. Enumerable.Range(0, points).Select(_ => random.NextDouble())];
        double[] matrix = new double[(rows + extras) * stride];
        for (int i = 0; i < rows + extras; i++)
        {
            for (int j = 0; j < points; j++)
            {
                matrix[i * stride + j] = i == 0 && first is { } value ? value
                    : i >= rows || rank == rows ? 2 * random.NextDouble() - 1
                    : Enumerable.Range(0, rank).Sum(r => left[i * rank + r] * right[r * points + j]) / Math.Sqrt(rank);
            }
            if (points < stride)
                matrix[i * stride + points] = Enumerable.Range(0, points).Sum(j => matrix[i * stride + j] * solution[j]);
        }
        return matrix;
    }
}
