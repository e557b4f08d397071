namespace Polylog.Networks.Tests;

/// <summary>Units of quantised models are found, exchanged, merged and left out as those of float models.</summary>
public sealed class QuantisedLayerTests : IDisposable
{
    // Rounding of single precision; 8 bits of responses can fall to the other side of a half.
    private const double Rounding = 1e-6, Step = 2e-2;

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Models => QuantisedModels.Names;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void All_units_in_another_order_give_the_same_outputs(string name)
    {
        string path = QuantisedModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        Assert.Equal(QuantisedModels.Units, layer.Units);
        Assert.Contains("quantised", layer.Info.Pattern, StringComparison.Ordinal);
        layer.Keep([2, 0, 3, 1, 7, 6, 4, 5], Enumerable.Repeat(1.0, layer.Units).ToArray());
        Assert.InRange(Worst(path, Save(model, "order.onnx")), 0, Rounding);
        // And back: every stored number is the one it was.
        model.ReadLayer(SampleModels.Layer).Keep([1, 3, 0, 2, 6, 7, 5, 4], Enumerable.Repeat(1.0, layer.Units).ToArray());
        OnnxModel first = OnnxModel.Open(path), last = OnnxModel.Open(Save(model, "back.onnx"));
        foreach (OnnxTensor tensor in first.Graph.Initializers.Where(tensor => WholeFormat.Of(tensor.Type) is not null))
            Assert.Equal(tensor.ReadWhole(), last.Graph.Initializer(tensor.Name)!.ReadWhole());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Half_of_the_units_are_nearly_as_good_as_half_of_the_float_model(string name)
    {
        double quantised = Half(QuantisedModels.Of(name).Save(_scratch.Path), "quantised");
        double before = Half(QuantisedModels.Float(name).Save(_scratch.Path, "float.onnx"), "half");
        Assert.InRange(quantised, 1e-4, (1.2 * before) + Step);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fewer_units_are_stored_in_as_many_bits(string name)
    {
        string path = QuantisedModels.Of(name).Save(_scratch.Path);
        Half(path, "half");
        OnnxModel model = OnnxModel.Open(path), half = OnnxModel.Open(_scratch.File("half.onnx"));
        // The two nodes of a pair may have got scales of their own.
        static IEnumerable<(string, long)> Types(OnnxModel model) =>
            model.Graph.Initializers.Select(tensor => (tensor.Name.Replace("_1", "", StringComparison.Ordinal), tensor.Type)).Distinct();
        Assert.Equal(Types(model).Order(), Types(half).Order());
        Assert.InRange(half.Parameters, 1, model.Parameters * 0.6);
        Assert.Equal(QuantisedModels.Units / 2, half.ReadLayer(SampleModels.Layer).Units);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Twins_are_merged(string name)
    {
        string path = QuantisedModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        // Two units whose outgoing weights leave room for the sum.
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        double[] outgoing = layer.OutgoingWeights.ToArray();
        for (int i = 0; i < layer.OutgoingWidth; i++)
            outgoing[i] = outgoing[(2 * layer.OutgoingWidth) + i] = outgoing[i] / 4;
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        layer.Replace(all, [new ReaderChange(outgoing, [])]);
        foreach (UnitTensor tensor in model.ReadLayer(SampleModels.Layer).Group.Owned)
        {
            double[] numbers = tensor.Read();
            int width = numbers.Length / layer.Units;
            numbers.AsSpan(0, width).CopyTo(numbers.AsSpan(2 * width));
            int[] from = [0, 1, 0, .. all[3..]];
            tensor.Store(tensor.Stored(numbers), from);
        }
        string twins = Save(model, "twins.onnx");
        OnnxModel second = OnnxModel.Open(twins);
        UnitMerge merge = UnitMerge.Find(second.ReadLayer(SampleModels.Layer));
        Assert.Equal((1, 0), (merge.Duplicates, merge.Silent));
        merge.Apply();
        Assert.InRange(Worst(twins, Save(second, "merged.onnx")), 0, Step);
    }

    [Fact]
    public void A_fit_that_does_not_reach_the_old_scale_gets_a_new_one_and_the_bias_follows()
    {
        string path = QuantisedModels.Of("convolution by channel").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        double[] bias = Bias(model), scales = model.ReadDoubles("k2_scale");
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        double[] shift = [0.25, 0, -0.25];
        layer.Replace([.. Enumerable.Range(0, layer.Units)],
            [new ReaderChange([.. layer.OutgoingWeights.ToArray().Select(weight => 3 * weight)], shift)]);
        double[] now = model.ReadDoubles("k2_scale"), product = model.ReadDoubles("b2_scale");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(3, now[i] / scales[i], 1e-2);
            Assert.Equal(now[i] * model.ReadDoubles("a_scale")[0], product[i], product[i] * 1e-6);
            Assert.Equal(bias[i] + shift[i], Bias(model)[i], 2 * product[i]);
        }
        Assert.Equal(127, model.Graph.Initializer("k2_q")!.ReadWhole().Max(Math.Abs));
    }

    [Fact]
    public void Weights_of_seven_bits_keep_to_them()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 4)
            .Message(QuantisedModels.Whole("q", OnnxTypes.Int8, [4, 3], [64, 1, 2, 3, 4, 5, 6, 7, 8, 9, -60, -11]))
            .Tensor("s", [], [0.01]).Node("DequantizeLinear", ["q", "s"], "w2").Node("Gemm", ["x", "w1"], "z", SampleModels.Layer)
            .Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2"], "y");
        OnnxModel model = OnnxModel.Open(builder.Save(_scratch.Path));
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        layer.Replace([0, 1, 2, 3], [new ReaderChange([.. layer.OutgoingWeights.ToArray().Select(weight => 3.3 * weight)], [])]);
        Assert.Equal(64, model.Graph.Initializer("q")!.ReadWhole().Max(Math.Abs));
        Assert.Equal(0.033, model.ReadDoubles("s")[0], 1e-6);
    }

