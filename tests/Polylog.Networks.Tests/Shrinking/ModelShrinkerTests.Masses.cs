using System.Globalization;
using System.Text;

namespace Polylog.Networks.Tests;

/// <content>Masses, which keep the training dynamics.</content>
public sealed partial class ModelShrinkerTests
{
    [Fact]
    public void For_the_dynamics_masses_are_written_that_sum_to_the_units()
    {
        string path = SampleModels.Of("Tanh").Save(_folder.Path);
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 10, Goal = ShrinkGoal.Dynamics });
        LayerChange change = Assert.Single(shrinker.Run());
        Assert.InRange(change.Units, 1, 10);
        Assert.Equal(SampleModels.Units, change.Masses.Sum(), 1e-9);
        string output = _folder.File("small.onnx");
        shrinker.Save(output);
        WireMessage entry = Assert.Single(
            WireMessage.Parse(File.ReadAllBytes(output), output).All(OnnxFields.ModelMetadata)).Message(output);
        Assert.Equal("polylog.masses.hidden", entry.Text(OnnxFields.EntryKey));
        string[] texts = entry.Text(OnnxFields.EntryValue).Split(' ');
        double[] written = [.. texts.Select(mass => double.Parse(mass, CultureInfo.InvariantCulture))];
        Assert.Equal(change.Masses, written);
    }

    [Fact]
    public void Masses_of_a_layer_without_a_name_of_its_own_are_found_again()
    {
        var builder = new OnnxBuilder();
        string path = builder.Input("x", -1, 3).Output("y", -1, 2).Weights("w1", 60, 3).Weights("b1", 60).Weights("w2", 60, 2)
            .Node("Transpose", ["w1"], "w1t", name: "").Node(
                "MatMul", ["x", "w1t"], "m", name: "").Node("Add", ["m", "b1"], "z", name: "").Node("Tanh", ["z"], "a", name: "")
            .Node("MatMul", ["a", "w2"], "y", name: "").Save(_folder.Path);
        foreach ((int width, string next) in ((int, string)[])[(30, "once.onnx"), (12, "twice.onnx")])
        {
            using ModelShrinker shrinker =
                ModelShrinker.Open(path, new ShrinkOptions { Width = width, Goal = ShrinkGoal.Dynamics, Order = 1 });
            Assert.Equal(60, Assert.Single(shrinker.Run()).Masses.Sum(), 1e-6);
            path = _folder.File(next);
            shrinker.Save(path);
            Assert.Single(WireMessage.Parse(File.ReadAllBytes(path), path).All(OnnxFields.ModelMetadata));
        }
    }

    [Fact]
    public void Masses_are_a_tensor_more_in_safetensors()
    {
        string path = Tensors(("fc1.weight", [40, 3]), ("fc1.bias", [40]), ("fc2.weight", [2, 40]));
        using ModelShrinker shrinker =
            ModelShrinker.Open(path, new ShrinkOptions { Layers = ["fc1:fc2"], Width = 20, Goal = ShrinkGoal.Dynamics });
        int units = Assert.Single(shrinker.Run()).Units;
        shrinker.Save(_folder.File("small.safetensors"));
        SafetensorsFile small = SafetensorsFile.Open(_folder.File("small.safetensors"));
        Assert.Equal([units], small.Tensor("fc1.masses").Shape);
        Assert.Equal(40, small.ReadDoubles("fc1.masses").Sum(), 1e-9);
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("safetensors")]
    public void Shrunk_twice_for_the_dynamics_masses_still_sum_to_the_first_units_and_moments_stay(string form)
    {
        bool pairs = form == "safetensors";
        string path = pairs
            ? Tensors(("fc1.weight", [60, 3]), ("fc1.bias", [60]), ("fc2.weight", [2, 60]))
            : new OnnxBuilder().Input("x", -1, 3).Output("y", -1, 2).Weights(
                "w1", 3, 60).Weights("b1", 60).Weights("w2", 60, 2).Weights("b2", 2)
                .Node(
                    "Gemm",
                    ["x", "w1", "b1"],
                    "z",
                    SampleModels.Layer).Node("Tanh",
                    ["z"],
                    "a").Node("Gemm",
                    ["a", "w2", "b2"],
                    "y").Save(_folder.Path);
        string layer = pairs ? "fc1:fc2" : SampleModels.Layer;
        var options = new ShrinkOptions { Layers = [layer], Goal = ShrinkGoal.Dynamics, Order = 1 };
        string[] files = [path, _folder.File($"once.{form}"), _folder.File($"twice.{form}"), _folder.File($"plain.{form}")];
        double[][] sums = new double[3][];
        sums[0] = Sums(files[0], []);
        for (int time = 1; time <= 2; time++)
        {
            using ModelShrinker shrinker = ModelShrinker.Open(files[time - 1], options with { Width = time == 1 ? 15 : 11 });
            LayerChange change = Assert.Single(shrinker.Run());
            shrinker.Save(files[time]);
            Assert.Equal(60, change.Masses.Sum(), 1e-6);
            sums[time] = Sums(files[time], change.Masses);
        }
        // Single precision in the files.
        Assert.All(sums[1..], now => Assert.All(sums[0].Zip(now), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
        // What is then shrunk for its function is a network of ordinary units.
        using ModelShrinker function = ModelShrinker.Open(files[2], options with { Width = 5, Goal = ShrinkGoal.Function });
        int units = Assert.Single(function.Run()).Units;
        function.Save(files[3]);
        Assert.Empty(NetworkModel.Open(files[3]).ReadMasses(new LayerKey(layer, 0, null), units));
        Assert.StartsWith($"the masses stored for layer '{layer}' are removed", Assert.Single(function.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain("masses", Encoding.ASCII.GetString(File.ReadAllBytes(files[3])), StringComparison.Ordinal);

        static double[] Sums(string path, IReadOnlyList<double> masses)
        {
            NetworkModel model = NetworkModel.Open(path);
            HiddenLayer layer = model.ReadLayer(model.FindLayers()[0].Name);
            // Outgoing weights carry the masses already.
            double[] sums = new double[layer.Inputs + layer.OutgoingWidth];
            for (int unit = 0; unit < layer.Units; unit++)
            {
                for (int i = 0; i < layer.Inputs; i++)
                    sums[i] += (masses.Count == 0 ? 1 : masses[unit]) * layer.IncomingWeights.Span[unit * layer.Inputs + i];
                for (int i = 0; i < layer.OutgoingWidth; i++)
                    sums[layer.Inputs + i] += layer.OutgoingWeights.Span[unit * layer.OutgoingWidth + i];
            }
            return sums;
        }
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.02)]
    public void A_tolerance_for_the_dynamics_takes_no_more_units_than_each_single_order(double tolerance)
    {
        string path = Tensors(("fc1.weight", [300, 2]), ("fc1.bias", [300]), ("fc2.weight", [1, 300]));
        var options = new ShrinkOptions { Layers = ["fc1:fc2"], Goal = ShrinkGoal.Dynamics, Tolerance = tolerance };
        LayerChange found = Shrunk(options, out double error);
        Assert.InRange(error, 0, tolerance);
        Assert.All([1, 2, 3], order => Assert.InRange(found.Units, 1, Shrunk(options with { Order = order }, out _).Units));

        LayerChange Shrunk(ShrinkOptions options, out double error)
        {
            using ModelShrinker shrinker = ModelShrinker.Open(path, options);
            LayerChange change = Assert.Single(shrinker.Run());
            error = shrinker.Difference().RelativeRms;
            return change;
        }
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, "2 masses are stored for layer 'fc1:fc2' of 20 units; store one a unit, or remove them")]
    [InlineData(
        new[] { 1.0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -2 },
        "mass 19 of layer 'fc1:fc2' is -2; a mass is a number above 0, correct it or remove them all")]
    public void Masses_that_do_not_fit_are_refused(double[] masses, string message)
    {
        SafetensorsFile file = SafetensorsFile.Open(Tensors(("fc1.weight", [20, 3]), ("fc1.bias", [20]), ("fc2.weight", [2, 20])));
        file.Add("fc1.masses", [masses.Length], masses);
        file.Save(_folder.File("noted.safetensors"));
        using ModelShrinker shrinker = ModelShrinker.Open(
            _folder.File("noted.safetensors"), new ShrinkOptions { Layers = ["fc1:fc2"], Width = 10, Goal = ShrinkGoal.Dynamics });
        Assert.EndsWith(message, Assert.Throws<ModelFileException>(() => shrinker.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_graph_a_budget_is_of_parameters_or_bytes()
    {
        string path = Tensors(("fc1.weight", [12, 3]), ("fc2.weight", [2, 12]));
        var options = new ShrinkOptions { Layers = ["fc1:fc2"], Budget = ShrinkBudget.Parse("macs=50%") };
        using ModelShrinker counted = ModelShrinker.Open(path, options);
        Assert.EndsWith(
            "without a graph its multiply-adds and its latency are not known; give a budget of parameters or bytes",
            Assert.Throws<ModelFileException>(() => counted.Run()).Message,
            StringComparison.Ordinal);
        using ModelShrinker shrinker = ModelShrinker.Open(path, options with { Budget = ShrinkBudget.Parse("params=50%") });
        Assert.Equal(6, shrinker.Run()[0].Units);
    }
}
