namespace Polylog.Networks.Tests;

/// <summary>Units that no input can change go without an error, also where a layer is not plain.</summary>
public sealed class FixedUnitTests : IDisposable
{
    private const double Rounding = 5e-6;

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Models => GroupModels.Names;

    public void Dispose() => _scratch.Dispose();

    /// <summary>Where nothing comes in, a response is one number: it goes wherever readers can take it up, or it is 0.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void A_unit_without_incoming_weights_changes_no_output(string name)
    {
        string path = Without(name, tensor => tensor.Role == UnitRole.Incoming);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = [SampleModels.Layer] });
        int units = Assert.Single(shrinker.Run()).Units;
        Assert.InRange(units, GroupModels.Units - 1, GroupModels.Units);
        Assert.InRange(shrinker.Difference().Worst, 0, Rounding);
        // Without constants between, the response is 0.
        if (name is "gated" or "heads" or "squeeze and excite")
            Assert.Equal(GroupModels.Units - 1, units);
    }

    [Fact]
    public void A_channel_that_its_normalisation_scales_to_nothing_goes_into_the_bias()
    {
        string path = new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y").Weights("k", 4, 2, 3, 3).Tensor("g", [4], [1, 0, 2, 1])
            .Tensor("b", [4], [0.1, 0.7, 0.2, 0.3]).Weights("m", 4).Tensor("v", [4], [1, 2, 0.5, 3]).Weights("k2", 3, 4, 3, 3)
            .Weights("b2", 3).Node("Conv", ["x", "k"], "z", SampleModels.Layer)
            .Node("BatchNormalization", ["z", "g", "b", "m", "v"], "n").Node("Relu", ["n"], "a").Node("Conv", ["a", "k2", "b2"], "y")
            .Save(_scratch.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = [SampleModels.Layer] });
        Assert.Equal(3, Assert.Single(shrinker.Run()).Units);
        Assert.InRange(shrinker.Difference().Worst, 0, Rounding);
    }

    [Fact]
    public void A_unit_that_only_the_inputs_at_hand_leave_silent_stays()
    {
        // Inputs between -1 and 0 leave the first unit silent; others would not.
        string path = new OnnxBuilder().Input("x", -1, 1).Output("y", -1, 2).Tensor("w", [1, 3], [1, -1, -2])
            .Tensor("s", [3], [1, 2, 3]).Weights("w2", 3, 2).Node("MatMul", ["x", "w"], "z", SampleModels.Layer)
            .Node("Relu", ["z"], "r").Node("Mul", ["r", "s"], "a").Node("MatMul", ["a", "w2"], "y").Save(_scratch.Path);
        float[] inputs = [.. Enumerable.Range(1, 50).Select(i => -i / 50f)];
        var data = new CalibrationData("inputs", [1], inputs, 50);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = [SampleModels.Layer] }, data);
        Assert.Equal(3, Assert.Single(shrinker.Run()).Units);
    }

    [Theory]
    [InlineData("wu")]
    [InlineData("wg")]
    public void A_gated_unit_with_a_factor_of_nothing_goes(string factor)
    {
        OnnxModel model = OnnxModel.Open(GroupModels.Of("gated").Save(_scratch.Path));
        UnitTensor tensor = model.ReadLayer(SampleModels.Layer).Group.Owned.Single(owned => owned.Slot.Name == factor);
        Clear(tensor, unit: 1);
        string path = Save(model);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Layers = [SampleModels.Layer] });
        Assert.Equal(3, Assert.Single(shrinker.Run()).Units);
        Assert.InRange(shrinker.Difference().Worst, 0, Rounding);
    }

    private string Without(string name, Predicate<UnitTensor> cleared)
    {
        OnnxModel model = OnnxModel.Open(GroupModels.Of(name).Save(_scratch.Path));
        foreach (UnitTensor tensor in model.ReadLayer(SampleModels.Layer).Group.Owned)
        {
            if (cleared(tensor))
                Clear(tensor, unit: 1);
        }
        return Save(model);
    }

    private static void Clear(UnitTensor tensor, int unit)
    {
        double[] numbers = tensor.Read();
        int width = numbers.Length / GroupModels.Units;
        numbers.AsSpan(unit * width, width).Clear();
        tensor.Store(tensor.Stored(numbers), [.. Enumerable.Range(0, GroupModels.Units)]);
    }

    private string Save(OnnxModel model)
    {
        string path = _scratch.File("changed.onnx");
        model.Save(path);
        return path;
    }
}
