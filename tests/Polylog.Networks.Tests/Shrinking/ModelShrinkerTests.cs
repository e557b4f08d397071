using System.Text;

namespace Polylog.Networks.Tests;

public sealed partial class ModelShrinkerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<string> Forms => SampleModels.Names;

    [Fact]
    public void Copies_and_units_without_effect_go_and_nothing_else_changes()
    {
        var builder = new OnnxBuilder();
        double[] incoming = builder.Numbers(5, 12), outgoing = builder.Numbers(12, 3), biases = builder.Numbers(12);
        // Units 3 and 7 are the same, 5 sends nothing on.
        for (int input = 0; input < 5; input++)
            incoming[input * 12 + 7] = incoming[input * 12 + 3];
        biases[7] = biases[3];
        outgoing.AsSpan(5 * 3, 3).Clear();
        string path = builder.Input("x", -1, 5).Output("y", -1, 3)
            .Tensor("w1", [5, 12], incoming).Tensor("b1", [12], biases).Tensor("w2", [12, 3], outgoing).Weights("b2", 3)
            .Node(
                "Gemm", ["x", "w1", "b1"], "z", "hidden").Node("Tanh", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y").Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 10 });
        LayerChange change = Assert.Single(shrinker.Run());
        Assert.Equal((10, 2, ShrinkMethod.Exact), (change.Units, change.Idle, change.Method));
        Assert.InRange(shrinker.Difference().RelativeRms, 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_a_layer_can_be_shrunk_and_run(string form)
    {
        string path = SampleModels.Of(form).Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = [SampleModels.Layer], Fraction = 0.5 });
        LayerChange change = Assert.Single(shrinker.Run());
        Assert.InRange(change.Units, 1, SampleModels.Units / 2);
        // Nothing at all in the layer's place would be an error of 1 or so.
        Assert.InRange(shrinker.Difference().RelativeRms, 0, 0.9);
        shrinker.Save(_folder.File("small.onnx"));
        Assert.Equal(change.Units, NetworkModel.Open(_folder.File("small.onnx")).FindLayers()[form == "shared weights" ? 1 : 0].Units);
    }

    [Fact]
    public void Three_layers_at_half_their_width_are_closer_than_units_by_chance()
    {
        string path = Deep(64);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Fraction = 0.5 });
        IReadOnlyList<LayerChange> changes = shrinker.Run();
        Assert.Equal([32, 32, 32], changes.Select(change => change.Units));
        NetworkModel random = NetworkModel.Open(path);
        foreach (LayerChange change in changes)
        {
            // The weights are random: the first half is as good as any.
            int[] kept = [.. Enumerable.Range(0, 32)];
            random.ReadLayer(change.Layer.Name).Keep(kept, [.. kept.Select(_ => 2.0)]);
        }
        random.Save(_folder.File("random.onnx"));
        using ModelRunner before = ModelRunner.Open(path), byChance = ModelRunner.Open(_folder.File("random.onnx"));
        ModelDifference chance = ModelDifference.Between(before, byChance, before.RandomInputs(1000, seed: 5));
        Assert.InRange(shrinker.Difference().RelativeRms, 0, chance.RelativeRms / 5);
    }

    [Fact]
    public void Smooth_units_of_few_inputs_are_reproduced_by_far_fewer()
    {
        var builder = new OnnxBuilder();
        string path = builder.Input("x", -1, 1).Output("y", -1, 2).Weights(
            "w1", 1, 400).Weights("b1", 400).Weights("w2", 400, 2).Weights("b2", 2)
            .Node(
                "Gemm", ["x", "w1", "b1"], "z", "hidden").Node("Tanh", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y").Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 40 });
        Assert.InRange(Assert.Single(shrinker.Run()).Units, 1, 40);
        Assert.InRange(shrinker.Difference().RelativeRms, 0, 1e-3);
    }

    [Fact]
    public void A_tolerance_is_met_with_fewer_units()
    {
        using ModelShrinker shrinker = ModelShrinker.Open(Deep(32), new ShrinkOptions { Tolerance = 0.1 });
        IReadOnlyList<LayerChange> changes = shrinker.Run();
        Assert.Contains(changes, change => change.Units < 32);
        Assert.InRange(shrinker.Difference().RelativeRms, 0, 0.1);
    }

    [Fact]
    public void Of_several_outputs_the_one_that_changes_most_counts()
    {
        var builder = new OnnxBuilder();
        string path = builder.Input("x", -1, 5).Output("large", -1, 3).Output("small", -1, 3).Tensor(
            "w", [5, 3], [.. builder.Numbers(5, 3).Select(value => 1000 * value)])
            .Weights("w1", 5, 64).Weights("b1", 64).Weights("w2", 64, 3)
            .Node("MatMul", ["x", "w"], "large").Node(
                "Gemm", ["x", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "small").Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = ["hidden"], Tolerance = 0.05 });
        Assert.InRange(Assert.Single(shrinker.Run()).Units, 8, 63);
        ModelDifference difference = shrinker.Difference();
        Assert.Equal("small", difference.Output);
        Assert.InRange(difference.RelativeRms, 1e-3, 0.05);
    }

    [Fact]
    public void A_model_whose_outputs_are_classes_is_refused()
    {
        string path = new OnnxBuilder().Input("x", -1, 5).Weights("w1", 5, 8).Weights("w2", 8, 3)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "s").Node(
                "ArgMax", ["s"], "y", attributes: OnnxBuilder.Integer("axis", 1))
            .WholeOutput("y").Save(_folder.Path);
        Assert.Equal(
            $"'{path}': none of its outputs is of a float type, so the effect of fewer units cannot be measured; "
            + "export it without its last step, such as an ArgMax",
            Assert.Throws<ModelFileException>(() => ModelShrinker.Open(path, new ShrinkOptions { Width = 4 })).Message);
    }

    [Fact]
    public void A_Reshape_that_takes_examples_apart_is_told()
    {
        string path = new OnnxBuilder().Input(
            "x", -1, 2, 6, 6).Output("y", -1, 3).Weights("w1", 8, 2, 3, 3).Weights("w2", 8, 3).Integers("rows", -1, 8)
            .Node(
                "Conv",
                ["x", "w1"],
                "z",
                "hidden").Node("Relu",
                ["z"],
                "a").Node("Reshape",
                ["a", "rows"],
                "f").Node("Gemm",
                ["f", "w2"],
                "y").Save(_folder.Path);
        Assert.Equal(
            "the shapes around Reshape 'Reshape0' are not known, run onnx.shape_inference first", ModelShrinker.FindLayers(path)[0].Reason);
    }

    [Fact]
    public void A_layer_whose_copy_would_be_more_than_what_goes_is_left_alone_unless_it_is_named()
    {
        // The weights are also an output, and so stay.
        string path = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Output("same", 5, 16).Weights("w1", 5, 16).Weights("w2", 16, 3)
            .Node(
                "MatMul",
                ["x", "w1"],
                "z",
                "hidden").Node("Tanh",
                ["z"],
                "a").Node("MatMul",
                ["a", "w2"],
                "y").Node("Identity",
                ["w1"],
                "same").Save(_folder.Path);
        using ModelShrinker every = ModelShrinker.Open(path, new ShrinkOptions { Width = 12 });
        Assert.Equal(16, Assert.Single(every.Run()).Units);
        Assert.StartsWith(
            "layer 'hidden' is left alone: other parts of the model use its weights", Assert.Single(every.Notes), StringComparison.Ordinal);
        Assert.Equal(every.Parameters, every.ParametersNow);
        using ModelShrinker named = ModelShrinker.Open(path, new ShrinkOptions { Width = 12, Layers = ["hidden"] });
        Assert.Equal(12, Assert.Single(named.Run()).Units);
        Assert.True(named.ParametersNow > named.Parameters);
    }

    [Fact]
    public void Pairs_of_safetensors_are_shrunk_in_a_chain()
    {
        string path = Tensors(
            ("fc1.weight", [40, 6]), ("fc1.bias", [40]), ("fc2.weight", [30, 40]), ("fc2.bias", [30]), ("fc3.weight", [2, 30]));
        var options = new ShrinkOptions { Layers = ["fc1:fc2", "fc2:fc3"], Fraction = 0.5, Activation = LayerActivation.Named("tanh") };
        using ModelShrinker shrinker = ModelShrinker.Open(path, options);
        Assert.Equal([20, 15], shrinker.Run().Select(change => change.Units));
        Assert.InRange(shrinker.Difference().RelativeRms, 0, 0.3);
        shrinker.Save(_folder.File("small.safetensors"));
        SafetensorsFile small = SafetensorsFile.Open(_folder.File("small.safetensors"));
        Assert.Equal([15, 20], small.Tensor("fc2.weight").Shape);
        Assert.Equal([2, 15], small.Tensor("fc3.weight").Shape);
    }

    [Fact]
    public void Where_no_unit_responds_on_the_inputs_one_stays_and_the_outputs_are_the_same()
    {
        var builder = new OnnxBuilder();
        string path = builder.Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 8).Weights("b1", 8)
            .Weights("w2", 8, 12).Tensor("b2", [12], [.. Enumerable.Repeat(-100.0, 12)]).Weights("w3", 12, 3).Weights("b3", 3)
            .Node("Gemm", ["x", "w1", "b1"], "z1", "one").Node("Relu", ["z1"], "a1").Node(
                "Gemm", ["a1", "w2", "b2"], "z2", "two").Node("Relu", ["z2"], "a2")
            .Node("Gemm", ["a2", "w3", "b3"], "y").Save(_folder.Path);
        foreach (ShrinkOptions options in (ShrinkOptions[])[new() { Width = 6 }, new() { Fraction = 0.5 }, new() { Tolerance = 0.1 }])
        {
            using ModelShrinker shrinker = ModelShrinker.Open(path, options);
            Assert.Equal(1, shrinker.Run()[1].Units);
            Assert.Equal(0, shrinker.Difference().RelativeRms);
        }
    }

    [Fact]
    public void Layers_that_share_their_weights_are_left_alone_where_the_model_would_grow()
    {
        // The first two units are the same; the weights are used by two layers, of which one is the model's last.
        var builder = new OnnxBuilder();
        double[] weights = builder.Numbers(6, 6);
        for (int input = 0; input < 6; input++)
            weights[input * 6 + 1] = weights[input * 6];
        string path = builder.Input("x", -1, 6).Output("y", -1, 6).Tensor("w", [6, 6], weights)
            .Node(
                "MatMul", ["x", "w"], "z", SampleModels.Layer).Node("Relu", ["z"], "a").Node("MatMul", ["a", "w"], "y").Save(_folder.Path);
        using ModelShrinker alone = ModelShrinker.Open(path, new ShrinkOptions());
        Assert.Equal(6, alone.Run()[0].Units);
        Assert.Empty(alone.Notes);
        using ModelShrinker sized = ModelShrinker.Open(path, new ShrinkOptions { Width = 5 });
        Assert.Equal(5, sized.Run()[0].Units);
        Assert.Equal(
            "the model has 60 numbers now instead of 36: 'hidden' had weights that other parts of it use too and keep as they were",
            Assert.Single(sized.Notes));
    }

    [Fact]
    public void A_width_too_small_for_the_moments_is_refused()
    {
        string path = SampleModels.Of("Relu").Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 4, Goal = ShrinkGoal.Dynamics });
        ModelFileException exception = Assert.Throws<ModelFileException>(() => shrinker.Run());
        Assert.EndsWith(
            "is to have 4 units, but units of 9 weights have 10 moments up to order 1; keep at least 10 units, or use ShrinkGoal.Function",
            exception.Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Deep(int units) => new OnnxBuilder().Input("x", -1, 8).Output("y", -1, 1)
        .Weights("w1", 8, units).Weights("b1", units).Weights(
            "w2",
            units,
            units).Weights("b2",
            units).Weights("w3",
            units,
            units).Weights("b3",
            units).Weights("w4",
            units,
            1).Weights("b4",
            1)
        .Node("Gemm", ["x", "w1", "b1"], "z1", "fc1").Node("Relu", ["z1"], "a1")
        .Node("Gemm", ["a1", "w2", "b2"], "z2", "fc2").Node("Relu", ["z2"], "a2")
        .Node("Gemm", ["a2", "w3", "b3"], "z3", "fc3").Node("Relu", ["z3"], "a3")
        .Node("Gemm", ["a3", "w4", "b4"], "y", "fc4").Save(_folder.Path);

    private string Tensors(params (string Name, int[] Shape)[] tensors)
    {
        var random = new Random(3);
        var header = new StringBuilder("{");
        var data = new List<byte>();
        foreach ((string name, int[] shape) in tensors)
        {
            int start = data.Count, count = shape.Aggregate(1, (product, dim) => product * dim);
            for (int i = 0; i < count; i++)
                data.AddRange(BitConverter.GetBytes((float)(random.NextDouble() - 0.5)));
            header.Append(header.Length > 1 ? "," : "").Append(System.Globalization.CultureInfo.InvariantCulture,
                $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{data.Count}]}}");
        }
        byte[] text = Encoding.ASCII.GetBytes(header.Append('}').ToString());
        string path = _folder.File("model.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. data]);
        return path;
    }
}
