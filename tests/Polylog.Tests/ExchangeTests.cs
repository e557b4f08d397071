namespace Polylog.Tests;

/// <summary>
/// Where there is a target and functions have kinks, kept rows are exchanged for quieter and better spread ones: nothing that is matched
/// changes, the rest comes nearer.
/// </summary>
public class ExchangeTests
{
    private const double Noise = 3;

    private static readonly CompressionOptions s_kinked = new() { Order = 2, Size = 400, Use = Use.Kinked };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_polynomial_models_are_kept_to_rounding(int degree)
    {
        Measure rows = Rows(4000, seed: 1, Loss.LeastSquares);

        Measure kept = MomentCompressor.Compress(rows, s_kinked with { Order = 2 * degree }).Points;

        var random = new Random(2);
        for (int model = 0; model < 20; model++)
        {
            double a = random.NextDouble(), b = random.NextDouble(), shift = random.NextDouble();
            // Of (f - y)^2, f = (a x + b z - shift)^degree, by the shift.
            double Slope(ReadOnlySpan<double> x, double y)
            {
                double line = a * x[0] + b * x[1] - shift;
                return -2 * degree * (Math.Pow(line, degree) - y) * Math.Pow(line, degree - 1);
            }
            Assert.Equal(Mean(rows, Slope), Mean(kept, Slope), 1e-12);
        }
    }

    [Fact]
    public void Differences_of_squared_losses_are_kept_and_the_noise_is_not()
    {
        Measure rows = Rows(4000, seed: 3, Loss.LeastSquares);

        Measure kept = MomentCompressor.Compress(rows, s_kinked).Points;

        double Difference(Measure measure) => Mean(measure, (x, y) => Square(x[0] - 2 * x[1] - y) - Square(1 + 3 * x[0] - y));
        double Quietness(Measure measure) => Mean(measure, (x, y) => Square(Teacher(x) - y));
        Assert.Equal(Difference(rows), Difference(kept), 1e-12);
        Assert.InRange(Quietness(kept), 0, Quietness(rows) / 2);
    }

    [Fact]
    public void The_squared_loss_keeps_its_constant()
    {
        Measure rows = Rows(4000, seed: 4, Loss.Squared);

        Measure kept = MomentCompressor.Compress(rows, s_kinked).Points;

        Assert.Equal(Mean(rows, (_, y) => y * y), Mean(kept, (_, y) => y * y), 1e-12);
    }

    [Fact]
    public void Gradients_of_units_with_kinks_come_nearer()
    {
        double exchanged = 0, watched = 0;
        for (int seed = 5; seed < 8; seed++)
        {
            Measure rows = Rows(8000, seed, Loss.LeastSquares);
            exchanged += Error(rows, MomentCompressor.Compress(rows, s_kinked).Points, seed);
            watched += Error(rows, MomentCompressor.Compress(rows, s_kinked with { Use = Use.Smooth }).Points, seed);
        }

        Assert.True(exchanged < watched / 2, $"mean squares {exchanged} with exchanges, {watched} without");

        static double Error(Measure rows, Measure kept, int seed)
        {
            var random = new Random(seed);
            double squares = 0;
            for (int unit = 0; unit < 200; unit++)
            {
                double a = random.NextDouble() * 2 - 1, b = random.NextDouble() * 2 - 1, c = random.NextDouble() - 0.5;
                double Slope(ReadOnlySpan<double> x, double y) => a * x[0] + b * x[1] + c > 0 ? Teacher(x) - y : 0;
                squares += Square(Mean(kept, Slope) - Mean(rows, Slope));
            }
            return squares;
        }
    }

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Hard_measures_keep_what_is_matched(string name)
    {
        Measure plain = HardMeasures.Make(name);
        if (name == "one heavy atom" || plain.Count < 3)
            return;
        var random = new Random(10);
        double[] targets = [.. Enumerable.Range(0, plain.Count).Select(i => random.Next(7) + (i % 2 == 0 ? random.NextDouble() : 0))];
        Measure rows = plain.WithTargets(targets, Loss.LeastSquares);
        foreach (int? order in new int?[] { 1, 3, null })
        {
            CompressionOptions options = new() { Order = order, Fraction = 0.2, Use = Use.Kinked };

            Coreset coreset = MomentCompressor.Compress(rows, options);

            Assert.True(coreset.Count <= MomentCompressor.Size(rows, options));
            Assert.DoesNotContain(coreset.Weights.ToArray(), weight => !(weight > 0));
            Assert.Equal(coreset.Count, coreset.Indices.ToArray().Distinct().Count());
            Assert.True(MomentAudit.Compare(rows, coreset.Points, Math.Min(4, coreset.Order)).WorstResidual < 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 205)]
    [InlineData(null, 300)]
    public void The_rows_do_not_depend_on_threads_or_on_the_inputs_order(int? order, int size)
    {
        Measure rows = Rows(3000, seed: 11, Loss.LeastSquares);
        CompressionOptions options = s_kinked with { Order = order, Size = size, Threads = 1 };
        Coreset one = MomentCompressor.Compress(rows, options);

        Coreset many = MomentCompressor.Compress(rows, options with { Threads = 5 });
        int[] shuffle = [.. Enumerable.Range(0, 3000)];
        new Random(12).Shuffle(shuffle);
        Coreset shuffled = MomentCompressor.Compress(rows.Subset(shuffle, Enumerable.Repeat(1.0, 3000).ToArray()), options);

        Assert.Equal(one.Indices.ToArray(), many.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), many.Weights.ToArray());
        Assert.Equal(one.Indices.ToArray(), shuffled.Indices.ToArray().Select(i => shuffle[i]).Order());
    }

