using System.Globalization;
using System.Text.Json;
using Polylog.Networks;
using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

public sealed class ShrinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Layers_are_listed_with_reasons()
    {
        string text = Cli.Run("shrink", Model(), "--list").Succeeded().Output;
        Assert.Equal("layer  operator  units  inputs  outputs  numbers  pattern: activation\n"
            + "fc1    Gemm         40       5       30    1,440  plain: Tanh\n"
            + "fc2    Gemm         30      40        3    1,320  plain: Relu\n"
            + "fc3    Gemm          3      30  no: its output is the model's\n", text);
    }

    [Fact]
    public void Layers_of_the_same_units_are_listed_with_the_first_of_them()
    {
        string gated = GroupModels.Of("gated").Save(_folder.FullPath), residual = _folder["residual.onnx"];
        Assert.Equal("layer    operator  units  inputs  outputs  numbers  pattern: activation\n"
            + "hidden   MatMul        4       5        3       52  gated: Sigmoid-Mul\n"
            + "MatMul0  MatMul        4       5  with hidden\n"
            + "MatMul1  MatMul        3       4  no: its output is the model's\n", Cli.Run("shrink", gated, "--list").Succeeded().Output);
        File.WriteAllBytes(residual, GroupModels.Of("residual").Bytes());
        Assert.Contains("  residual channels, 2 readers: Relu\n    read by Conv0, Conv2\n",
            Cli.Run("shrink", residual, "--list").Succeeded().Output, StringComparison.Ordinal);
        // The others of a group are shrunk by its name only.
        Assert.Equal($"polylog: '{gated}': layer 'MatMul0' makes the same units as 'hidden'; they get fewer units together, name 'hidden'",
            Cli.Fails(1, "shrink", gated, "-o", _folder["small.onnx"], "--width", "2", "--layer", "MatMul0"));
        Assert.Equal(["model.onnx", "residual.onnx"], _folder.Names);
    }

    [Fact]
    public void The_report_tells_what_was_done_and_what_it_changed()
    {
        string output = _folder["small.onnx"];
        string[] lines = Cli.Run("shrink", Model(), "-o", output, "--width", "20").Succeeded().Output.TrimEnd('\n').Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.Equal("layers          fc1  40 -> 20 units, chosen by responses", lines[0]);
        Assert.Equal("                fc2  30 -> 20 units, chosen by responses", lines[1]);
        Assert.Matches("^inputs          random normal numbers, [0-9,]+ to choose units, [0-9,]+ held out to measure the error; real ones "
            + "\\(--calibration\\) tell more$", lines[2]);
        Assert.Matches("^output error    [0-9.e-]+ relative \\(root mean square, with its uncertainty up to [0-9.e-]+\\), [0-9.e-]+ worst$",
            lines[3]);
        Assert.Matches("^by input        median [0-9.e-]+, 99% [0-9.e-]+, worst [0-9.e-]+; the same largest output for [0-9.]+%$",
            lines[4]);
        Assert.Equal("parameters      1,563 -> 603 (38.58%)", lines[5]);
        Assert.Matches("^file            [0-9.]+ kB -> [0-9.]+ kB$", lines[6]);
        Assert.Matches("^latency         [0-9.]+ ms -> [0-9.]+ ms for 64 inputs$", lines[7]);
        Assert.Equal($"written         {output}", lines[8]);
        Assert.Equal([20L, 20, 3], NetworkModel.Open(output).FindLayers().Select(layer => layer.Units));
    }

    [Fact]
    public void Json_has_the_same()
    {
        JsonElement root = JsonDocument.Parse(Cli.Run(
            "shrink", Model(), "-o", _folder["small.onnx"], "--layer", "fc2", "--fraction", "0.5", "--calibration", Inputs(5), "--json")
            .Succeeded().Output).RootElement;
        JsonElement layer = Assert.Single(root.GetProperty("layers").EnumerateArray());
        Assert.Equal(("fc2", 30, 15, "responses"),
            (layer.GetProperty("name").GetString(), layer.GetProperty("unitsBefore").GetInt32(), layer.GetProperty("units").GetInt32(),
                layer.GetProperty("method").GetString()));
        Assert.Equal((800, 200), (root.GetProperty("fitInputs").GetInt32(), root.GetProperty("heldOutInputs").GetInt32()));
        Assert.InRange(root.GetProperty("relativeRmsError").GetDouble(), 0, 0.5);
    }

    [Fact]
    public void For_the_dynamics_the_order_is_told()
    {
        string[] line = ["shrink", Model(), "-o", _folder["small.onnx"], "--layer", "fc1", "--width", "38", "--preserve", "dynamics"];
        Assert.Matches("^layers          fc1  40 -> [0-9]+ units, by moments up to order 1, masses [0-9.e-]+ to [0-9.e-]+\n",
            Cli.Run(line).Succeeded().Output);
        Assert.Equal(1, JsonDocument.Parse(Cli.Run([.. line, "--json"]).Succeeded().Output).RootElement.GetProperty("layers")[0]
            .GetProperty("order").GetInt32());
    }

    [Fact]
    public void Inputs_from_Parquet_are_those_of_a_text_file_columns_by_name()
    {
        string model = Model(), text = Inputs(5), parquet = _folder["inputs.parquet"];
        // All rows, and a column of weights more, which is no input.
        Cli.Run("compress", text, "-o", parquet, "--fraction", "1").Succeeded();
        Cli.Run("shrink", model, "-o", _folder["text.onnx"], "--width", "20", "--calibration", text).Succeeded();
        Cli.Run("shrink", model, "-o", _folder["parquet.onnx"], "--width", "20", "--calibration", parquet, "--columns", "a,b,c,d,e")
            .Succeeded();
        Assert.Equal(File.ReadAllBytes(_folder["text.onnx"]), File.ReadAllBytes(_folder["parquet.onnx"]));
        Assert.Equal($"note: column 'weight' of '{parquet}' has the weights of a coreset and is left out; all rows count the same\n",
            Cli.Run("shrink", model, "-o", _folder["all.onnx"], "--width", "20", "--calibration", parquet).Succeeded().Error);
        Assert.Equal(File.ReadAllBytes(_folder["text.onnx"]), File.ReadAllBytes(_folder["all.onnx"]));
    }

    [Fact]
    public void Without_a_size_a_model_with_nothing_idle_stays_as_it_is()
    {
        string text = Cli.Run("shrink", Model(), "-o", _folder["same.onnx"]).Succeeded().Output;
        Assert.StartsWith("layers          fc1  40 -> 40 units, left alone\n                fc2  30 -> 30 units, left alone\n", text,
            StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder["model.onnx"]), File.ReadAllBytes(_folder["same.onnx"]));
    }

    [Fact]
    public void A_model_that_is_worse_is_not_written()
    {
        string line = Cli.Fails(1, "shrink", Model(), "-o", _folder["small.onnx"], "--width", "2", "--max-error", "1e-9");
        Assert.Matches("^polylog: the outputs' relative error is [0-9.e-]+, with its uncertainty up to [0-9.e-]+, above --max-error 1e-9; "
            + "nothing was written, keep more units or give more inputs with --calibration$", line);
        Assert.Equal(["model.onnx"], _folder.Names);
    }

    [Theory]
    [InlineData("--layer fc9", "'{model}' has no layer 'fc9'; did you mean 'fc1'? There are 'fc1', 'fc2'")]
    [InlineData("--layer fc3",
        "'{model}': layer 'fc3' is not a sum over exchangeable units: its output is the model's; choose another layer")]
    [InlineData("--width 41", "'{model}': the width is 41, but the widest layer 'fc1' has 40 units; give at most 40")]
    [InlineData("--width 35 --layer fc2", "'{model}': the width is 35, but layer 'fc2' has 30 units; give at most 30")]
    [InlineData("--width 20 --layer fc1 --preserve dynamics", "'{model}': layer 'fc1' is to have 20 units, but units of 36 weights have "
        + "37 moments up to order 1; keep at least 37 units, or use --preserve function")]
    [InlineData("--width 0", "--width is '0'; give a whole number, 1 or more")]
    [InlineData("--fraction 2", "--fraction is '2'; give a number above 0 and up to 1, such as 0.5")]
    [InlineData("--tolerance 0", "--tolerance is '0'; give a number above 0, such as 0.01")]
    [InlineData("--width 20 --calibration {inputs}",
        "'{inputs}' has inputs of shape [4] ('a', 'b', 'c', 'd'), but '{model}' takes [5] for each ('x'); give a column for each number, "
        + "chosen with --columns")]
    [InlineData("--width 20 --calibration {model}.npy", "no file '{model}.npy'; check the path")]
    public void Refuses(string line, string message)
    {
        string model = Model(), inputs = Inputs(4);
        string Filled(string text) =>
            text.Replace("{model}", model, StringComparison.Ordinal).Replace("{inputs}", inputs, StringComparison.Ordinal);
        Assert.Equal(
            $"polylog: {Filled(message)}", Cli.Fails(1, ["shrink", model, "-o", _folder["small.onnx"], .. line.Split(' ').Select(Filled)]));
        Assert.Equal(["inputs.csv", "model.onnx"], _folder.Names);
    }

    [Fact]
    public void Pairs_of_a_file_without_a_graph_are_asked_for()
    {
        string path = _folder["m.safetensors"];
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            """{"a.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]},"""
            + """ "b.weight":{"dtype":"F32","shape":[1,4],"data_offsets":[32,48]}}""");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[48]]);
        Assert.Equal(
            $"polylog: '{path}' has no graph that says which layers follow each other; name pairs with --layer; by shape these fit: a:b",
            Cli.Fails(1, "shrink", path, "-o", _folder["s.safetensors"]));
        // All weights are zero: one unit is left of four.
        Assert.StartsWith("layers          a:b  4 -> 1 unit, 3 without effect or twice there\n",
            Cli.Run("shrink", path, "-o", _folder["s.safetensors"], "--layers", "a:b").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_data_file_is_missing()
    {
        string model =
            new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).External("w1", [5, 4], "weights.bin", 0, 80).Weights("w2", 4, 3)
            .Node("MatMul", ["x", "w1"], "z", "fc1").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(_folder.FullPath);
        string line = Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "2");
        Assert.StartsWith($"polylog: '{model}': tensor 'w1' is in the file ", line, StringComparison.Ordinal);
        Assert.EndsWith(", which is missing; put it there", line, StringComparison.Ordinal);
        Assert.Equal(["model.onnx"], _folder.Names);
    }

    [Fact]
    public void Refuses_what_is_no_model()
    {
        string cut = _folder["cut.onnx"], text = _folder.Text("text.onnx", "hello"),
            tensors = _folder.Text("text.safetensors", "hello hello hello");
        byte[] whole = File.ReadAllBytes(Model());
        File.WriteAllBytes(cut, whole[..(whole.Length / 2)]);
        Assert.Contains("cut off", Cli.Fails(1, "shrink", cut, "-o", _folder["small.onnx"], "--width", "2"), StringComparison.Ordinal);
        Assert.StartsWith($"polylog: '{text}'", Cli.Fails(1, "shrink", text, "-o", _folder["small.onnx"]), StringComparison.Ordinal);
        Assert.StartsWith($"polylog: '{tensors}'", Cli.Fails(1, "shrink", tensors, "-o", _folder["small.safetensors"], "--layers", "a:b"),
            StringComparison.Ordinal);
        Assert.Equal($"polylog: no file '{_folder["nope.onnx"]}'; check the path",
            Cli.Fails(1, "shrink", _folder["nope.onnx"], "-o", _folder["small.onnx"]));
        Assert.False(File.Exists(_folder["small.onnx"]) || File.Exists(_folder["small.safetensors"]));
    }

    [Theory]
    [InlineData("", "no model; name a file that ends in .onnx, .safetensors or .safetensors.index.json")]
    [InlineData("a.onnx", "no output; say where the smaller model goes, such as -o small.onnx, or ask for --list")]
    [InlineData("a.onnx b.onnx --list", "'b.onnx' is one argument too many; one model is shrunk at a time")]
    [InlineData("a.onnx -o b.onnx --list", "--list writes no model; leave out --list or --output")]
    [InlineData("a.onnx -o b.onnx --width 3 --fraction 0.5", "--width and --fraction do not go together; give one of them")]
    [InlineData("a.onnx -o b.onnx --order 2", "--order is for --preserve dynamics; add that, or leave --order out")]
    [InlineData("a.onnx -o b.onnx --columns a", "--columns is for --calibration with a table; give one, or leave --columns out")]
    [InlineData("a.onnx -o b.onnx --activation relu",
        "--activation is for .safetensors; an ONNX model says itself what lies between its layers")]
    [InlineData("a.onnx -o b.onnx --preserve weights", "--preserve is 'weights'; choose function or dynamics")]
    public void Refuses_lines_that_make_no_sense(string line, string message) =>
        Assert.Equal($"polylog: {message} (see polylog shrink --help)",
            Cli.Fails(2, ["shrink", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    [Fact]
    public void A_model_in_several_files_is_written_as_several_files_to_another_folder()
    {
        string index = ShardedSample.Sharded(_folder.FullPath), small = _folder["small"];
        string output = Path.Combine(small, ShardedSample.IndexName);
        Directory.CreateDirectory(small);
        Assert.Matches("\nfc1:fc2 +Linear +24 +3 +5 ", Cli.Run("shrink", index, "--list").Succeeded().Output);
        string[] line = ["shrink", index, "--layer", "fc1:fc2", "--activation", "tanh", "--width", "8", "-o"];
        string text = Cli.Run([.. line, output]).Succeeded().Output;
        Assert.StartsWith("layers          fc1:fc2  24 -> 8 units, chosen by responses\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"written         {output}\n", text, StringComparison.Ordinal);
        Assert.Equal([ShardedSample.Shard(1), ShardedSample.Shard(2), ShardedSample.Shard(3), ShardedSample.IndexName],
            Directory.GetFiles(small).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(8, NetworkModel.Open(output).FindLayer("fc1:fc2").Info.Units);
        Assert.Equal($"polylog: '{_folder["small.safetensors.index.json"]}': the shards keep their names, so "
            + $"'{_folder[ShardedSample.Shard(1)]}' would be written, which is an input as well; write the index to another folder",
            Cli.Fails(1, [.. line, _folder["small.safetensors.index.json"]]));
        Assert.Equal($"polylog: --output is 'small.safetensors', but the model is '{index}'; the two must have the same ending",
            Cli.Fails(1, [.. line, "small.safetensors"]));
    }

    [Theory]
    [InlineData("a.onnx -o b.safetensors", "--output is 'b.safetensors', but the model is 'a.onnx'; the two must have the same ending")]
    [InlineData("a.safetensors -o b.safetensors --activation sine",
        "--activation is 'sine'; choose one of identity, relu, relu6, leakyrelu, elu, selu, tanh, sigmoid, softplus, gelu, silu, mish, "
            + "hardsigmoid, hardswish")]
    public void Refuses_values(string line, string message) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(1, ["shrink", .. line.Split(' ')]));

    public void Dispose() => _folder.Dispose();

    private string Model() => new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3)
        .Weights("w1", 5, 40).Weights("b1", 40).Weights("w2", 40, 30).Weights("b2", 30).Weights("w3", 30, 3).Weights("b3", 3)
        .Node("Gemm", ["x", "w1", "b1"], "z1", "fc1").Node("Tanh", ["z1"], "a1")
        .Node("Gemm", ["a1", "w2", "b2"], "z2", "fc2").Node("Relu", ["z2"], "a2")
        .Node("Gemm", ["a2", "w3", "b3"], "y", "fc3").Save(_folder.FullPath);

    private string Inputs(int columns)
    {
        var random = new Random(1);
        IEnumerable<string> rows = Enumerable.Range(0, 1000).Select(
            _ => string.Join(',', Enumerable.Range(0, columns).Select(_ => random.NextDouble().ToString(CultureInfo.InvariantCulture))));
        return _folder.Text(
            "inputs.csv", $"{string.Join(',', Enumerable.Range(0, columns).Select(i => (char)('a' + i)))}\n{string.Join('\n', rows)}\n");
    }
}
