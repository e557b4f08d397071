namespace Polylog.Tests;

public class ArgumentTests
{
    private static readonly Measure s_measure = HardMeasures.Make("uniform cube");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Coordinates_must_be_finite(double bad)
    {
        double[] atoms = new double[30];
        atoms[17] = bad;
        var error = Assert.Throws<ArgumentException>("atoms", () => new Measure(atoms, 3));
        Assert.Contains("Row 5, coordinate 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.25)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_must_be_finite_and_not_negative(double bad)
    {
        var error = Assert.Throws<ArgumentException>("weights", () => new Measure(new double[6], 3, new[] { 1, bad }));
        Assert.Contains("Weight 1 is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_must_fit_and_not_all_be_zero()
    {
        Assert.Throws<ArgumentException>("weights", () => new Measure(new double[6], 3, new double[3]));
        Assert.Throws<ArgumentException>("weights", () => new Measure(new double[6], 3, new double[2]));
        Assert.Throws<ArgumentException>("weights", () => new Measure(new double[2], 1, new[] { double.MaxValue, double.MaxValue }));
    }

    [Fact]
    public void Weights_too_unlike_to_be_added_are_refused()
    {
        double[] weights = [.. Enumerable.Range(0, 30).Select(i => i == 7 ? 1e-200 : i == 8 ? 1e100 : 1)];
        var measure = new Measure(UniformCube.Draw(30, 3, seed: 1).Atoms, 3, weights);
        var error = Assert.Throws<ArgumentException>(
            "measure", () => MomentCompressor.Compress(measure, new CompressionOptions { Size = 10 }));
        Assert.Contains("from 1E-200 to 1E+100, more than the 250 decades", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Atoms_must_make_whole_rows()
    {
        Assert.Throws<ArgumentException>("atoms", () => new Measure(new double[7], 3));
        Assert.Throws<ArgumentException>("atoms", () => new Measure(Array.Empty<double>(), 3));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => new Measure(new double[7], 0));
    }

    [Fact]
    public void Options_out_of_range_are_named_with_their_value()
    {
        Refused("Order", 0, new() { Order = 0 });
        Refused("Order", -3, new() { Order = -3 });
        Refused("Size", 0, new() { Size = 0 });
        Refused("Size", 3001, new() { Size = 3001 });
        Refused("Size", 19, new() { Size = 19, Order = 3 }); // order 3 in 3 dimensions has 20 moments
        Refused("Size", 3, new() { Size = 3 }); // order 1 has 4
        Refused("Tolerance", 0.0, new() { Tolerance = 0 });
        Refused("Tolerance", 1.0, new() { Tolerance = 1 });
        Refused("Tolerance", double.NaN, new() { Tolerance = double.NaN });
        Refused("Use", (Use)99, new() { Use = (Use)99 });
        Refused("Fraction", 0.0, new() { Fraction = 0 });
        Refused("Fraction", double.NaN, new() { Fraction = double.NaN });
        Refused("Fraction", 1.5, new() { Fraction = 1.5 });
        Refused("Threads", -1, new() { Threads = -1 });
        Refused("Fraction", -1.0, new() { Size = 100, Fraction = -1 });
        Refused("Scale", (ColumnScale)99, new() { Scale = (ColumnScale)99 });
        Refused("Effort", (Effort)99, new() { Effort = (Effort)99 });
        Assert.Throws<ArgumentNullException>("measure", () => MomentCompressor.Compress(null!));

        static void Refused(string name, object value, CompressionOptions options)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(name, () => MomentCompressor.Compress(s_measure, options));
            Assert.StartsWith(FormattableString.Invariant($"{name} is {value}: "), error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void An_order_too_large_to_hold_is_refused_and_not_attempted()
    {
        var wide = new Measure(Enumerable.Range(0, 400 * 200).Select(i => Math.Sin(i)).ToArray(), 200);
        Assert.Throws<ArgumentOutOfRangeException>("Size", () => MomentCompressor.Compress(wide, new() { Order = 30, Size = 100 }));
        Coreset all = MomentCompressor.Compress(wide, new() { Order = 30 });
        Assert.Equal(400, all.Count); // more moments than rows: nothing to drop
    }

    [Fact]
    public void Checks_refuse_what_does_not_fit()
    {
        Assert.Throws<ArgumentOutOfRangeException>("order", () => MomentAudit.Compare(s_measure, s_measure, -1));
        Assert.Throws<ArgumentException>("full", () => new RidgePanel(2).Errors(s_measure, s_measure));
        Assert.Throws<ArgumentNullException>("coresets", () => new RidgePanel(3).Errors(s_measure, [null!]));
    }

    [Fact]
    public void Cancelling_ends_the_work()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => MomentCompressor.Compress(s_measure, cancellation: source.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void Cancelling_ends_the_work_at_any_time(int milliseconds)
    {
        Measure large = UniformCube.Draw(400000, 4, seed: 1);
        using var source = new CancellationTokenSource(milliseconds);
        Assert.ThrowsAny<OperationCanceledException>(() => MomentCompressor.Compress(large, new() { Order = 7 }, source.Token));
    }
}
