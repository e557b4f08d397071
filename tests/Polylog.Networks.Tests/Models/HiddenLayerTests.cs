namespace Polylog.Networks.Tests;

public sealed partial class HiddenLayerTests : IDisposable
{
    // Sums in another order: some units in the last place of a float for each of a dozen terms.
    private const double Rounding = 2e-6;

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Models => SampleModels.Names;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void All_units_in_another_order_give_the_same_outputs(string name)
    {
        string path = SampleModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        Assert.Equal(SampleModels.Units, layer.Units);
        int[] order = [.. Enumerable.Range(0, layer.Units).Reverse()];
        layer.Keep(order, [.. order.Select(_ => 1.0)]);
        string changed = Save(model, "permuted.onnx");
        AssertSameOutputs(path, changed);
        HiddenLayer again = OnnxModel.Open(changed).ReadLayer(SampleModels.Layer);
        Assert.Equal(layer.IncomingWeights.Span[..layer.Inputs], again.IncomingWeights.Span[^layer.Inputs..]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Twins_made_of_a_unit_are_merged_into_it_again(string name)
    {
        string path = SampleModels.Of(name).Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        // Units 3 and 7 become copies of unit 1 on the incoming side, unit 5 sends nothing on.
        string twins = WithTwins(model, layer);
        OnnxModel second = OnnxModel.Open(twins);
        UnitMerge merge = UnitMerge.Find(second.ReadLayer(SampleModels.Layer));
        merge.Apply();
        Assert.Equal((2, 1), (merge.Duplicates, merge.Silent));
        Assert.Equal([0, 1, 2, 4, 6, 8, 9, 10, 11], merge.Kept);
        string merged = Save(second, "merged.onnx");
        Assert.Equal(SampleModels.Units - 3, OnnxModel.Open(merged).ReadLayer(SampleModels.Layer).Units);
        AssertSameOutputs(twins, merged);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_factor_counts_as_that_many_equal_units(string name)
    {
        string path = SampleModels.Of(name).Save(_scratch.Path);
        OnnxModel twice = OnnxModel.Open(path);
        HiddenLayer layer = twice.ReadLayer(SampleModels.Layer);
        int[] all = [.. Enumerable.Range(0, layer.Units)];
        layer.Keep(all, [.. all.Select(_ => 2.0)]);
        HiddenLayer doubled = twice.ReadLayer(SampleModels.Layer);
        Assert.All(
            Enumerable.Range(0, layer.OutgoingWeights.Length),
            i => Assert.Equal(2 * layer.OutgoingWeights.Span[i], doubled.OutgoingWeights.Span[i], 1e-6));
        doubled.Keep(all, [.. all.Select(_ => 0.5)]);
        AssertSameOutputs(path, Save(twice, "halved.onnx"));
    }

    [Theory]
    [InlineData("Relu", 3, 4)]
    [InlineData("Tanh", -1, 5)]
    [InlineData("Identity", -3, 3)]
    [InlineData("Sigmoid", 3, 8)]
    public void Units_whose_responses_are_multiples_of_each_other_become_one(string activation, int factor, int left)
    {
        // Four units, and each again times the factor; of Tanh the last pair is spoilt, of Identity it is a multiple of the first.
        var builder = new OnnxBuilder();
        double[] half = builder.Numbers(5, 4), incoming = new double[5 * 8], bias = new double[8];
        for (int unit = 0; unit < 8; unit++)
        {
            int times = unit < 4 ? 1 : factor;
            for (int input = 0; input < 5; input++)
                incoming[input * 8 + unit] = times * half[input * 4 + unit % 4];
            bias[unit] = times * (0.25 + unit % 4);
        }
        if (activation == "Tanh")
            bias[7] -= 0.5;
        if (activation == "Identity")
        {
            for (int input = 0; input < 5; input++)
                (incoming[input * 8 + 3], incoming[input * 8 + 7]) = (2 * incoming[input * 8], -4 * incoming[input * 8]);
            (bias[3], bias[7]) = (2 * bias[0], -4 * bias[0]);
        }
        string path = builder.Input("x", -1, 5).Output("y", -1, 3).Tensor(
            "w1", [5, 8], incoming).Tensor("b1", [8], bias).Weights("w2", 8, 3)
            .Node(
                "Gemm",
                ["x", "w1", "b1"],
                "z",
                SampleModels.Layer).Node(activation,
                ["z"],
                "a").Node("MatMul",
                ["a", "w2"],
                "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        UnitMerge merge = UnitMerge.Find(model.ReadLayer(SampleModels.Layer));
        Assert.Equal((left, 8 - left), (merge.Kept.Count, merge.Duplicates));
        merge.Apply();
        AssertSameOutputs(path, Save(model, "merged.onnx"));
    }

    [Fact]
    public void One_bias_for_all_units_stays_as_it_is()
    {
        string path = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 4).Weights("b1", 1).Weights("w2", 4, 3)
            .Node(
                "Gemm",
                ["x", "w1", "b1"],
                "z",
                SampleModels.Layer).Node("Relu",
                ["z"],
                "a").Node("MatMul",
                ["a", "w2"],
                "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        Assert.Equal(Enumerable.Repeat(model.ReadDoubles("b1")[0], 4), layer.IncomingBias.ToArray());
        layer.Keep([3, 1, 0, 2], [1, 1, 1, 1]);
        AssertSameOutputs(path, Save(model, "same.onnx"));
    }

    [Fact]
    public void Two_layers_behind_each_other_can_both_be_changed()
    {
        string path = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3)
            .Weights("w1", 5, 8).Weights("b1", 8).Weights("w2", 8, 8).Weights("b2", 8).Weights("w3", 8, 3)
            .Node("Gemm", ["x", "w1", "b1"], "z1", "one").Node("Relu", ["z1"], "a1").Node(
                "Gemm", ["a1", "w2", "b2"], "z2", "two").Node("Tanh", ["z2"], "a2").Node("Gemm", ["a2", "w3"], "y", "three")
            .Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        int[] order = [4, 5, 6, 7, 0, 1, 2, 3];
        double[] ones = [.. order.Select(_ => 1.0)];
        HiddenLayer stale = model.ReadLayer("two");
        model.ReadLayer("one").Keep(order, ones);
        Assert.Throws<InvalidOperationException>(() => stale.Keep(order, ones));
        model.ReadLayer("two").Keep(order, ones);
        AssertSameOutputs(path, Save(model, "both.onnx"));
    }

    [Fact]
    public void A_weight_beyond_the_stored_type_leaves_the_model_as_it_was()
    {
        string path = new OnnxBuilder(
            format: FloatFormat.Binary16).Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 4).Weights("w2", 4, 3)
            .Node(
                "MatMul",
                ["x", "w1"],
                "z",
                SampleModels.Layer).Node("Relu",
                ["z"],
                "a").Node("MatMul",
                ["a", "w2"],
                "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        ModelFileException error = Assert.Throws<ModelFileException>(() => layer.Keep([0, 1], [1, 1e9]));
        Assert.Contains("does not fit in float16", error.Message, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Save(model, "same.onnx")));
    }

    [Fact]
    public void Units_are_kept_at_most_once_and_at_least_one()
    {
        HiddenLayer layer = OnnxModel.Open(SampleModels.Of("Relu").Save(_scratch.Path)).ReadLayer(SampleModels.Layer);
        double[] one = new double[layer.OutgoingWidth], two = new double[2 * layer.OutgoingWidth], none = [double.NaN, .. one[1..]];
        Assert.Throws<ArgumentException>(() => layer.Replace([], []));
        Assert.Throws<ArgumentException>(() => layer.Replace([0, 0], two));
        Assert.Throws<ArgumentException>(() => layer.Replace([SampleModels.Units], one));
        Assert.Throws<ArgumentException>(() => layer.Replace([0], none));
        Assert.Throws<ArgumentException>(() => layer.Replace([0], two));
    }

    private string WithTwins(OnnxModel model, HiddenLayer layer)
    {
        double[] incoming = layer.IncomingWeights.ToArray();
        double[] bias = layer.IncomingBias.ToArray();
        double[] outgoing = layer.OutgoingWeights.ToArray();
        foreach (int twin in new[] { 3, 7 })
        {
            incoming.AsSpan(layer.Inputs, layer.Inputs).CopyTo(incoming.AsSpan(twin * layer.Inputs));
            bias[twin] = bias[1];
        }
        outgoing.AsSpan(5 * layer.OutgoingWidth, layer.OutgoingWidth).Clear();
        Overwrite(model, incoming, bias, outgoing);
        return Save(model, "twins.onnx");
    }

    private string WithBlindUnit(OnnxBuilder builder, out int unit)
    {
        unit = 4;
        OnnxModel model = OnnxModel.Open(builder.Save(_scratch.Path));
        HiddenLayer layer = model.ReadLayer(SampleModels.Layer);
        double[] incoming = layer.IncomingWeights.ToArray();
        incoming.AsSpan(unit * layer.Inputs, layer.Inputs).Clear();
        Overwrite(model, incoming, layer.IncomingBias.ToArray(), layer.OutgoingWeights.ToArray());
        return Save(model, "blind.onnx");
    }

    private static void Overwrite(OnnxModel model, double[] incoming, double[] bias, double[] outgoing)
    {
        UnitGroup group = model.ReadLayer(SampleModels.Layer).Group;
        UnitTensor weights = group.Readers[0].Weights;
        int[] all = [.. Enumerable.Range(0, SampleModels.Units)];
        weights.Store(weights.Stored(outgoing), all);
        group.Incoming.Store(group.Incoming.Stored(incoming), all);
        if (group.IncomingBias is { } slot)
            slot.Store(slot.Stored(bias), all);
    }

    private string Save(OnnxModel model, string name)
    {
        string path = _scratch.File(name);
        model.Save(path);
        return path;
    }

    private static void AssertSameOutputs(string first, string second)
    {
        using ModelRunner before = ModelRunner.Open(first);
        using ModelRunner after = ModelRunner.Open(second);
        ModelDifference difference = ModelDifference.Between(before, after, before.RandomInputs(9, seed: 3));
        Assert.InRange(difference.Worst, 0, Rounding);
    }
}
