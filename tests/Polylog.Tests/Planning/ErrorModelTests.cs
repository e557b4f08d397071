namespace Polylog.Tests;

/// <summary>What a plan foretells, against what it says of itself and against compressions.</summary>
public class ErrorModelTests
{
    private const long Rows = 1_000_000;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 4)]
    [InlineData(8, 2)]
    [InlineData(50, 1)]
    public void More_rows_mean_less_error(int dimension, int order)
    {
        foreach (DataShape shape in Enum.GetValues<DataShape>())
        {
            foreach (Use use in Enum.GetValues<Use>())
            {
                ErrorModel model = ErrorModel.Theory(dimension, shape);
                double last = double.MaxValue;
                for (long size = Moments.Count(dimension, order); size < Rows; size += 1 + size / 10)
                {
                    double error = model.Error(order, size, Rows, use);
                    Assert.True(error < last || error == ErrorModel.Rounding, $"{error} at {size} after {last}");
                    last = error;
                }
                Assert.Equal(0, model.Error(order, Rows, Rows, use));
            }
        }
    }

    [Theory]
    [InlineData(2, 3, 1000)]
    [InlineData(4, 3, 20_000)]
    [InlineData(10, 2, 500)]
    public void The_size_for_the_error_at_a_size_is_that_size(int dimension, int order, long size)
    {
        ErrorModel model = ErrorModel.Theory(dimension);
        Assert.Equal(size, model.SizeFor(order, model.Error(order, size, Rows), Rows));
        Assert.True(model.SizeFor(order, model.Error(order, size, Rows) / 2, Rows) > size);
    }

    /// <summary>Ten times is much more than the formula is off by, as a rule (1.8 times), and still tells a size from another.</summary>
    [Theory]
    [InlineData(1, 2, 300)]
    [InlineData(2, 4, 1000)]
    [InlineData(3, 5, 1000)]
    [InlineData(5, 3, 2000)]
    [InlineData(12, 1, 500)]
    public void The_formula_is_within_ten_times_of_a_compression(int dimension, int order, int size)
    {
        Measure measure = UniformCube.Draw(20_000, dimension, seed: 3);
        Measure coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size }).Points;
        ErrorModel model = ErrorModel.Theory(dimension, DataShape.Uniform);
        foreach (Use use in new[] { Use.Smooth, Use.Kinked })
        {
            double measured = PanelErrors.FromErrors(new RidgePanel(dimension, use: use).Errors(measure, coreset)).Median;
            double foretold = model.Error(order, size, measure.Count, use);
            Assert.True(foretold < 10 * measured && measured < 10 * foretold, $"{use}: {foretold} foretold, {measured} measured");
        }
    }

    /// <summary>Points on a curve in five dimensions: the formula knows of five, a sample of one.</summary>
    [Fact]
    public void A_sample_sees_what_the_formula_can_not()
    {
        const int Order = 1, Size = 2000;
        Measure parameter = UniformCube.Draw(20_000, 1, seed: 4);
        double[] atoms = [.. parameter.Atoms.ToArray().SelectMany(x => Enumerable.Range(1, 5).Select(axis => Math.Sin(axis * x)))];
        var measure = new Measure(atoms, 5);
        double measured = Median(measure, MomentCompressor.Compress(measure, new CompressionOptions { Order = Order, Size = Size }).Points);
        // Sizes of its own choice: the size in question is not among them.
        ErrorModel calibrated = ErrorModel.Calibrated(measure);
        Assert.Contains(Order, calibrated.MeasuredOrders);
        Assert.Equal(measure.Count, calibrated.SampleCount);
        Assert.InRange(calibrated.Error(Order, Size, measure.Count) / measured, 1.0 / 15, 15);
        Assert.True(ErrorModel.Theory(5).Error(Order, Size, measure.Count) > 10 * measured);

        static double Median(Measure measure, Measure coreset) =>
            PanelErrors.FromErrors(new RidgePanel(5, use: Use.Smooth).Errors(measure, coreset)).Median;
    }

    [Fact]
    public void Too_few_rows_to_measure_leave_the_formula()
    {
        ErrorModel model = ErrorModel.Calibrated(UniformCube.Draw(12, 5, seed: 1));
        Assert.Empty(model.MeasuredOrders);
        Assert.Equal(0, model.SampleCount);
        Assert.Equal(ErrorModel.Theory(5).Error(1, 6, 12), model.Error(1, 6, 12));
    }

    [Fact]
    public void A_calibrated_model_is_as_monotone()
    {
        ErrorModel model = ErrorModel.Calibrated(HardMeasures.Make("weights over 12 orders"));
        for (int order = 1; order <= 3; order++)
        {
            double last = double.MaxValue;
            for (long size = Moments.Count(model.Dimension, order); size < Rows; size *= 2)
            {
                double error = model.Error(order, size, Rows);
                Assert.True(error < last || error == ErrorModel.Rounding, $"order {order}: {error} at {size} after {last}");
                last = error;
            }
        }
    }

    [Fact]
    public void Orders_and_sizes_out_of_range_are_refused()
    {
        ErrorModel model = ErrorModel.Theory(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => ErrorModel.Theory(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Error(0, 10, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Error(ErrorModel.HighestOrder + 1, 10, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Error(1, 101, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SizeFor(1, 0, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SizeFor(1, double.NaN, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErrorModel.Theory(1000).Error(3, 10, 100));
    }
}
