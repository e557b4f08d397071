namespace Polylog.Tests;

public class TableauTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 10, 3)]
    [InlineData(20, 41, 20)]
    [InlineData(30, 17, 17)]
    [InlineData(24, 50, 9)]
    public void Columns_are_combinations_of_the_basic_ones(int rows, int points, int rank)
    {
        var random = new Random(rows);
        int stride = Kernels.Pad(points + 1);
        // A product of rows x rank and rank x points: its rank is known.
        double[] left = [.. Enumerable.Range(0, rows * rank).Select(_ => 2 * random.NextDouble() - 1)];
        double[] right = [.. Enumerable.Range(0, rank * points).Select(_ => 2 * random.NextDouble() - 1)];
        double[] matrix = new double[(rows + 2) * stride];
        double[] solution = [.. Enumerable.Range(0, points).Select(_ => random.NextDouble())];
        for (int i = 0; i < rows + 2; i++)
        {
            for (int j = 0; j < points; j++)
                matrix[i * stride + j] = i < rows ? Enumerable.Range(0, rank).Sum(r => left[i * rank + r] * right[r * points + j]) : random.NextDouble();
            matrix[i * stride + points] = Enumerable.Range(0, points).Sum(j => matrix[i * stride + j] * solution[j]);
        }

        var tableau = new Tableau();
        tableau.Factor(matrix, stride, points, rows, 2, Tableau.RankTolerance(rows));

        Assert.Equal(rank, tableau.Rank);
        Assert.Equal(Enumerable.Range(0, points), tableau.Columns.ToArray().Order());
        int[] columns = tableau.Columns.ToArray();
        for (int i = 0; i < rows + 2; i++)
        {
            for (int position = rank; position <= points; position++)
            {
                double combined = 0;
                for (int b = 0; b < rank; b++)
                    combined += tableau.Row(b)[position] * matrix[i * stride + columns[b]];
                double actual = matrix[i * stride + (position == points ? points : columns[position])];
                double rest = i < rows ? 0 : tableau.ExtraRow(i - rows)[position];
                Assert.Equal(actual - rest, combined, 1e-10);
            }
        }
    }

    [Fact]
    public void Eliminations_keep_every_matched_sum_and_stop_at_the_target()
    {
        Gen.Select(Gen.Int[1, 25], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, 5], Gen.Int[0, 1000000]).Sample((rows, points, target, extras, seed) =>
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
            tableau.Factor(matrix, stride, points, rows, extras, Tableau.RankTolerance(rows));

            new Elimination().Run(tableau, after, target);

            int left = after.Count(w => w > 0);
            Assert.InRange(left, 1, Math.Max(target, Math.Min(rows, points)));
            Assert.True(left >= Math.Min(points, Math.Min(target, rows)) - 1, $"{left} points left of {points} for {target}, rank {tableau.Rank}");
            Assert.All(after, w => Assert.True(w >= 0));
            for (int i = 0; i < rows; i++)
            {
                double change = Enumerable.Range(0, points).Sum(j => (after[j] - weights[j]) * matrix[i * stride + j]);
                Assert.Equal(0, change / weights.Sum(), 1e-11);
            }
        }, iter: 300);
    }
}
