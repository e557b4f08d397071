using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>
/// What is wrong with a model, its inputs or what was asked of them is said in one line that names the place and the way out.
/// </summary>
public sealed class ShrinkMistakeTests : IDisposable
{
    private const string EightBits = """{"a.weight":{"dtype":"F8_E4M3","shape":[4,2],"data_offsets":[0,8]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("w1", "function", "[0, 2]")]
    [InlineData("w1", "dynamics", "[0, 2]")]
    [InlineData("b1", "function", "[2]")]
    [InlineData("w2", "dynamics", "[1, 0]")]
    [InlineData("b2", "function", "[1]")]
    public void Weights_that_are_not_finite_are_named(string tensor, string goal, string place)
    {
        var builder = new OnnxBuilder();
        double[] Numbers(string name, params long[] dims)
        {
            double[] numbers = builder.Numbers(dims);
            numbers[name == tensor ? dims.Length == 2 ? dims[1] == 20 ? 2 : 3 : name == "b1" ? 2 : 1 : 0] = name == tensor ? double.NaN
                : 0.5;
            return numbers;
        }
        string model = Dense(builder.Tensor("w1", [5, 20], Numbers("w1", 5, 20)).Tensor("b1", [20], Numbers("b1", 20))
            .Tensor("w2", [20, 3], Numbers("w2", 20, 3)).Tensor("b2", [3], Numbers("b2", 3)));
        Assert.Equal($"polylog: '{model}': tensor '{tensor}' of layer 'hidden' has NaN at {place}; weights must be finite, correct the "
            + $"model or name only other layers with --layer",
            Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10", "--preserve", goal));
        Assert.Equal(["model.onnx"], _folder.Names);
    }

    [Fact]
    public void Outputs_that_are_not_finite_cannot_be_compared()
    {
        string model = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
            .Tensor("c", [3], [0, double.NaN, 0])
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "s")
                .Node("Mul", ["s", "c"], "y").Save(_folder.FullPath);
        Assert.Equal($"polylog: '{model}': its output 'y' has NaN at [0, 1] on the inputs given; outputs must be finite to be compared, "
            + $"check the model and the inputs",
            Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10"));
    }

    [Fact]
    public void Inputs_that_are_all_the_same_are_refused()
    {
        string inputs = _folder.Text("x.csv", $"a,b,c,d,e\n{string.Concat(Enumerable.Repeat("1,2,3,4,5\n", 50))}");
        Assert.Equal(
            $"polylog: '{inputs}' has the same input in all of its rows, on which units cannot be told apart; give inputs that differ",
            Cli.Fails(1, "shrink", Dense(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs));
    }

    [Theory]
    [InlineData("a:b a:c", "'a' is the first of two pairs, 'a:b' and 'a:c'; a layer that is read in two places is not a sum over "
        + "exchangeable units, leave one out")]
    [InlineData("a:c b:c", "'c' is the second of two pairs, 'a:c' and 'b:c'; its columns cannot be the units of both, leave one out")]
    public void Pairs_that_branch_are_refused(string pairs, string message)
    {
        string model = Tensors();
        Assert.Equal($"polylog: '{model}': {message}",
            Cli.Fails(1, ["shrink", model, "-o", _folder["s.safetensors"], "--width", "2",
                .. pairs.Split(' ').SelectMany(pair => (string[])["--layers", pair])]));
    }

    [Fact]
    public void Another_pair_that_fits_is_noted()
    {
        string note = Cli.Run("shrink", Tensors(), "-o", _folder["s.safetensors"], "--layers", "a:c").Succeeded().Error;
        Assert.Equal("note: by shape 'a:b' is a pair too: if 'b' reads the units of 'a', its weights no longer fit, and 'a:c' was the "
            + "wrong pair\n", note);
    }

    [Fact]
    public void A_pair_that_is_reversed_is_noticed()
    {
        // The weights of a are [4, 2], of b [4, 4], of c [1, 4].
        string model = Tensors();
        Assert.Equal($"polylog: '{model}': layer 'b:a' is not a sum over exchangeable units: 'b.weight' is [4, 4] and 'a.weight' [4, 2]: "
            + "the first has a row for each unit, the second must have a column for each; did you mean 'a:b'?",
            Cli.Fails(1, "shrink", model, "-o", _folder["s.safetensors"], "--layer", "b:a"));
        // A layer of one unit can be followed by any other.
        Assert.StartsWith("note: by shape 'a:c' fits better than 'c:a'; check that the pair is not reversed\n",
            Cli.Run("shrink", model, "-o", _folder["s.safetensors"], "--layer", "c:a").Succeeded().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_are_not_declared_have_to_come_with_inputs()
    {
        string inputs = Inputs("");
        foreach ((OnnxBuilder builder, string words) in ((OnnxBuilder, string)[])[
            (new OnnxBuilder().Undeclared("x"), "of no shape"), (new OnnxBuilder().Input("x", -1, -1), "[any, any]")])
        {
            string model = builder.Output("y", -1, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
                .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y")
                    .Save(_folder.FullPath);
            Assert.Equal($"polylog: '{model}' does not say what sizes its inputs have ('x' {words}), so random ones cannot be made; give "
                + $"inputs with --calibration",
                Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10"));
            string text =
                Cli.Run("shrink", model, "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs).Succeeded().Output;
            Assert.Contains(
                $"'{inputs}', 203 rows: 163 to choose units, 40 held out to measure the error\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_from_a_file_does_not_steer_the_terminal()
    {
        string model = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
            .Node("MatMul", ["x", "w1"], "z", "evil\n\u001b[31mname").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y")
                .Save(_folder.FullPath);
        string listed = Cli.Run("shrink", model, "--list").Succeeded().Output,
            told = Cli.Run("shrink", model, "-o", _folder["small.onnx"], "--width", "10").Succeeded().Output;
        Assert.Contains("\nevil\uFFFD\uFFFD[31mname  MatMul", listed, StringComparison.Ordinal);
        Assert.Contains("evil\uFFFD\uFFFD[31mname  20 -> ", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', listed + told);
    }

    [Fact]
    public void A_number_beyond_single_precision_is_named_with_its_place()
    {
        string inputs = _folder.Text("wide.csv", "a,b,c,d,e\n1,2,3,4,5\n,0,0,0,0\n1,2,-1e300,4,5\n");
        Assert.Equal($"polylog: '{inputs}': -1E+300 in column 'c', row 2 (counting from 0), is beyond single precision, which models take "
            + $"their inputs in; scale it, or leave such rows out",
            Cli.Fails(1, "shrink", Dense(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs));
    }

    [Fact]
    public void Rows_with_gaps_are_left_out_with_a_note()
    {
        string inputs = Inputs("1,,3,4,5\nnan,2,3,4,5\n");
        CliResult result = Cli.Run("shrink", Dense(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs).Succeeded();
        Assert.Equal($"note: 2 rows of '{inputs}' with a missing or infinite value are left out\n", result.Error);
        Assert.Contains(", 203 rows: 163 to choose", result.Output, StringComparison.Ordinal);
        string texts = _folder.Text("texts.csv", "a,b\nx,y\nu,v\n");
        Assert.Equal($"polylog: '{texts}' has no numeric column; give the inputs as numbers, a column for each",
            Cli.Fails(1, "shrink", Dense(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", texts));
    }

    [Fact]
    public void Rows_that_do_not_fill_a_batch_are_noted()
    {
        // Each output depends on all inputs of the run, so a run cannot have more of them.
        string inputs = Inputs(""), model = new OnnxBuilder().Input("x", 10, 5).Output("y", 10, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "o")
            .Node("ReduceMean", ["o"], "m", attributes: OnnxBuilder.List("axes", [0])).Node("Sub", ["o", "m"], "y").Save(_folder.FullPath);
        CliResult result = Cli.Run("shrink", model, "-o", _folder["small.onnx"], "--width", "10", "--calibration", inputs).Succeeded();
        Assert.Equal(
            $"note: the model takes a fixed number of inputs at a time; 3 rows of '{inputs}' left over are not used\n", result.Error);
        Assert.Contains(": 160 to choose units, 40 held out to measure the error\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_the_runtime_does_not_run_is_named()
    {
        string model = Dense(new OnnxBuilder(format: Polylog.Networks.FloatFormat.BFloat16).Weights("w1", 5, 20).Weights("b1", 20)
            .Weights("w2", 20, 3).Weights("b2", 3));
        Assert.Equal($"polylog: '{model}': its weights are bfloat16, which ONNX Runtime cannot run on this processor, and units are "
            + $"chosen by running the model; convert the model to float32 or float16",
            Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10"));
    }

    [Fact]
    public void Why_there_are_no_layers_is_said()
    {
        string model = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 5).Node("Relu", ["x"], "y").Save(_folder.FullPath);
        Assert.Equal("no layers: its graph has no Gemm, MatMul or Conv with stored weights\n",
            Cli.Run("shrink", model, "--list").Succeeded().Output);
        Assert.Equal($"polylog: '{model}': no layer of it is a sum over exchangeable units; its graph has no Gemm, MatMul or Conv with "
            + $"stored weights",
            Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"]));
        Assert.Equal("no layers: tensor 'a.weight' is of type F8_E4M3, and only weights of F64, F32, F16 and BF16 are read\n",
            Cli.Run("shrink", Safetensors(EightBits, 8), "--list").Succeeded().Output);
    }

    [Theory]
    [InlineData("params=")]
    [InlineData("foo=1")]
    [InlineData("params=150%")]
    [InlineData("latency=0ms")]
    public void A_budget_that_is_none_is_a_wrong_command_line(string budget) => Assert.Equal(
        $"polylog: --budget is '{budget}'; give params, macs, bytes or latency with an amount above 0, such as params=50%, macs=200M, "
        + "bytes=10MB or latency=5ms; a share is at most 100% (see polylog shrink --help)",
        Cli.Fails(2, "shrink", Dense(), "-o", _folder["small.onnx"], "--budget", budget));

    [Fact]
    public void An_empty_file_is_told()
    {
        string model = _folder.Text("empty.onnx", "");
        Assert.StartsWith($"polylog: '{model}': it is empty; ", Cli.Fails(1, "shrink", model, "--list"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_is_damaged_is_told_by_its_place()
    {
        string model = Safetensors("""{"a.weight":{"dtype":"F32",,}}""", 0);
        Assert.Equal($"polylog: '{model}' is not a safetensors file: its header is no JSON object of tensors, the fault is at byte 27 of "
            + $"line 1; save it anew", Cli.Fails(1, "shrink", model, "--list"));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_as_it_was_given()
    {
        string output = _folder[$"{new string('s', 251)}.onnx"];
        string line = Cli.Fails(1, "shrink", Dense(), "-o", output, "--width", "10");
        Assert.StartsWith($"polylog: cannot write '{output}': ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_array()
    {
        Directory.CreateDirectory(_folder["x.npy"]);
        Assert.Equal($"polylog: '{_folder["x.npy"]}' is a folder; give the file",
            Cli.Fails(1, "shrink", Dense(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", _folder["x.npy"]));
    }

    private string Dense(OnnxBuilder? weights = null) =>
        (weights ?? new OnnxBuilder().Weights("w1", 5, 20).Weights("b1", 20).Weights("w2", 20, 3).Weights("b2", 3)).Input("x", -1, 5)
            .Output("y", -1, 3)
            .Node("Gemm", ["x", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y")
                .Save(_folder.FullPath);

    private string Inputs(string more)
    {
        var random = new Random(1);
        IEnumerable<string> rows =
            Enumerable.Range(0, 203).Select(_ => string.Join(',', Enumerable.Range(0, 5).Select(_ => random.Next(-99, 100))));
        return _folder.Text("x.csv", $"a,b,c,d,e\n{string.Join('\n', rows)}\n{more}");
    }

    private string Tensors() => Safetensors(
        """{"a.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]},"""
        + """ "b.weight":{"dtype":"F32","shape":[4,4],"data_offsets":[32,96]},"""
        + """ "c.weight":{"dtype":"F32","shape":[1,4],"data_offsets":[96,112]}}""", 112);

    private string Safetensors(string header, int bytes)
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(header);
        File.WriteAllBytes(_folder["m.safetensors"], [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[bytes]]);
        return _folder["m.safetensors"];
    }
}
