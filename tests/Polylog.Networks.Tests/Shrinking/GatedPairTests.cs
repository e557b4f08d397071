using System.IO.Compression;

namespace Polylog.Networks.Tests;

/// <summary>Gated layers of files without a graph: y = down(act(gate x) * (up x)), as in the models of the LLaMA family.</summary>
public sealed class GatedPairTests : IDisposable
{
    private const string Name = "layers.0.mlp.gate_proj,up_proj:down_proj";

    private const int Inputs = 6, Units = 24, Outputs = 5;

    // Outputs of some size 1, in double precision from weights in single precision.
    private const double Rounding = 1e-6;

    private static readonly LayerActivation s_silu = LayerActivation.Named("silu");

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Responses_are_those_worked_out_by_hand(bool hasBias)
    {
        string path = Checkpoint(hasBias);
        SafetensorsModel model = SafetensorsModel.Open(path);
        HiddenLayer layer = new(model, model.FindLayer(Name, s_silu));
        double[] inputs = [.. Enumerable.Range(0, 3 * Inputs).Select(i => Math.Sin(i))];
        double[] found = LayerSum.Outputs(layer, PairResponses.Of(layer, s_silu, inputs, default), default);
        AssertNear(ByHand(path, inputs), found);
    }

    [Fact]
    public void Copies_of_units_are_merged_and_the_outputs_stay()
    {
        // Unit 5 is a copy of unit 2 with outgoing weights of its own; unit 6 has the same gate only.
        string path = Checkpoint(hasBias: true, twins: true), small = _folder.File("small.safetensors");
        using ModelShrinker shrinker = Open(path, new ShrinkOptions());
        LayerChange change = Assert.Single(shrinker.Run());
        Assert.Equal((Units - 1, 1), (change.Units, change.Idle));
        shrinker.Save(small);
        double[] inputs = [.. Enumerable.Range(0, 9 * Inputs).Select(i => Math.Cos(i))];
        AssertNear(ByHand(path, inputs), ByHand(small, inputs));
    }

    [Fact]
    public void All_makers_get_fewer_units()
    {
        string small = _folder.File("small.safetensors");
        using ModelShrinker shrinker = Open(Checkpoint(hasBias: true), new ShrinkOptions { Width = 12 });
        Assert.Equal(12, Assert.Single(shrinker.Run()).Units);
        double told = shrinker.Difference().RelativeRms;
        Assert.InRange(told, 1e-3, 0.5);
        shrinker.Save(small);
        SafetensorsFile file = SafetensorsFile.Open(small);
        Assert.Equal([12, Inputs], file.Tensor("layers.0.mlp.gate_proj.weight").Shape);
        Assert.Equal([12, Inputs], file.Tensor("layers.0.mlp.up_proj.weight").Shape);
        Assert.Equal([12], file.Tensor("layers.0.mlp.up_proj.bias").Shape);
        Assert.Equal([Outputs, 12], file.Tensor("layers.0.mlp.down_proj.weight").Shape);
    }

    [Fact]
    public void They_are_listed_and_named_with_a_star()
    {
        string path = Two();
        string[] all = ["layers.2.mlp.gate_proj,up_proj:down_proj", "layers.10.mlp.gate_proj,up_proj:down_proj"];
        SafetensorsModel model = SafetensorsModel.Open(path);
        IReadOnlyList<LayerInfo> layers = model.FindLayers();
        Assert.Equal(all, layers.Select(layer => layer.Name));
        Assert.Equal(("gated", Units, 3L * Inputs * Units), (layers[0].Pattern, layers[0].Units, layers[0].Parameters));
        Assert.Equal(all, model.ExpandNames(["layers.*.mlp.gate_proj,up_proj:down_proj"]));
        Assert.Equal(
            all[..1],
            model.ExpandNames(["layers.2.mlp.gate_proj,layers.2.mlp.up_proj:layers.2.mlp.down_proj"]));
        Assert.Equal(
            $"'{path}' has no layer 'h.*.mlp.gate_proj'; there are 'layers.2.mlp.down_proj', 'layers.2.mlp.gate_proj', "
            + "'layers.2.mlp.up_proj', 'layers.10.mlp.down_proj', 'layers.10.mlp.gate_proj', 'layers.10.mlp.up_proj'",
            Assert.Throws<ModelFileException>(() => model.ExpandNames(["h.*.mlp.gate_proj,up_proj:down_proj"])).Message);
    }