    [Fact]
    public void Numbers_that_other_layers_share_are_left_to_them()
    {
        // Tools write one zero point and one scale for many tensors.
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 4).Output("y", -1, 4).Tensor("s", [4], [0.01, 0.02, 0.03, 0.04])
            .Message(QuantisedModels.Whole("zero", OnnxTypes.Int8, [4], [0, 0, 0, 0]));
        foreach (string name in (string[])["w1", "w2", "w3"])
        {
            IEnumerable<long> numbers = Enumerable.Range(0, 16).Select(i => (i * 37L % 255) - 127);
            builder.Message(QuantisedModels.Whole($"{name}_q", OnnxTypes.Int8, [4, 4], numbers))
                .Node("DequantizeLinear", [$"{name}_q", "s", "zero"], name);
        }
        string path = builder.Node("Gemm", ["x", "w1"], "z", SampleModels.Layer).Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2"], "b")
            .Node("Softmax", ["b"], "c").Node("Gemm", ["c", "w3"], "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        layer.Keep([3, 1, 2], [1, 1, 1]);
        OnnxModel saved = OnnxModel.Open(Save(model, "three.onnx"));
        Assert.Equal([0.01, 0.02, 0.03, 0.04], saved.ReadDoubles("s"), (left, right) => Math.Abs(left - right) < 1e-8);
        Assert.Equal([0.04, 0.02, 0.03], saved.ReadDoubles("s_1"), (left, right) => Math.Abs(left - right) < 1e-8);
        using ModelRunner runner = ModelRunner.Open(_scratch.File("three.onnx"));
        Assert.NotEmpty(runner.Run(runner.RandomInputs(3, 5)));
    }

