namespace Polylog.Networks.Tests;

public sealed class ModelRunnerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Given_numbers_go_through_the_model()
    {
        string path = new OnnxBuilder().Input("x", -1, 2).Output("y", -1, 2).Tensor(
            "w", [2, 2], [1, 2, 3, 4]).Node("MatMul", ["x", "w"], "y").Save(_scratch.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        ModelOutput output = Assert.Single(runner.Run([new ModelInput("x", [1, 2], new float[] { 1, 10 })]));
        Assert.Equal([31, 42], output.Values.ToArray());
        Assert.Equal([1, 2], output.Shape);
    }

    [Fact]
    public void Random_inputs_are_a_function_of_the_seed()
    {
        string path = new OnnxBuilder(
            format: FloatFormat.Binary16).Input("x",
            -1,
            2).Input("u",
            -1,
            2).Output("y",
            -1,
            2).Node("Add",
            ["x", "u"],
            "y").Save(_scratch.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        IReadOnlyList<ModelInput> inputs = runner.RandomInputs(3, 5);
        Assert.Equal([3, 2], inputs[0].Shape);
        Assert.Equal(inputs[1].Values.ToArray(), runner.RandomInputs(3, 5)[1].Values.ToArray());
        Assert.NotEqual(inputs[0].Values.ToArray(), inputs[1].Values.ToArray());
        Assert.Equal(inputs[0].Values.Span[0] + inputs[1].Values.Span[0], runner.Run(inputs)[0].Values.Span[0], 0.01);
    }

    [Fact]
    public void Whole_numbers_are_not_cut_out_of_others()
    {
        string path = new OnnxBuilder().WholeInput("x", -1).WholeOutput("y").Node("Identity", ["x"], "y").Save(_scratch.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        Assert.Empty(runner.Run([new ModelInput("x", [2], new float[] { 1, 26 })]));
        Assert.Equal($"'{path}': input 'x' is Int64, and was given 26.5 at [1]; give whole numbers from -16777215 to 16777215",
            Assert.Throws<ModelFileException>(() => runner.Run([new ModelInput("x", [2], new float[] { 1, 26.5f })])).Message);
    }

    [Fact]
    public void Of_several_outputs_the_difference_is_that_of_the_worst()
    {
        ModelOutput[] first =
            [new("y", [1], new double[] { 1000 }), new("z", [1], new double[] { 1 }), new("y", [1], new double[] { 2000 })];
        ModelOutput[] second =
            [new("z", [1], new double[] { 1.5 }), new("y", [1], new double[] { 1001 }), new("y", [1], new double[] { 2000 })];
        ModelDifference difference = ModelDifference.Between(first, second);
        Assert.Equal((0.5, 0.5, 3, "z"), (difference.RelativeRms, difference.Worst, difference.Count, difference.Output));
    }

    [Fact]
    public void The_difference_is_relative_to_the_first()
    {
        ModelOutput[] first = [new("y", [2], new double[] { 3, 4 })];
        ModelOutput[] second = [new("y", [2], new double[] { 3, 5 })];
        ModelDifference difference = ModelDifference.Between(first, second);
        Assert.Equal(1 / 5.0, difference.RelativeRms, 1e-15);
        Assert.Equal(Math.Sqrt(2) / 5, difference.Worst, 1e-15);
        Assert.Equal(new ModelDifference(0, 0, 2), ModelDifference.Between(first, first));
        Assert.Equal(difference.RelativeRms * Math.Sqrt(3), difference.RelativeRmsUpper, 1e-14);
        Assert.Throws<ModelFileException>(() => ModelDifference.Between(first, [new("y", [1], new double[] { 3 })]));
    }

    /// <summary>Four inputs with three scores each; numpy gives the same numbers.</summary>
    [Fact]
    public void Errors_of_the_examples_are_told_one_by_one()
    {
        double[] scores = [1, 0, 2, 0, 3, 1, 2, 2, 0, 1, 1, 4], changed = [1, 0, 2, 0, 3, 2, 2, 2.5, 0, 1, 1, 0];
        ModelDifference difference = ModelDifference.Between([new("y", [4, 3], scores)], [new("y", [4, 3], changed)]);
        double size = Math.Sqrt((5 + 10 + 8 + 18) / 4.0), mean = (0 + 1 + 0.25 + 16) / 4;
        double deviation = Math.Sqrt(new[] { 0, 1, 0.25, 16 }.Sum(square => (square - mean) * (square - mean)) / 3);
        Assert.Equal(Math.Sqrt(mean) / size, difference.RelativeRms, 1e-15);
        Assert.Equal(Math.Sqrt(mean + 2 * deviation / 2) / size, difference.RelativeRmsUpper, 1e-14);
        Assert.Equal(0.5 / size, difference.ExampleMedian, 1e-15);
        Assert.Equal(4 / size, difference.ExampleHigh, 1e-15);
        Assert.Equal(4 / size, difference.ExampleWorst, 1e-15);
        // Of the third example's two largest the second grows, the last example's largest falls to 0.
        Assert.Equal(0.5, difference.SameLargest);
        Assert.Null(ModelDifference.Between([new("y", [4, 3, 1], scores)], [new("y", [4, 3, 1], changed)]).SameLargest);
    }

    [Fact]
    public void What_cannot_run_is_an_error_of_one_line()
    {
        string path = new OnnxBuilder().Input("x", -1, 2).Output("y", -1, 2).Node("NoSuchThing", ["x"], "y").Save(_scratch.Path);
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelRunner.Open(path));
        Assert.StartsWith($"ONNX Runtime cannot run '{path}': ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<ModelFileException>(() => ModelRunner.Open(_scratch.File("none.onnx")));
    }

    [Fact]
    public void A_run_without_an_end_can_be_stopped()
    {
        string path = new OnnxBuilder().Input("x", -1, 2).Output("y", -1, 2).Endless("x", "y").Save(_scratch.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => runner.Run(runner.RandomInputs(1, 1), stop.Token));
        // What was stopped before it began does not begin.
        Assert.ThrowsAny<OperationCanceledException>(() => ModelRunner.Open(path, cancellation: stop.Token));
    }

    [Fact]
    public void A_call_that_does_not_stop_is_left_behind()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using ManualResetEventSlim end = new(), disposed = new();
        bool isLeft = false;
        Assert.ThrowsAny<OperationCanceledException>(() => StoppableCall.Run(
            () =>
            {
                end.Wait(TestContext.Current.CancellationToken);
                return new Registered(disposed.Set);
            },
            () => isLeft = true,
            stop.Token));
        Assert.True(isLeft);
        end.Set();
        Assert.True(disposed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Missing_inputs_are_named()
    {
        string path = new OnnxBuilder().Input("x", -1, 2).Output("y", -1, 2).Node("Relu", ["x"], "y").Save(_scratch.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        Assert.Equal(
            $"'{path}': input 'x' was given no values; give all of 'x'", Assert.Throws<ModelFileException>(() => runner.Run([])).Message);
        Assert.Contains(
            "has 3 values for shape [1, 2]",
            Assert.Throws<ModelFileException>(() => runner.Run([new ModelInput("x", [1, 2], new float[3])])).Message,
            StringComparison.Ordinal);
    }

    private sealed class Registered(Action disposed) : IDisposable
    {
        public void Dispose() => disposed();
    }
}
