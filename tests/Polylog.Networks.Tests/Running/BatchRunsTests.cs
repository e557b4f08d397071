namespace Polylog.Networks.Tests;

/// <summary>
/// Models that take a fixed number of examples, or one, run on many where that computes the same, and as they are where it does not.
/// </summary>
public sealed class BatchRunsTests : IDisposable
{
    private const int Rows = 103, Units = 12;

    private readonly ScratchFolder _folder = new();

    /// <summary>The weights are the same whatever the batch size, so the same units are kept.</summary>
    [Theory]
    [InlineData("dense", 1)]
    [InlineData("dense", 4)]
    [InlineData("images", 1)]
    [InlineData("flat view", 1)]
    [InlineData("flat view", 3)]
    [InlineData("heads", 1)]
    [InlineData("heads", 4)]
    [InlineData("class token", 1)]
    [InlineData("class token", 4)]
    public void A_model_of_a_fixed_batch_is_shrunk_as_one_of_an_open_batch(string form, int batch)
    {
        Assert.Equal(83, ExamplesOfARun(Model(form, batch), form));
        (LayerChange fixedChange, OnnxModel small) = Shrunk(Model(form, batch), form);
        (LayerChange open, OnnxModel other) = Shrunk(Model(form, -1), form);
        Assert.Equal(open.Samples, fixedChange.Samples);
        foreach (string weights in (string[])["w1", "b1", "w2"])
            Assert.Equal(other.ReadDoubles(weights), small.ReadDoubles(weights));
        using ModelRunner runner = ModelRunner.Open(small.Path);
        Assert.Equal(batch, runner.Inputs[0].Dims[0]);
    }

    [Theory]
    [InlineData("vector")]
    [InlineData("image")]
    public void A_model_of_a_single_example_is_shrunk_as_one_of_a_batch(string form)
    {
        Assert.Equal(83, ExamplesOfARun(Model(form, 0), form));
        (LayerChange single, OnnxModel small) = Shrunk(Model(form, 0), form);
        (LayerChange open, OnnxModel other) = Shrunk(Model(form, -1), form);
        Assert.Equal(open.Samples, single.Samples);
        foreach (string weights in (string[])["w1", "b1", "w2"])
            Assert.Equal(other.ReadDoubles(weights), small.ReadDoubles(weights));
    }

    /// <summary>What lies behind the layer depends on the other examples of the run.</summary>
    [Theory]
    [InlineData("centred", 4)]
    [InlineData("sequence", 1)]
    public void Where_the_copy_computes_something_else_the_model_runs_as_it_is(string form, int batch)
    {
        Assert.Equal(batch, ExamplesOfARun(Model(form, batch), form));
        using ModelShrinker shrinker = ModelShrinker.Open(Model(form, batch), new ShrinkOptions { Width = 6 }, Data(form));
        Assert.Equal(Rows / batch * batch, shrinker.FitCount + shrinker.HeldOutCount);
        Assert.Equal(6, Assert.Single(shrinker.Run()).Units);
        Assert.Equal(batch, shrinker.Latency()!.Value.Batch);
        // In groups of its own size the model computes what it computes for a user.
        Assert.InRange(shrinker.Difference().RelativeRms, 1e-6, 0.9);
    }

    [Fact]
    public void The_latency_is_that_of_the_models_own_batch()
    {
        using ModelShrinker shrinker = ModelShrinker.Open(Model("dense", 4), new ShrinkOptions { Width = 6 }, Data("dense"));
        Assert.Equal((83, 20), (shrinker.FitCount, shrinker.HeldOutCount));
        shrinker.Run();
        Assert.Equal(4, shrinker.Latency()!.Value.Batch);
    }

    [Fact]
    public void Random_inputs_are_run_in_batches_too()
    {
        InputBatches batches = Prepared(Model("dense", 1), null);
        Assert.Equal([256, 5], batches.Fit[0][0].Shape);
        Assert.Equal([1, 5], batches.Timed.Inputs[0].Shape);
        Assert.Equal(5120, batches.FitCount + batches.HeldOutCount);
    }

    public void Dispose() => _folder.Dispose();

    private int ExamplesOfARun(string path, string form) => Prepared(path, Data(form)).Fit[0][0].Shape[0];

    private InputBatches Prepared(string path, CalibrationData? data)
    {
        using ModelRunner runner = ModelRunner.Open(path);
        var runs = new BatchRuns(path, threads: 1, name => _folder.File($"{name}.onnx"));
        return runs.Prepare(runner, data, size: 256, units: 1, TestContext.Current.CancellationToken);
    }