    [Fact]
    public void A_certificate_of_differences_does_not_see_a_constant_added_to_the_target()
    {
        Measure rows = Rows(3000, seed: 13, Loss.LeastSquares);
        Measure lifted = new Measure(rows.Atoms, 2).WithTargets(rows.Targets.ToArray().Select(y => y + 1024).ToArray(), Loss.LeastSquares);
        Measure few = MomentCompressor.Compress(rows, s_kinked).Points;
        Measure liftedFew =
            new Measure(few.Atoms, 2, few.Weights).WithTargets(few.Targets.ToArray().Select(y => y + 1024).ToArray(), Loss.LeastSquares);

        double[] errors = new RidgePanel(2).Errors(rows, few);

        double[] liftedErrors = new RidgePanel(2).Errors(lifted, liftedFew);
        for (int f = 0; f < errors.Length; f++)
            Assert.Equal(errors[f], liftedErrors[f], 1e-10);
        Assert.True(errors.Order().ElementAt(errors.Length / 2) > 0);
    }

    [Fact]
    public void A_linear_trend_leaves_nothing_of_a_plane()
    {
        double[] coordinates = [-1, 0, 1, 0, 0, 0, 0, 0, 1, -1, 1, 0, 0, 0, 0, 0];
        double[] values = [.. Enumerable.Range(0, 8).Select(i => 3 - 2 * coordinates[i] + 5 * coordinates[8 + i])];

        LinearTrend.Remove(coordinates, 8, 2, values, 1, [1, 2, 3, 4]);

        Assert.All(values[..4], value => Assert.Equal(0, value, 1e-7));
    }

    private static double Teacher(ReadOnlySpan<double> x) => Math.Abs(x[0] - 0.3) - 2 * Math.Max(0, x[1] + x[0]);

    private static Measure Rows(int count, int seed, ILoss loss)
    {
        var random = new Random(seed);
        double[] atoms = [.. Enumerable.Range(0, 2 * count).Select(_ => random.NextDouble() * 2 - 1)];
        double[] targets = [.. Enumerable.Range(0, count).Select(
            i => Teacher(atoms.AsSpan(2 * i, 2)) + Noise * 2 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
        return new Measure(atoms, 2).WithTargets(targets, loss);
    }

    private delegate double RowFunction(ReadOnlySpan<double> atom, double target);

    private static double Mean(Measure measure, RowFunction function)
    {
        var sum = new CompensatedSum();
        for (int i = 0; i < measure.Count; i++)
            sum.AddProduct(measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i], function(measure.Atom(i), measure.Targets.Span[i]));
        return sum.Value / measure.TotalWeight;
    }

    private static double Square(double x) => x * x;
}