    [Fact]
    public void Each_takes_the_array_that_is_called_as_its_module()
    {
        string path = Two(), arrays = _folder.File("x.npz");
        double[] first = [.. Enumerable.Range(0, 200 * Inputs).Select(i => Math.Sin(i * i))];
        double[] second = [.. first.Select(value => 3 * value)];
        File.WriteAllBytes(arrays, NumpyFiles.Zip(CompressionLevel.NoCompression,
            ("layers.2.mlp.npy", NumpyFiles.Floats($"(200, {Inputs})", first)),
            ("layers.10.mlp.npy", NumpyFiles.Floats($"(200, {Inputs})", second))));
        var options = new ShrinkOptions { Layers = ["layers.*.mlp.gate_proj,up_proj:down_proj"], Width = 12, Activation = s_silu };
        using ModelShrinker shrinker = ModelShrinker.Open(path, options, CalibrationData.ReadNpz(arrays));
        Assert.Equal([12, 12], shrinker.Run().Select(change => change.Units));
        Assert.InRange(shrinker.Difference().RelativeRms, 1e-4, 0.5);
        CalibrationData other = CalibrationData.ReadNpz(arrays) with { Input = "x" };
        Assert.Equal(
            $"'{arrays}' has the arrays 'x', 'layers.10.mlp', but none for layer 'layers.2.mlp.gate_proj,up_proj:down_proj' of '{path}'; "
            + "call its inputs 'layers.2.mlp', or give a file with one array alone",
            Assert.Throws<ModelFileException>(() => ModelShrinker.Open(path, options, other)).Message);
        CalibrationData extra = CalibrationData.ReadNpz(arrays);
        extra = extra with { Others = [.. extra.Others, extra with { Input = "layers.3.mlp", Others = [] }] };
        Assert.Equal(
            $"'{arrays}' has the array 'layers.3.mlp', which is the name of no module of '{path}'; leave it out",
            Assert.Throws<ModelFileException>(() => ModelShrinker.Open(path, options, extra)).Message);
        CalibrationData alone = CalibrationData.ReadNpz(arrays) with { Others = [] };
        Assert.Equal(
            $"'{arrays}' has the array 'layers.2.mlp', but none for layer 'layers.10.mlp.gate_proj,up_proj:down_proj' of '{path}'; "
            + "call its inputs 'layers.10.mlp', or leave out this layer",
            Assert.Throws<ModelFileException>(() => ModelShrinker.Open(path, options, alone)).Message);
    }

