namespace Polylog.Networks.Tests;

public sealed class OnnxModelTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void An_unchanged_model_is_written_byte_for_byte()
    {
        foreach (string name in SampleModels.Names.Select(row => row.Data))
        {
            string path = SampleModels.Of(name).Save(_scratch.Path);
            OnnxModel model = OnnxModel.Open(path);
            model.FindLayers();
            model.Save(_scratch.File("copy.onnx"));
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_scratch.File("copy.onnx")));
        }
    }

    [Fact]
    public void Fields_nobody_knows_survive_a_change_byte_for_byte()
    {
        // A number written longer than needed, a group, and a message, all of numbers ONNX does not have.
        byte[] unknown = [0xA0, 0x3F, 0x81, 0x00, 0xAB, 0x3F, 0x08, 0x01, 0xAC, 0x3F, 0xB2, 0x3F, 0x02, 0xFF, 0xFE];
        WireMessage fields = WireMessage.Parse(unknown, "test");
        Assert.Equal(3, fields.Fields.Count);
        var builder = new OnnxBuilder();
        WireMessage tensor = builder.Raw("w1", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
        foreach (WireField field in fields.Fields)
            tensor.Add(field);
        builder.Message(tensor).Weights("w2", 4, 1).Input("x", -1, 2).Output("y", -1, 1)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y");
        string path = _scratch.File("unknown.onnx");
        File.WriteAllBytes(path, builder.Bytes([.. fields.Fields]));
        OnnxModel model = OnnxModel.Open(path);
        model.ReadLayer("hidden").Keep([3, 1], [1, 1]);
        model.Save(_scratch.File("changed.onnx"));
        byte[] changed = File.ReadAllBytes(_scratch.File("changed.onnx"));
        Assert.Equal(unknown, changed[^unknown.Length..]);
        Assert.Equal(2, Count(changed, unknown));
        Assert.Equal([4, 2, 8, 6], OnnxModel.Open(_scratch.File("changed.onnx")).ReadDoubles("w1"));
    }

    [Theory]
    [InlineData(nameof(FloatFormat.Binary64))]
    [InlineData(nameof(FloatFormat.Binary32))]
    [InlineData(nameof(FloatFormat.Binary16))]
    [InlineData(nameof(FloatFormat.BFloat16))]
    public void Numbers_are_read_from_every_place_they_are_kept_in(string stored)
    {
        FloatFormat format = Enum.Parse<FloatFormat>(stored);
        double[] values = [1.5, -2, 0.25];
        var builder = new OnnxBuilder(format: format);
        var bytes = new byte[3 * format.Bytes()];
        format.Encode(values, bytes);
        string path = builder.Tensor("raw", [3], values).Message(Typed(builder, format, bytes, packed: true)).Message(
            Typed(builder, format, bytes, packed: false))
            .External("external", [3], "data.bin", 5, bytes.Length).Output("raw").Save(_scratch.Path);
        File.WriteAllBytes(_scratch.File("data.bin"), [0, 0, 0, 0, 0, .. bytes, 0]);
        OnnxModel model = OnnxModel.Open(path);
        foreach (string name in new[] { "raw", "typed True", "typed False", "external" })
        {
            Assert.Equal(values, model.ReadDoubles(name));
            model.Replace(name, [2, 1], [-0.5, 4]);
        }
        model.Save(_scratch.File("changed.onnx"));
        OnnxModel changed = OnnxModel.Open(_scratch.File("changed.onnx"));
        foreach (string name in model.Initializers)
        {
            Assert.Equal([2, 1], changed.Shape(name));
            Assert.Equal([-0.5, 4], changed.ReadDoubles(name));
        }
    }

    [Fact]
    public void Declared_shapes_follow_the_number_of_units()
    {
        foreach (string name in new[] { "Relu", "MatMul", "Conv 1x1", "Conv pooled", "Conv flattened", "old inputs" })
        {
            string path = SampleModels.Of(name).Save(_scratch.Path);
            OnnxModel model = OnnxModel.Open(path);
            model.ReadLayer(SampleModels.Layer).Keep([0, 1, 2, 3, 4], [1, 1, 1, 1, 1]);
            model.Save(_scratch.File("narrow.onnx"));
            // ONNX Runtime warns of and can fail on declarations that contradict what it infers; none may be left.
            byte[] bytes = File.ReadAllBytes(_scratch.File("narrow.onnx"));
            Assert.True(Declarations(bytes).All(dims => !dims.Contains(SampleModels.Units) && !dims.Contains(9 * SampleModels.Units)));
            using ModelRunner runner = ModelRunner.Open(_scratch.File("narrow.onnx"));
            Assert.Single(runner.Run(runner.RandomInputs(2, seed: 1)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a model at all")]
    [InlineData("\u0008\u0008")]
    public void Other_files_are_refused(string text)
    {
        File.WriteAllText(_scratch.File("other.onnx"), text);
        Assert.Throws<ModelFileException>(() => OnnxModel.Open(_scratch.File("other.onnx")));
    }

    [Fact]
    public void Endings_say_what_a_file_is()
    {
        Assert.Equal(
            "'model.pt' has an ending that is no known model format; use .onnx, .safetensors or .safetensors.index.json",
            Assert.Throws<ModelFileException>(() => NetworkModel.Open("model.pt")).Message);
        Assert.Equal(
            "no file 'none.onnx'; check the path", Assert.Throws<ModelFileException>(() => NetworkModel.Open("none.onnx")).Message);
        Assert.IsType<OnnxModel>(NetworkModel.Open(SampleModels.Of("Relu").Save(_scratch.Path)));
    }

    [Fact]
    public void Types_that_are_not_read_are_named()
    {
        string path = new OnnxBuilder().Integers("numbers", 1, 2).Output("numbers").Save(_scratch.Path);
        Assert.Equal(
            $"'{path}': tensor 'numbers' is of type int64; only float64, float32, float16 and bfloat16 are read as numbers, "
            + "convert it to one of them",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).ReadDoubles("numbers")).Message);
    }

    private static IEnumerable<List<long>> Declarations(byte[] bytes)
    {
        WireMessage graph = WireMessage.Parse(bytes, "test").Last(OnnxFields.ModelGraph)!.Message("test");
        foreach (WireField field in graph.All(OnnxFields.GraphValueInfo).Concat(graph.All(OnnxFields.GraphInput)))
        {
            WireMessage type = field.Message("test").Last(OnnxFields.ValueType)!.Message("test");
            WireMessage tensor = type.Last(OnnxFields.TypeTensor)!.Message("test");
            WireMessage shape = tensor.Last(OnnxFields.TensorTypeShape)!.Message("test");
            yield return [.. shape.All(OnnxFields.ShapeDim).Select(dim => dim.Message("test").Integer(OnnxFields.DimValue))];
        }
    }

    private static int Count(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part)
    {
        int count = 0;
        for (int place = bytes.IndexOf(part); place >= 0; place = bytes.IndexOf(part))
        {
            count++;
            bytes = bytes[(place + part.Length)..];
        }
        return count;
    }

    private static WireMessage Typed(OnnxBuilder builder, FloatFormat format, byte[] bytes, bool packed)
    {
        WireMessage tensor = OnnxTensor.Made($"typed {packed}", builder.Type);
        tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, 3));
        (int number, WireType single) = format switch
        {
            FloatFormat.Binary64 => (OnnxFields.TensorDoubleData, WireType.Fixed64),
            FloatFormat.Binary32 => (OnnxFields.TensorFloatData, WireType.Fixed32),
            _ => (OnnxFields.TensorInt32Data, WireType.Varint),
        };
        byte[] Stored(byte[] cell) => single == WireType.Varint ? WireWriter.Varint((uint)(cell[0] | (cell[1] << 8))) : cell;
        byte[][] cells = [.. bytes.Chunk(format.Bytes()).Select(Stored)];
        if (packed)
            tensor.Add(WireField.FromBytes(number, cells.SelectMany(cell => cell).ToArray()));
        foreach (byte[] cell in packed ? [] : cells)
            tensor.Add(WireReader.Field((byte[])[.. WireWriter.Varint(WireWriter.Tag(number, single)), .. cell], 0)!);
        return tensor;
    }
}
