namespace Polylog.Networks.Tests;

/// <summary>Units with several makers, readers or functions can be exchanged, merged and left out like any others.</summary>
public sealed class UnitGroupTests : IDisposable
{
    // Sums in another order, behind exponentials.
    private const double Rounding = 5e-6;

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Models => GroupModels.Names;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void All_units_in_another_order_give_the_same_outputs(string name)
    {
        string path = GroupModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        Assert.Equal(GroupModels.Units, layer.Units);
        Assert.Equal(GroupModels.Units, layer.Info.Units);
        layer.Keep([2, 0, 3, 1], [1, 1, 1, 1]);
        AssertSame(path, Save(model));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Twins_are_merged_and_silent_units_removed(string name)
    {
        string path = GroupModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        // Unit 2 becomes a twin of unit 0 with outgoing weights of its own, and unit 3 sends nothing on.
        ReaderChange[] sent = [.. Enumerable.Range(0, layer.Readers.Count).Select(reader =>
        {
            double[] weights = layer.Outgoing(reader).ToArray();
            weights.AsSpan(weights.Length / 4 * 3).Clear();
            return new ReaderChange(weights, []);
        })];
        layer.Replace([0, 1, 2, 3], sent);
        foreach (UnitTensor tensor in model.ReadLayer(SampleModels.Layer).Group.Owned)
        {
            double[] numbers = tensor.Read();
            numbers.AsSpan(0, numbers.Length / 4).CopyTo(numbers.AsSpan(numbers.Length / 2));
            tensor.Store(tensor.Stored(numbers), [0, 1, 2, 3]);
        }
        string twins = Save(model);
        OnnxModel second = OnnxModel.Open(twins);
        UnitMerge merge = UnitMerge.Find(second.ReadLayer(SampleModels.Layer));
        Assert.Equal((1, 1), (merge.Duplicates, merge.Silent));
        Assert.Equal([0, 1], merge.Kept);
        merge.Apply();
        string merged = _scratch.File("merged.onnx");
        second.Save(merged);
        AssertSame(twins, merged);
        Assert.Equal(2, OnnxModel.Open(merged).ReadLayer(SampleModels.Layer).Units);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Half_of_the_units_run(string name)
    {
        string path = GroupModels.Of(name).Save(_scratch.Path), half = _scratch.File("half.onnx");
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Fraction = 0.5, Layers = [SampleModels.Layer] });
        Assert.Equal(2, Assert.Single(shrinker.Run()).Units);
        double error = shrinker.Difference().RelativeRms;
        Assert.InRange(error, 1e-4, 1);
        shrinker.Save(half);
        Assert.Equal(2, OnnxModel.Open(half).ReadLayer(SampleModels.Layer).Units);
        // All declared sizes are right: the runtime warns of those that are not, and shape inference fails.
        using ModelRunner runner = ModelRunner.Open(half);
        Assert.NotEmpty(runner.Run(runner.RandomInputs(3, 5)));
    }

    [Theory]
    [InlineData("gated", "gated")]
    [InlineData("heads", "attention heads")]
    [InlineData("residual", "residual channels, 2 readers")]
    [InlineData("depthwise", "depthwise")]
    [InlineData("squeeze and excite", "gated, 2 readers")]
    [InlineData("batch norm", "constants of their own")]
    [InlineData("beside others", "beside others, constants of their own")]
    public void A_list_says_what_the_units_are(string name, string pattern)
    {
        IReadOnlyList<LayerInfo> layers = OnnxModel.Open(GroupModels.Of(name).Save(_scratch.Path)).FindLayers();
        Assert.Equal(pattern, layers.Single(layer => layer.Name == SampleModels.Layer).Pattern);
    }

    [Theory]
    [InlineData("shape", false)]
    [InlineData("own", true)]
    public void A_shape_that_others_take_as_well_is_not_changed(string shape, bool isExchangeable)
    {
        // The two numbers of a head are exchangeable in one of two values; the other keeps them.
        string path = new OnnxBuilder().Input("x", -1, 7, 5).Output("y", -1, 7, 4, 3).Output("y2", -1, 7, 4, 2).Weights("w", 5, 8)
            .Weights("w2", 5, 8).Weights("o", 2, 3).Whole("first", 0).Integers("axis", 0).Integers("rest", 7, 4).Integers("size", 2)
            .Node("MatMul", ["x", "w"], "z", SampleModels.Layer).Node("MatMul", ["x", "w2"], "z2").Node("Shape", ["x"], "dims")
            .Node("Gather", ["dims", "first"], "count").Node("Unsqueeze", ["count", "axis"], "examples")
            .Node("Concat", ["examples", "rest", "size"], "shape", attributes: OnnxBuilder.Integer("axis", 0))
            .Node("Concat", ["examples", "rest", "size"], "own", attributes: OnnxBuilder.Integer("axis", 0))
            .Node("Reshape", ["z", shape], "a").Node("Reshape", ["z2", "shape"], "y2").Node("MatMul", ["a", "o"], "y")
            .Save(_scratch.Path);
        Assert.Equal(isExchangeable, OnnxModel.Open(path).FindLayers()[0].IsExchangeable);
    }

    [Fact]
    public void Of_layers_with_the_same_units_the_first_is_named()
    {
        string path = GroupModels.Of("gated").Save(_scratch.Path);
        LayerInfo[] layers = [.. OnnxModel.Open(path).FindLayers()];
        Assert.Equal(["hidden", "MatMul0"], layers[0].Group);
        Assert.Equal((true, false), (layers[0].IsHead, layers[1].IsHead));
        Assert.Equal(
            $"'{path}': layer 'MatMul0' makes the same units as 'hidden'; they get fewer units together, name 'hidden'",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).ReadLayer("MatMul0")).Message);
    }

    private string Save(OnnxModel model)
    {
        string path = _scratch.File("changed.onnx");
        model.Save(path);
        return path;
    }

    private static void AssertSame(string first, string second)
    {
        using ModelRunner before = ModelRunner.Open(first);
        using ModelRunner after = ModelRunner.Open(second);
        Assert.InRange(ModelDifference.Between(before, after, before.RandomInputs(9, seed: 3)).Worst, 0, Rounding);
    }
}
