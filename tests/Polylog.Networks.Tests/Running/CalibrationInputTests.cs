namespace Polylog.Networks.Tests;

/// <summary>Calibration data and the inputs of a model: which array is for which input, and which numbers an input takes.</summary>
public sealed class CalibrationInputTests : IDisposable
{
    private const int Rows = 60, Words = 7, Units = 12;

    private readonly ScratchFolder _folder = new();

    /// <summary>The order of the arrays does not matter, only their names do.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Arrays_go_to_the_inputs_of_their_names(int batch)
    {
        CalibrationData tokens = Tokens(), numbers = Numbers();
        string path = Model(batch), plain = Plain();
        byte[] first = Shrunk(path, tokens with { Others = [numbers] }), second = Shrunk(path, numbers with { Others = [tokens] });
        Assert.Equal(first, second);
        // The same as one array for a model of one input, whose first columns are what the tokens stand for.
        Assert.Equal(OnnxModel.Open(SavedAs(Shrunk(plain, Looked()))).ReadDoubles("w2"),
            OnnxModel.Open(SavedAs(first)).ReadDoubles("w2"));
    }

    [Fact]
    public void One_array_serves_a_model_of_one_input_whatever_its_name()
    {
        string path = Plain();
        Assert.Equal(Shrunk(path, Looked()), Shrunk(path, Looked() with { Input = "anything" }));
    }

    [Fact]
    public void Arrays_that_do_not_fit_the_inputs_are_refused()
    {
        CalibrationData tokens = Tokens(), numbers = Numbers();
        string path = Model(-1), plain = Plain();
        Refuses(path, tokens with { Input = null }, $"'{path}': it has 2 inputs ('tokens', 'x'), and 't' has numbers for one; give a .npz "
            + "file with an array for each, named as the input");
        Refuses(path, tokens, $"'t' has the array 'tokens', but '{path}' takes 'tokens', 'x'; give one array for each input and no "
            + "other, with the input's name");
        Refuses(path, tokens with { Others = [numbers, numbers with { Input = "z" }] },
            $"'t' has the arrays 'tokens', 'x', 'z', but '{path}' takes 'tokens', 'x'; give one array for each input and no other, with "
            + "the input's name");
        Refuses(path, tokens with { Others = [numbers, numbers] }, $"'t' has the arrays 'tokens', 'x', 'x', but '{path}' takes 'tokens', "
            + "'x'; give one array for each input and no other, with the input's name");
        Refuses(plain, numbers with { Others = [tokens] }, $"'t' has the arrays 'x', 'tokens', but '{plain}' takes 'c'; give one array "
            + "for each input and no other, with the input's name");
        Refuses(path, tokens with { Others = [numbers with { Values = numbers.Values[3..] }] }, $"array 'x' of 't' has 59 of 60 rows, "
            + "but array 'tokens' of 't' has 60 of 60; give the same rows of all");
        Refuses(path, tokens with { Others = [numbers with { Shape = [1, 3] }] }, $"array 'x' of 't' has inputs of shape [1, 3], but "
            + $"'{path}' takes [3] for each ('x'); give data of that shape, one input a row");
    }

    [Fact]
    public void Inputs_that_are_no_rows_of_the_same_examples_are_refused()
    {
        string path = new OnnxBuilder().Input("x", 2, 3).Input("u", 4, 3).Output("y", 4, 3).Weights("w1", 3, Units).Weights("w2", Units, 3)
            .Node("Concat", ["x", "x"], "c", attributes: OnnxBuilder.Integer("axis", 0)).Node("Add", ["c", "u"], "s")
            .Node("MatMul", ["s", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(_folder.Path);
        CalibrationData numbers = Numbers();
        Refuses(path, numbers with { Others = [numbers with { Input = "u" }] }, $"'{path}' takes different numbers of rows of its inputs "
            + "in a run (2 of 'x', 4 of 'u'), so its inputs are not rows of examples; leave the data out to use random inputs");
        // Random inputs fill both, and are not taken apart.
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 5 });
        Assert.Equal(5, Assert.Single(shrinker.Run()).Units);
    }

    [Theory]
    [InlineData(1.5f, "1.5")]
    [InlineData(16_777_216, "16777216")]
    public void Numbers_that_are_no_tokens_are_named_with_their_place(float number, string shown)
    {
        CalibrationData tokens = Tokens();
        float[] values = tokens.Values.ToArray();
        values[9] = number;
        string path = Model(-1);
        long[] rows = [.. Enumerable.Range(0, Rows).Select(row => 1000L - row)];
        Refuses(path, tokens with { Values = values, Rows = rows, Others = [Numbers()] },
            $"array 'tokens' of 't': number 1 of row 996 is {shown}, but input 'tokens' of '{path}' is Int64; give whole numbers from "
            + "-16777215 to 16777215");
    }