    private (LayerChange Change, OnnxModel Small) Shrunk(string path, string form)
    {
        string small = _folder.File($"small{Path.GetFileName(path)}");
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 6 }, Data(form));
        LayerChange change = Assert.Single(shrinker.Run());
        Assert.Equal((83, 20), (shrinker.FitCount, shrinker.HeldOutCount));
        Assert.InRange(shrinker.Difference().RelativeRms, 1e-6, 0.9);
        shrinker.Save(small);
        return (change, OnnxModel.Open(small));
    }

    private static CalibrationData Data(string form)
    {
        long[] shape = form switch
        {
            "images" or "image" or "flat view" => [2, 4, 4],
            "heads" or "sequence" or "class token" => [6, 4],
            _ => [5],
        };
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, Rows * (int)shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)];
        return new CalibrationData("data", shape, values, Rows);
    }

    // A model of a batch; -1 leaves its size open, 0 is one example without a dimension for their number.
    private string Model(string form, int batch)
    {
        long[] Dims(params long[] own) => batch == 0 ? own : [batch, .. own];
        var builder = new OnnxBuilder();
        builder = form switch
        {
            "images" or "flat view" => Images(builder.Input("x", batch, 2, 4, 4), form, batch),
            "image" => Image(builder.Input("x", Dims(2, 4, 4)), batch),
            "heads" => Heads(builder.Input("x", batch, 6, 4), batch),
            "class token" => ClassToken(builder.Input("x", batch, 6, 4), batch),
            "sequence" => Sequence(builder.Input("x", batch, 6, 4)),
            _ => Dense(builder.Input("x", Dims(5)), form).Output("y", Dims(3)),
        };
        return builder.Save(_folder.Path, $"{form}{batch}.onnx");
    }

    private static OnnxBuilder Dense(OnnxBuilder builder, string form)
    {
        builder.Weights("w1", 5, Units).Weights("b1", Units).Weights("w2", Units, 3)
            .Node("MatMul", ["x", "w1"], "z0", "hidden").Node("Add", ["z0", "b1"], "z").Node("Relu", ["z"], "a");
        if (form != "centred")
            return builder.Node("MatMul", ["a", "w2"], "y");
        return builder.Node("MatMul", ["a", "w2"], "s")
            .Node("ReduceMean", ["s"], "m", attributes: OnnxBuilder.List("axes", [0])).Node("Sub", ["s", "m"], "y");
    }

    private static OnnxBuilder Convolution(OnnxBuilder builder, string input) => builder
        .Weights("w1", Units, 2, 3, 3).Weights("b1", Units).Node(
            "Conv", [input, "w1", "b1"], "z", "hidden", attributes: OnnxBuilder.List("pads", [1, 1, 1, 1])).Node("Relu", ["z"], "a");

    private static OnnxBuilder Images(OnnxBuilder builder, string form, int batch)
    {
        Convolution(builder, "x");
        if (form == "images")
        {
            return builder.Output("y", batch, 3, 4, 4).Declared("z", batch, Units, 4, 4).Weights("w2", 3, Units, 1, 1)
                .Node("Conv", ["a", "w2"], "y");
        }
        return builder.Output("y", batch, 3).Declared("f", batch, 16 * Units).Weights("w2", 16 * Units, 3)
            .Integers("view", batch > 0 ? batch : 0, -1)
            .Node("Reshape", ["a", "view"], "f").Node("MatMul", ["f", "w2"], "y");
    }

    private static OnnxBuilder Image(OnnxBuilder builder, int batch)
    {
        builder.Integers("axes", 0).Weights("w2", 3, Units, 1, 1);
        if (batch != 0)
            return Convolution(builder.Output("y", batch, 3, 4, 4), "x").Node("Conv", ["a", "w2"], "y");
        return Convolution(builder.Output("y", 3, 4, 4).Node("Unsqueeze", ["x", "axes"], "u"), "u")
            .Node("Conv", ["a", "w2"], "v").Node("Squeeze", ["v", "axes"], "y");
    }

    // Two heads are split off as a model of attention does, and joined again.
    private static OnnxBuilder Heads(OnnxBuilder builder, int batch) => builder.Output("y", batch, 6, 3)
        .Integers("split", batch > 0 ? batch : 0, 6, 2, 2).Integers("join", batch > 0 ? batch * 6 : -1, 4)
        .Integers("rows", batch > 0 ? batch : -1, 6, 3)
        .Weights("w1", 4, Units).Weights("b1", Units).Weights("w2", Units, 3)
        .Node("Reshape", ["x", "split"], "h").Node("Reshape", ["h", "join"], "j")
        .Node("Gemm", ["j", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "r")
        .Node("Reshape", ["r", "rows"], "y");

    // A vector that belongs to no input comes first in each example.
    private static OnnxBuilder ClassToken(OnnxBuilder builder, int batch)
    {
        double[] token = [0.25, -0.5, 0.125, 1];
        builder.Output("y", batch, 7, 3).Weights("w1", 4, Units).Weights("b1", Units).Weights("w2", Units, 3);
        if (batch > 0)
            builder.Tensor("t", [batch, 1, 4], [.. Enumerable.Repeat(token, batch).SelectMany(one => one)]);
        else
        {
            builder.Tensor("one", [1, 1, 4], token).Integers("first", 0).Integers("rest", 1, 4).Node("Shape", ["x"], "s")
                .Node("Gather", ["s", "first"], "n").Node("Concat", ["n", "rest"], "e", attributes: OnnxBuilder.Integer("axis", 0))
                .Node("Expand", ["one", "e"], "t");
        }
        return builder.Node("Concat", ["t", "x"], "c", attributes: OnnxBuilder.Integer("axis", 1))
            .Node("MatMul", ["c", "w1"], "z0", "hidden").Node("Add", ["z0", "b1"], "z").Node("Relu", ["z"], "a")
            .Node("MatMul", ["a", "w2"], "y");
    }

    // The examples come second, as recurrent networks take them: with one example, the first number is that of the steps.
    private static OnnxBuilder Sequence(OnnxBuilder builder) => builder.Output("y", 1, 3)
        .Integers("steps", 6, 1, 4).Integers("axis", 0).Weights("w1", 4, Units).Weights("b1", Units).Weights("w2", Units, 3)
        .Node("Reshape", ["x", "steps"], "s").Node("MatMul", ["s", "w1"], "z0", "hidden").Node("Add", ["z0", "b1"], "z")
        .Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "o").Node(
            "ReduceMean", ["o"], "y", attributes: [OnnxBuilder.List("axes", [0]), OnnxBuilder.Integer("keepdims", 0)]);
}
