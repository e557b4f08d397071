using static Polylog.Networks.Tests.OnnxBuilder;

namespace Polylog.Networks.Tests;

/// <summary>What is no sum over exchangeable units is listed with the reason why not.</summary>
public sealed class LayerReasonTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("output", "its output is also an output of the model")]
    [InlineData("last", "its output is the model's")]
    [InlineData("softmax", "Softmax 'Softmax0' is not elementwise: it mixes units")]
    [InlineData("norm", "LayerNormalization 'LayerNormalization0' is not elementwise: it mixes units")]
    [InlineData("gate", "Mul 'Mul0' joins it with the value 'g' of another shape")]
    [InlineData("joined", "it is joined with the model's input 'x'")]
    [InlineData("beta", "Gemm 'hidden' multiplies its bias by beta 0; leave the bias out")]
    [InlineData("unknown", "Hardmax 'Hardmax0' is not elementwise: it mixes units")]
    [InlineData("worked out", "its weights are worked out by Mul 'Mul0'")]
    [InlineData("domain", "Relu 'Relu0' is of the domain 'my.ops', whose operators are not known")]
    [InlineData("training", "Dropout 'Dropout0' is not known to treat each unit on its own")]
    [InlineData("products", "MatMul 'MatMul0' multiplies it by another value, unit by unit")]
    [InlineData("captured", "it is used inside of If 'If0'")]
    [InlineData("states", "GRU 'hidden' feeds its states back at every step; its units are not taken apart")]
    [InlineData("one head", "MatMul 'MatMul0' multiplies it by another value, unit by unit")]
    [InlineData("heads of examples", "Reshape 'Reshape0' puts units and examples into one dimension, export the model for one example, "
        + "without dynamic axes")]
    public void The_reason_is_said(string model, string reason)
    {
        string path = Model(model).Save(_scratch.Path);
        LayerInfo layer = OnnxModel.Open(path).FindLayers().Single(info => info.Name == SampleModels.Layer);
        Assert.False(layer.IsExchangeable);
        Assert.Equal(reason, layer.Reason);
        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).ReadLayer(SampleModels.Layer));
        Assert.Equal($"'{path}': layer 'hidden' is not a sum over exchangeable units: {reason}; choose another layer", error.Message);
    }

    [Fact]
    public void Behind_many_sums_of_two_branches_a_layer_is_found_at_once()
    {
        // Followed branch by branch this would take 2^60 steps.
        OnnxBuilder builder = new OnnxBuilder().Input("x", 4, 2, 6, 6).Output("y", 4, 3).Weights("k", 4, 2, 3, 3).Weights("w2", 64, 3)
            .Integers("flat", 4, -1).Node("Relu", ["x"], "r0");
        for (int i = 0; i < 60; i++)
            builder.Node("Add", [$"r{i}", $"r{i}"], $"r{i + 1}");
        string path = builder.Node(
            "Conv",
            ["r60", "k"],
            "z",
            SampleModels.Layer).Node("Relu",
            ["z"],
            "a").Node("Reshape",
            ["a", "flat"],
            "f").Node("Gemm",
            ["f", "w2"],
            "y").Save(_scratch.Path);
        Assert.True(OnnxModel.Open(path).FindLayers().Single(info => info.Name == SampleModels.Layer).IsExchangeable);
    }

    [Theory]
    [InlineData("If", "then_branch", "it is inside of If 'holder', export the model with its condition fixed")]
    [InlineData("Loop", "body", "it is inside of Loop 'holder', export the model without this node, unrolled")]
    public void Layers_inside_of_nodes_are_listed(string type, string graph, string reason)
    {
        OnnxBuilder inner = new OnnxBuilder().Weights("v2", 6, 3).Node("Gemm", ["x", "v1"], "p", "inner")
            .Node("Relu", ["p"], "q").Node("Gemm", ["q", "v2"], "r").Output("r");
        OnnxBuilder middle = new OnnxBuilder().Output("m").Node("If", ["yes"], "m",
            attributes: Attribute("else_branch", 5, WireField.FromMessage(OnnxFields.AttributeGraph, inner.Graph())));
        string path = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 4).Weights("w2", 4, 3).Weights("v1", 5, 6)
            .Integers("yes", 1).Node(type, ["yes"], "o", "holder",
                attributes: Attribute(graph, 5, WireField.FromMessage(OnnxFields.AttributeGraph, middle.Graph())))
            .Node("Gemm", ["x", "w1"], "z", SampleModels.Layer).Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2"], "b")
            .Node("Add", ["o", "b"], "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        LayerInfo layer = model.FindLayers().Single(info => info.Name == "holder/If0/inner");
        Assert.Equal((reason, 6, 5), (layer.Reason, layer.Units, layer.Inputs));
        // The others are shrunk as ever.
        model.ReadLayer(SampleModels.Layer).Keep([0, 2], [1, 1]);
        Assert.Equal(["holder/If0/inner", "holder/If0/Gemm0", SampleModels.Layer, "Gemm0"], model.FindLayers().Select(info => info.Name));
        Assert.Equal(4, model.CopyTo(_scratch.File("copy.onnx"), default).FindLayers().Count);
    }

    [Fact]
    public void A_layer_that_is_not_there_is_answered_with_those_that_are()
    {
        string path = SampleModels.Of("Relu").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        Assert.Equal(
            $"'{path}' has no layer 'hiden'; did you mean 'hidden'? There are 'hidden'",
            Assert.Throws<ModelFileException>(() => model.ReadLayer("hiden")).Message);
        Assert.Equal("hidden", model.ReadLayer("w1").Info.Name);
    }

    [Fact]
    public void Old_opsets_are_named()
    {
        string path = new OnnxBuilder(opset: 6).Input("x", -1, 5).Output("x").Save(_scratch.Path);
        Assert.Equal(
            $"'{path}': it uses opset 6; layers are found from opset 7 on, convert it with onnx.version_converter",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).FindLayers()).Message);
    }

    [Fact]
    public void New_versions_are_named()
    {
        OnnxBuilder Model(int opset) => new OnnxBuilder(opset).Input("x", -1, 5).Output("x");
        string path = Model(99).Save(_scratch.Path);
        Assert.Equal(
            $"'{path}': it uses opset 99; opsets 7 to 26 are read, convert it with onnx.version_converter",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).FindLayers()).Message);
        File.WriteAllBytes(path, Model(17).Bytes(WireField.FromNumber(OnnxFields.ModelIrVersion, 99)));
        Assert.Equal(
            $"'{path}': it is of IR version 99; versions up to 13 are read, save it with an ir_version of those",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).FindLayers()).Message);
    }

    [Fact]
    public void Activations_are_named_and_worked_out()
    {
        foreach ((string model, string name) in new[]
                 {
                     ("Relu", "Relu"), ("none", "Identity"), ("Gelu by Erf", "Gelu"), (
                         "Gelu by tanh", "Gelu (tanh)"), ("Silu", "Silu"), ("Relu6", "Relu6"),
                     ("Gelu of com.microsoft", "Gelu"), ("Conv pooled", "Relu"),
                 })
        {
            HiddenLayer layer = OnnxModel.Open(SampleModels.Of(model).Save(_scratch.Path)).ReadLayer(SampleModels.Layer);
            Assert.Equal(name, layer.Activation!.Name);
            Assert.Equal(name, layer.Info.Activation);
        }
    }

    [Theory]
    [MemberData(nameof(SampleModels.Elementwise), MemberType = typeof(SampleModels))]
    public void The_layer_as_read_computes_what_the_model_does(string name)
    {
        string path = SampleModels.Of(name).Save(_scratch.Path);
        HiddenLayer layer = OnnxModel.Open(path).ReadLayer(SampleModels.Layer);
        OnnxModel model = OnnxModel.Open(path);
        double[] bias = model.ReadDoubles("b2");
        using ModelRunner runner = ModelRunner.Open(path);
        IReadOnlyList<ModelInput> inputs = runner.RandomInputs(4, seed: 1);
        ReadOnlySpan<double> outputs = runner.Run(inputs)[0].Values.Span;
        for (int row = 0; row < 4; row++)
        {
            for (int output = 0; output < 3; output++)
                Assert.Equal(Sum(layer, inputs[0].Values.Span.Slice(row * 5, 5), output) + bias[output], outputs[(row * 3) + output], 1e-5);
        }
    }

    private static double Sum(HiddenLayer layer, ReadOnlySpan<float> x, int output)
    {
        double sum = 0;
        for (int unit = 0; unit < layer.Units; unit++)
        {
            double z = layer.IncomingBias.Span[unit];
            for (int input = 0; input < x.Length; input++)
                z += layer.IncomingWeights.Span[(unit * layer.Inputs) + input] * x[input];
            sum += layer.Activation!.Evaluate(z) * layer.OutgoingWeights.Span[(unit * layer.OutgoingWidth) + output];
        }
        return sum;
    }

    private static OnnxBuilder Model(string name)
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3)
            .Weights("w1", 5, 4).Weights("w2", 4, 3).Weights("four", 4).Weights("rows", 7, 4).Integers("yes", 1);
        OnnxBuilder gemm = name is "worked out" or "beta" or "states" or "one head" or "heads of examples"
            ? builder
            : builder.Node("Gemm", ["x", "w1"], "z", SampleModels.Layer);
        return name switch
        {
            "output" => gemm.Output("z", -1, 4).Node("Gemm", ["z", "w2"], "y"),
            "last" => gemm.Output("z", -1, 4),
            "softmax" => gemm.Node("Softmax", ["z"], "a").Node("Gemm", ["a", "w2"], "y"),
            "norm" => gemm.Node("LayerNormalization", ["z", "four"], "a").Node("Gemm", ["a", "w2"], "y"),
            "gate" => gemm.Node("Abs", ["x"], "g").Node("Mul", ["z", "g"], "a").Node("Gemm", ["a", "w2"], "y"),
            "training" => gemm.Node("Dropout", ["z", "", "yes"], "a").Node("Gemm", ["a", "w2"], "y"),
            "joined" => new OnnxBuilder().Input("x", -1, 4).Output("y", -1, 3).Weights("w1", 4, 4).Weights("w2", 4, 3)
                .Node("Gemm", ["x", "w1"], "z", SampleModels.Layer).Node("Add", ["x", "z"], "a").Node("Gemm", ["a", "w2"], "y"),
            "unknown" => gemm.Node("Hardmax", ["z"], "a").Node("Gemm", ["a", "w2"], "y"),
            "products" => gemm.Weights("w3", 5, 4).Node("Gemm", ["x", "w3"], "o").Node(
                "Transpose", ["o"], "t", attributes: List("perm", [1, 0])).Node("MatMul", ["z", "t"], "y"),
            "states" => new OnnxBuilder().Input("x", 7, 1, 5).Output("y").Weights("w", 1, 12, 5).Weights("r", 1, 12, 4)
                .Node("GRU", ["x", "w", "r"], "y", SampleModels.Layer, attributes: Integer("hidden_size", 4)),
            "one head" => new OnnxBuilder().Input("x", 7, 5).Output("y").Weights("w1", 5, 4).Weights("wk", 5, 4).Weights("w2", 7, 3)
                .Integers("split", 7, 1, 4).Node("MatMul", ["x", "w1"], "z", SampleModels.Layer).Node("Gemm", ["x", "wk"], "k0")
                .Node("Reshape", ["z", "split"], "q1").Node("Transpose", ["q1"], "q", attributes: List("perm", [1, 0, 2]))
                .Node("Reshape", ["k0", "split"], "k1").Node("Transpose", ["k1"], "k", attributes: List("perm", [1, 2, 0]))
                .Node("MatMul", ["q", "k"], "s").Node("MatMul", ["s", "w2"], "y"),
            // As torch.nn.MultiheadAttention does it where the number of examples is open.
            "heads of examples" => new OnnxBuilder().Input("x", 7, -1, 5).Output("y", -1, -1, 3).Weights("w1", 5, 4).Weights("w2", 2, 3)
                .Integers("one", 1).Integers("seven", 7).Integers("heads", 2).Integers("size", 2)
                .Node("MatMul", ["x", "w1"], "z", SampleModels.Layer).Node("Shape", ["x"], "dims").Node("Gather", ["dims", "one"], "count")
                .Node("Mul", ["count", "heads"], "all")
                .Node("Concat", ["seven", "all", "size"], "split", attributes: Integer("axis", 0))
                .Node("Reshape", ["z", "split"], "q").Node("MatMul", ["q", "w2"], "y"),
            "captured" => gemm.Node("Gemm", ["z", "w2"], "p").Node(
                "If",
                ["yes"],
                "q",
                attributes: Attribute(
                    "then_branch",
                    5,
                    WireField.FromMessage(
                        OnnxFields.AttributeGraph, new OnnxBuilder().Node("Relu", ["z"], "inner").Output("inner").Graph()))).Node("Add",
                ["p", "q"],
                "y"),
            "domain" => gemm.Node("Relu", ["z"], "a", domain: "my.ops").Node("Gemm", ["a", "w2"], "y"),
            "beta" => builder.Weights("c", 4).Node(
                "Gemm", ["x", "w1", "c"], "z", SampleModels.Layer, attributes: Float("beta", 0)).Node("Gemm", ["z", "w2"], "y"),
            "worked out" => builder.Node("Mul", ["w1", "w1"], "w").Node(
                "Gemm", ["x", "w"], "z", SampleModels.Layer).Node("Gemm", ["z", "w2"], "y"),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such model"),
        };
    }
}