    [Theory]
    [InlineData("layers.0.mlp.up_proj:down_proj")]
    [InlineData("layers.0.mlp.gate_proj:layers.0.mlp.down_proj")]
    public void A_maker_that_is_left_out_is_noted(string pair)
    {
        var options = new ShrinkOptions { Layers = [pair], Width = 12, Activation = s_silu };
        using ModelShrinker shrinker = ModelShrinker.Open(Checkpoint(hasBias: false), options);
        shrinker.Run();
        Assert.StartsWith($"by shape and name '{Name}' is a gated layer: if it is, its weights no longer fit, and '",
            Assert.Single(shrinker.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layers.0.mlp.gate_proj,up:down_proj", "has no layer 'layers.0.mlp.up'; did you mean 'layers.0.mlp.up_proj'?")]
    [InlineData("layers.0.mlp.gate_proj,:down_proj", "names no pair of layers; write two names with a colon between, such as fc1:fc2")]
    [InlineData("layers.0.mlp.gate_proj,narrow:down_proj",
        "'layers.0.mlp.gate_proj.weight' is [24, 6] and 'layers.0.mlp.narrow.weight' [20, 6]: both make the same units from the same "
        + "inputs, so they must have the same shape; choose another layer")]
    [InlineData("layers.0.mlp.gate_proj,gate_proj:down_proj", "a name is there twice")]
    public void Makers_that_do_not_fit_are_refused(string name, string message)
    {
        SafetensorsModel model = SafetensorsModel.Open(Checkpoint(hasBias: false));
        string text = Assert.Throws<ModelFileException>(() => model.FindLayer(name)).Message;
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void The_dynamics_of_a_gated_layer_are_refused()
    {
        using ModelShrinker shrinker =
            Open(Checkpoint(hasBias: false), new ShrinkOptions { Width = 12, Goal = ShrinkGoal.Dynamics });
        Assert.Contains("is gated, whose training is not preserved",
            Assert.Throws<ModelFileException>(() => shrinker.Run()).Message, StringComparison.Ordinal);
    }

    private static ModelShrinker Open(string path, ShrinkOptions options) =>
        ModelShrinker.Open(path, options with { Layers = [Name], Activation = s_silu });

    private string Checkpoint(bool hasBias, bool twins = false)
    {
        (string Name, int[] Shape, float[] Values)[] tensors =
        [
            .. Mlp("layers.0.mlp"), TensorFile.Random("layers.0.mlp.narrow.weight", 20, Inputs),
            .. hasBias ? [TensorFile.Random("layers.0.mlp.up_proj.bias", Units)] : Array.Empty<(string, int[], float[])>(),
        ];
        foreach ((string name, int[] shape, float[] values) in twins ? tensors : [])
        {
            int width = values.Length / Units;
            if (name.Contains("up_proj", StringComparison.Ordinal) || name.Contains("gate_proj", StringComparison.Ordinal))
                values.AsSpan(2 * width, width).CopyTo(values.AsSpan(5 * width));
            if (name.Contains("gate_proj", StringComparison.Ordinal))
                values.AsSpan(2 * width, width).CopyTo(values.AsSpan(6 * width));
        }
        return TensorFile.Write(_folder.File("model.safetensors"), tensors);
    }

    private string Two() =>
        TensorFile.Write(_folder.File("two.safetensors"), [.. Mlp("layers.2.mlp", Inputs), .. Mlp("layers.10.mlp", Inputs)]);

    private static (string Name, int[] Shape, float[] Values)[] Mlp(string module, int outputs = Outputs) =>
    [
        TensorFile.Random($"{module}.gate_proj.weight", Units, Inputs), TensorFile.Random($"{module}.up_proj.weight", Units, Inputs),
        TensorFile.Random($"{module}.down_proj.weight", outputs, Units),
    ];

    private static double[] ByHand(string path, double[] inputs)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        double[] Read(string name) => file.ReadDoubles($"layers.0.mlp.{name}");
        double[] gate = Read("gate_proj.weight"), up = Read("up_proj.weight"), down = Read("down_proj.weight");
        int units = gate.Length / Inputs;
        double[] bias = file.Tensors.Any(tensor => tensor.Name == "layers.0.mlp.up_proj.bias") ? Read("up_proj.bias") : new double[units];
        var outputs = new List<double>();
        foreach (double[] x in inputs.Chunk(Inputs))
        {
            double[] responses = [.. Enumerable.Range(0, units).Select(unit =>
            {
                double g = 0, u = bias[unit];
                for (int i = 0; i < Inputs; i++)
                {
                    g += gate[(unit * Inputs) + i] * x[i];
                    u += up[(unit * Inputs) + i] * x[i];
                }
                return g / (1 + Math.Exp(-g)) * u;
            })];
            for (int output = 0; output < Outputs; output++)
                outputs.Add(responses.Select((response, unit) => response * down[(output * units) + unit]).Sum());
        }
        return [.. outputs];
    }

    private static void AssertNear(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.InRange(expected.Zip(found, (left, right) => Math.Abs(left - right)).Max(), 0, Rounding);
    }
}