    [Theory]
    [InlineData("zero type", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises are int8, but their zero point is uint8, "
        + "quantise the model again")]
    [InlineData("zeros", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises have scales of shape [8], but zero points of "
        + "shape [7], quantise the model again")]
    [InlineData("scales", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises have shape [5, 8], but scales of shape [7], "
        + "quantise the model again")]
    [InlineData("blocks", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises have scales of shape [1, 8], so they come in "
        + "blocks; quantise the model by tensor or by channel")]
    [InlineData("no zero", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises are unsigned and have no zero point, so that "
        + "other weights could not be negative; give it a zero point")]
    [InlineData("four bits", "the numbers that DequantizeLinear 'DequantizeLinear0' dequantises are int4; 8, 16 and 32 bits are read, "
        + "shrink the model before it is quantised")]
    [InlineData("in every run", "its weights are quantised by QuantizeLinear 'QuantizeLinear0' in every run, store them quantised")]
    [InlineData("dynamic", "QuantizeLinear 'QuantizeLinear0' has a scale that is worked out, quantise the model statically")]
    [InlineData("of the runtime", "QLinearMatMul 'hidden' works with whole numbers, quantise the model in the form of QuantizeLinear and "
        + "DequantizeLinear nodes")]
    public void What_is_not_read_is_listed_with_the_reason(string model, string reason)
    {
        string path = Refused(model).Save(_scratch.Path);
        Assert.Equal(reason, OnnxModel.Open(path).FindLayers().Single(layer => layer.Name == SampleModels.Layer).Reason);
        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).ReadLayer(SampleModels.Layer));
        Assert.Equal($"'{path}': layer 'hidden' is not a sum over exchangeable units: {reason}; choose another layer", error.Message);
    }

    private static OnnxBuilder Refused(string name)
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w2", 8, 3)
            .Tensor("one", [], [0.01]).Tensor("some", [7], new double[7]).Tensor("each", [8], new double[8])
            .Tensor("row", [1, 8], new double[8]);
        WireMessage four = OnnxTensor.Made("q", 22);
        four.Add(WireField.FromNumber(OnnxFields.TensorDims, 5));
        four.Add(WireField.FromNumber(OnnxFields.TensorDims, 8));
        bool isUnsigned = name is "no zero" or "of the runtime";
        builder.Message(name == "four bits" ? four : Whole("q", isUnsigned ? OnnxTypes.UInt8 : OnnxTypes.Int8, 5, 8))
            .Message(Whole("z", name == "zero type" ? OnnxTypes.UInt8 : OnnxTypes.Int8)).Message(Whole("zs", OnnxTypes.Int8, 7))
            .Message(Whole("u", OnnxTypes.UInt8));
        (string[] inputs, string values) = name switch
        {
            "zero type" => (["q", "one", "z"], "z1"),
            "zeros" => (["q", "each", "zs"], "z1"),
            "scales" => (["q", "some", "zs"], "z1"),
            "blocks" => (["q", "row"], "z1"),
            "no zero" or "four bits" => (["q", "one"], "z1"),
            "dynamic" => (["q", "one", "z"], "p"),
            _ => ((string[])["w8", "one"], "z1"),
        };
        if (name == "in every run")
            builder.Weights("w1", 5, 8).Node("QuantizeLinear", ["w1", "one"], "w8");
        if (name == "of the runtime")
        {
            return builder.Node("QuantizeLinear", ["x", "one", "u"], "x8")
                .Node("QLinearMatMul", ["x8", "one", "u", "q", "one", "u", "one", "u"], "z8", SampleModels.Layer)
                .Node("DequantizeLinear", ["z8", "one", "u"], "z1").Node("Gemm", ["z1", "w2"], "y");
        }
        builder.Node("DequantizeLinear", inputs, "w").Node("Gemm", ["x", "w"], "z1", SampleModels.Layer);
        if (name == "dynamic")
        {
            builder.Node("ReduceMax", ["x"], "scale", attributes: OnnxBuilder.Integer("keepdims", 0))
                .Node("QuantizeLinear", ["z1", "scale"], "p8").Node("DequantizeLinear", ["p8", "scale"], "p");
        }
        return builder.Node("Gemm", [values, "w2"], "y");
    }

    private static WireMessage Whole(string name, int type, params long[] dims) =>
        QuantisedModels.Whole(name, type, dims, new long[dims.Aggregate(1L, (product, dim) => product * dim)]);

    [Fact]
    public void Weights_of_another_layer_too_become_a_float_copy()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", -1, 4).Output("y", -1, 4).Tensor("s", [], [0.01]).Weights("w1", 4, 4)
            .Message(QuantisedModels.Whole("q", OnnxTypes.Int8, [4, 4], Enumerable.Range(-8, 16).Select(i => 5L * i)))
            .Node("DequantizeLinear", ["q", "s"], "w").Node("Gemm", ["x", "w1"], "z", SampleModels.Layer).Node("Relu", ["z"], "a")
            .Node("Gemm", ["a", "w"], "b").Node("Softmax", ["b"], "c").Node("Gemm", ["c", "w"], "y");
        string path = builder.Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        model.ReadLayer(SampleModels.Layer).Keep([1, 0, 3, 2], [1, 1, 1, 1]);
        // The runtime rounds the responses, too, in front of weights of 8 bits.
        Assert.InRange(Worst(path, Save(model, "copy.onnx")), 0, Step);
        Assert.Equal([-0.2, -0.15, -0.1, -0.05, -0.4], model.ReadDoubles("w_1")[..5], (left, right) => Math.Abs(left - right) < 1e-7);
        Assert.Equal([4, 4], model.Shape("w_1"));
        Assert.Equal([4, 4], model.Shape("q"));
    }

    private double Half(string path, string name)
    {
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Fraction = 0.5, Layers = [SampleModels.Layer] });
        Assert.Equal(QuantisedModels.Units / 2, Assert.Single(shrinker.Run()).Units);
        double error = shrinker.Difference().RelativeRms;
        shrinker.Save(_scratch.File($"{name}.onnx"));
        return error;
    }

    private static double[] Bias(OnnxModel model)
    {
        double[] scales = model.ReadDoubles("b2_scale");
        return [.. model.Graph.Initializer("b2_q")!.ReadWhole().Select((number, i) => number * scales[i])];
    }

    private string Save(OnnxModel model, string name)
    {
        string path = _scratch.File(name);
        model.Save(path);
        return path;
    }

    private static double Worst(string first, string second)
    {
        using ModelRunner before = ModelRunner.Open(first);
        using ModelRunner after = ModelRunner.Open(second);
        return ModelDifference.Between(before, after, before.RandomInputs(9, seed: 3)).Worst;
    }
}
