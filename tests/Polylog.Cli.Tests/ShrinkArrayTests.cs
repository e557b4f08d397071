using System.IO.Compression;
using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>Inputs from .npz files, for models of several inputs.</summary>
public sealed class ShrinkArrayTests : IDisposable
{
    private const int Rows = 200;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_input_gets_its_array()
    {
        string model = Model(), inputs = Npz(Tokens, Numbers);
        string text = Cli.Run("shrink", model, "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs).Succeeded().Output;
        Assert.Contains($"inputs          '{inputs}', 200 rows: 160 to choose units, 40 held out to measure the error\n", text,
            StringComparison.Ordinal);
        // The model takes one input at a time, which is what its latency is measured on.
        Assert.Matches("\nlatency         [0-9.]+ ms -> [0-9.]+ ms for 1 input\n", text);
    }

    [Fact]
    public void Of_several_outputs_the_one_that_changes_most_is_named()
    {
        string model = new OnnxBuilder().Input("x", -1, 5).Output("18", -1, 3).Output("19", -1, 5).Weights("w1", 5, 20).Weights("w2", 20, 3)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "18").Node("Neg", ["x"], "19")
            .Save(_folder.FullPath);
        string text = Cli.Run("shrink", model, "-o", _folder["small.onnx"], "--width", "10").Succeeded().Output;
        Assert.Contains(" worst; for output '18', which changes most\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused_in_one_line_and_nothing_is_written()
    {
        string model = Model();
        const string Rule = "give one array for each input and no other, with the input's name";
        Refuses(model, Npz(Numbers), $"'{{inputs}}' has the array 'x', but '{model}' takes 'tokens', 'x'; {Rule}");
        Refuses(model, Npz(Tokens, Numbers, ("more.npy", Numbers.Bytes)),
            $"'{{inputs}}' has the arrays 'tokens', 'x', 'more', but '{model}' takes 'tokens', 'x'; {Rule}");
        Refuses(model, Npz(Tokens, ("x.npy", NumpyFiles.Floats("(2, 3)", 1, 2, 3, 4, 5, 6))),
            "array 'x' of '{inputs}': it has 2 rows, but array 'tokens' has 200; all must have the same number of rows, one for each "
            + "input");
        Refuses(model, Npz(("tokens.npy", Numbers.Bytes), Numbers),
            $"array 'tokens' of '{{inputs}}' has inputs of shape [3], but '{model}' takes [2] for each ('tokens'); give data of that "
            + "shape, one input a row");
        Refuses(model, Npz(("tokens.npy", NumpyFiles.Floats("(2, 2)", 1, 2, 0.5, 3)), ("x.npy", NumpyFiles.Floats("(2, 3)", 1, 2, 3, 4,
            5, 6))), $"array 'tokens' of '{{inputs}}': number 0 of row 1 is 0.5, but input 'tokens' of '{model}' is Int64; give whole "
            + "numbers from -16777215 to 16777215");
        Refuses(model, Npz(), "'{inputs}': it has no arrays; save the inputs with numpy.savez, an array for each with its name");
        Assert.Equal(
            "polylog: --columns is for --calibration with a table; give one, or leave --columns out (see polylog shrink --help)",
            Cli.Fails(2, "shrink", model, "-o", _folder["small.onnx"], "--calibration", _folder["x.npz"], "--columns", "a"));
    }

    [Fact]
    public void Pairs_take_one_array()
    {
        string model = _folder["m.safetensors"];
        byte[] header = System.Text.Encoding.ASCII.GetBytes(
            """{"a.weight":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]},"""
            + """ "b.weight":{"dtype":"F32","shape":[1,4],"data_offsets":[48,64]}}""");
        byte[] weights = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes(i * i % 7 - 3f))];
        File.WriteAllBytes(model, [.. BitConverter.GetBytes((long)header.Length), .. header, .. weights]);
        string[] line = ["shrink", model, "-o", _folder["s.safetensors"], "--layer", "a:b", "--width", "3", "--calibration"];
        string two = Npz(Tokens, Numbers);
        Assert.Equal($"polylog: '{two}' has the arrays 'tokens', 'x', but none for layer 'a:b' of '{model}'; call its inputs 'a', or "
            + "give a file with one array alone", Cli.Fails(1, [.. line, two]));
        Assert.Contains(", 200 rows: 160 to choose units", Cli.Run([.. line, Npz(Numbers)]).Succeeded().Output, StringComparison.Ordinal);
    }

    private static (string Name, byte[] Bytes) Tokens => ("tokens.npy", NumpyFiles.Array(
        "<i8", $"({Rows}, 2)", [.. Enumerable.Range(0, 2 * Rows).SelectMany(i => BitConverter.GetBytes(i * (long)i % 7))]));

    private static (string Name, byte[] Bytes) Numbers =>
        ("x.npy", NumpyFiles.Floats($"({Rows}, 3)", [.. Enumerable.Range(0, 3 * Rows).Select(i => i * 37 % 100 / 64.0 - 1)]));

    private void Refuses(string model, string inputs, string message)
    {
        Assert.Equal($"polylog: {message.Replace("{inputs}", inputs, StringComparison.Ordinal)}",
            Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs));
        Assert.Equal(["inputs.npz", "model.onnx"], _folder.Names);
    }

    private string Npz(params (string Name, byte[] Bytes)[] arrays)
    {
        File.WriteAllBytes(_folder["inputs.npz"], NumpyFiles.Zip(CompressionLevel.Optimal, arrays));
        return _folder["inputs.npz"];
    }

    // One example at a time: a word's number is looked up in a table.
    private string Model() => new OnnxBuilder().WholeInput("tokens", 1, 2).Input("x", 1, 3).Output("y", 1, 3)
        .Weights("table", 7).Weights("w1", 5, 20).Weights("b1", 20).Weights("w2", 20, 3)
        .Node("Gather", ["table", "tokens"], "looked").Node("Concat", ["looked", "x"], "c", attributes: OnnxBuilder.Integer("axis", 1))
        .Node("Gemm", ["c", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(_folder.FullPath);
}