    /// <summary>Types by their numbers in ONNX, with numbers at the ends of their ranges.</summary>
    [Theory]
    [InlineData(2, 0, 255)]
    [InlineData(3, -128, 127)]
    [InlineData(4, 0, 65535)]
    [InlineData(5, -32768, 32767)]
    [InlineData(6, -16777215, 16777215)]
    [InlineData(7, -16777215, 16777215)]
    [InlineData(9, 0, 1)]
    [InlineData(12, 0, 16777215)]
    [InlineData(13, 0, 16777215)]
    public void Inputs_of_whole_numbers_get_their_numbers(int type, float low, float high)
    {
        string path = new OnnxBuilder().TypedInput("x", type, -1).Output("y", -1)
            .Node("Cast", ["x"], "y", attributes: OnnxBuilder.Integer("to", OnnxTypes.Float)).Save(_folder.Path);
        using ModelRunner runner = ModelRunner.Open(path);
        Assert.Equal([low, high], runner.Run([new ModelInput("x", [2], new[] { low, high })])[0].Values.ToArray());
        if (type != 9)
            Assert.Throws<ModelFileException>(() => runner.Run([new ModelInput("x", [2], new[] { low, high + 1 })]));
    }

    public void Dispose() => _folder.Dispose();

    private byte[] Shrunk(string path, CalibrationData data)
    {
        using ModelShrinker shrinker = ModelShrinker.Open(path, new ShrinkOptions { Width = 5 }, data);
        Assert.Equal((48, 12), (shrinker.FitCount, shrinker.HeldOutCount));
        Assert.Equal(5, Assert.Single(shrinker.Run()).Units);
        Assert.InRange(shrinker.Difference().RelativeRms, 1e-6, 0.9);
        shrinker.Save(_folder.File("small.onnx"));
        return File.ReadAllBytes(_folder.File("small.onnx"));
    }

    private string SavedAs(byte[] model)
    {
        File.WriteAllBytes(_folder.File("again.onnx"), model);
        return _folder.File("again.onnx");
    }

    private static void Refuses(string path, CalibrationData data, string message) => Assert.Equal(message,
        Assert.Throws<ModelFileException>(() => ModelShrinker.Open(path, new ShrinkOptions { Width = 5 }, data).Dispose()).Message);

    private static CalibrationData Tokens() =>
        new("'t'", [2], Enumerable.Range(0, 2 * Rows).Select(i => (float)(i * i % Words)).ToArray(), Rows) { Input = "tokens" };

    private static CalibrationData Numbers() =>
        new("'t'", [3], Enumerable.Range(0, 3 * Rows).Select(i => i * 37 % 100 / 64f - 1).ToArray(), Rows) { Input = "x" };

    private static float[] Table() => [.. Enumerable.Range(0, Words).Select(word => word * 5 % 8 / 8f - 0.5f)];

    // What the model of tokens makes of both inputs.
    private static CalibrationData Looked()
    {
        float[] tokens = Tokens().Values.ToArray(), numbers = Numbers().Values.ToArray(), table = Table();
        float[] values = [.. Enumerable.Range(0, Rows).SelectMany(row => (float[])
            [.. tokens[(2 * row)..(2 * row + 2)].Select(token => table[(int)token]), .. numbers[(3 * row)..(3 * row + 3)]])];
        return new CalibrationData("'t'", [5], values, Rows);
    }

    private string Model(int batch) => Dense(new OnnxBuilder().WholeInput("tokens", batch, 2).Input("x", batch, 3)
        .Tensor("table", [Words], [.. Table().Select(value => (double)value)])
        .Node("Gather", ["table", "tokens"], "looked")
        .Node("Concat", ["looked", "x"], "c", attributes: OnnxBuilder.Integer("axis", 1)), batch).Save(_folder.Path, $"tokens{batch}.onnx");

    private string Plain() => Dense(new OnnxBuilder().Input("c", -1, 5), -1).Save(_folder.Path, "plain.onnx");

    private static OnnxBuilder Dense(OnnxBuilder builder, int batch) => builder.Output("y", batch, 3)
        .Weights("w1", 5, Units).Weights("b1", Units).Weights("w2", Units, 3)
        .Node("Gemm", ["c", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y");
}
