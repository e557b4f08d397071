namespace Polylog.Networks.Tests;

/// <content>Units of constant response.</content>
public sealed partial class HiddenLayerTests
{
    [Fact]
    public void Constant_units_go_into_the_outgoing_bias()
    {
        string[] names = ["Sigmoid", "Gemm scaled", "MatMul", "Conv 1x1", "Conv 3x3", "Conv pooled", "Conv flattened", "Gelu by Erf"];
        foreach (string name in names)
        {
            string path = WithBlindUnit(SampleModels.Of(name), out int unit);
            OnnxModel model = OnnxModel.Open(path);
            UnitMerge merge = UnitMerge.Find(model.ReadLayer(SampleModels.Layer));
            Assert.Equal(1, merge.Constant + merge.Silent);
            Assert.DoesNotContain(unit, merge.Kept);
            merge.Apply();
            AssertSameOutputs(path, Save(model, "folded.onnx"));
        }
    }

    [Fact]
    public void Without_a_bias_behind_them_constant_units_become_one()
    {
        var builder = new OnnxBuilder();
        double[] incoming = builder.Numbers(5, 6);
        for (int input = 0; input < 5; input++)
            incoming.AsSpan(input * 6 + 2, 3).Clear();
        string path = builder.Input("x", -1, 5).Output("y", -1, 3).Tensor("w1", [5, 6], incoming).Weights("b1", 6).Weights("w2", 6, 3)
            .Node(
                "Gemm",
                ["x", "w1", "b1"],
                "z",
                SampleModels.Layer).Node("Sigmoid",
                ["z"],
                "a").Node("MatMul",
                ["a", "w2"],
                "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        UnitMerge merge = UnitMerge.Find(model.ReadLayer(SampleModels.Layer));
        Assert.Equal([0, 1, 2, 5], merge.Kept);
        merge.Apply();
        AssertSameOutputs(path, Save(model, "merged.onnx"));
    }

    [Fact]
    public void Behind_padding_a_constant_unit_stays()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y", -1, 3, 6, 6)
            .Tensor("w1", [2, 2, 1, 1], [0, 0, 1, 2]).Tensor("b1", [2], [1, 0]).Weights("w2", 3, 2, 3, 3).Weights("b2", 3)
            .Node("Conv", ["x", "w1", "b1"], "z", SampleModels.Layer).Node("Relu", ["z"], "a")
            .Node("Conv", ["a", "w2", "b2"], "y", attributes: OnnxBuilder.List("pads", [1, 1, 1, 1]));
        HiddenLayer layer = OnnxModel.Open(builder.Save(_scratch.Path)).ReadLayer(SampleModels.Layer);
        Assert.Equal([0, 1], UnitMerge.Find(layer).Kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Before_a_function_of_padded_means_a_constant_is_none(bool shifted)
    {
        // Sigmoid of means that padding makes smaller at the border: not the same multiple of another's. And 0 within is not 0 there.
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y", -1, 3, 6, 6)
            .Tensor(
                "w1",
                [4, 2, 1, 1],
                [0, 0, 1, 2, 0, 0, 0, 0]).Tensor("b1",
                [4],
                [1, 0, 2, 0]).Weights("w2",
                3,
                4,
                1,
                1).Weights("b2",
                3).Tensor("one",
                [],
                [1])
            .Node("Conv", ["x", "w1", "b1"], "z", SampleModels.Layer)
            .Node(
                "AveragePool",
                ["z"],
                "p",
                attributes:
                [
                    OnnxBuilder.List("kernel_shape", [3, 3]),
                    OnnxBuilder.List("pads", [1, 1, 1, 1]),
                    OnnxBuilder.Integer("count_include_pad", 1),
                ]);
        builder = (
            shifted ? builder.Node("Sub", ["p", "one"], "a") : builder.Node("Sigmoid", ["p"], "a")).Node("Conv", ["a", "w2", "b2"], "y");
        string path = builder.Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        UnitMerge merge = UnitMerge.Find(model.ReadLayer(SampleModels.Layer));
        Assert.Equal([0, 1, 2, 3], merge.Kept);
        merge.Apply();
        AssertSameOutputs(path, Save(model, "same.onnx"));
    }

    [Fact]
    public void Of_a_layer_that_is_silent_throughout_one_unit_stays()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 4).Tensor(
            "w2", [4, 3], new double[12])
            .Node("MatMul", ["x", "w1"], "z", SampleModels.Layer).Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y");
        string path = builder.Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        UnitMerge merge = UnitMerge.Find(model.ReadLayer(SampleModels.Layer));
        merge.Apply();
        Assert.Equal(3, merge.Silent);
        AssertSameOutputs(path, Save(model, "one.onnx"));
    }
}
