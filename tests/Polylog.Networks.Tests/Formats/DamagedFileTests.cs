namespace Polylog.Networks.Tests;

/// <summary>
/// Files that are damaged in any way give a model, or an error of one line, and never take more memory than a few times their size.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Rounds = 150;
    private const long MostMemory = 16 << 20;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("Gemm scaled")]
    [InlineData("Constant nodes")]
    [InlineData("Conv flattened")]
    [InlineData("shared weights")]
    public void Onnx(string name) => Damage(SampleModels.Of(name).Bytes(), "model.onnx", path =>
    {
        OnnxModel model = OnnxModel.Open(path);
        foreach (LayerInfo info in model.FindLayers().Where(info => info.IsExchangeable))
        {
            HiddenLayer layer = OnnxModel.Open(path).ReadLayer(info.Name);
            if (layer.OutgoingWeights.Span.ContainsAny(double.NaN, double.PositiveInfinity, double.NegativeInfinity))
                continue;
            UnitMerge.Find(layer).Apply();
        }
        model.Save(_scratch.File("out.onnx"));
    });

    [Fact]
    public void Safetensors() => Damage(SafetensorsTests.SampleBytes(), "model.safetensors", path =>
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (SafetensorsTensor tensor in file.Tensors.Where(tensor => tensor.Format is not null).ToArray())
            file.Replace(tensor.Name, [1], [file.ReadDoubles(tensor.Name).Length]);
        file.Save(_scratch.File("out.safetensors"));
        SafetensorsFile.Open(_scratch.File("out.safetensors"));
    });

    [Fact]
    public void Graphs_nested_without_end_are_refused()
    {
        WireMessage graph = new OnnxBuilder().Graph();
        for (int depth = 0; depth < 200; depth++)
        {
            graph = new OnnxBuilder()
                .Node(
                    "If",
                    ["c"],
                    "o",
                    attributes: OnnxBuilder.Attribute("then_branch", 5, WireField.FromMessage(OnnxFields.AttributeGraph, graph))).Graph();
        }
        var model = new WireMessage();
        model.Add(WireField.FromNumber(OnnxFields.ModelIrVersion, 8));
        model.Add(WireField.FromMessage(OnnxFields.ModelGraph, graph));
        using (FileStream file = File.Create(_scratch.File("deep.onnx")))
            model.WriteTo(file);
        Assert.Contains(
            "nested more than 32 deep",
            Assert.Throws<ModelFileException>(() => OnnxModel.Open(_scratch.File("deep.onnx"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_beyond_all_numbers_are_not_allocated()
    {
        WireMessage tensor = OnnxTensor.Made("w1", OnnxTypes.Float);
        tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, 1L << 40));
        tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, 1L << 20));
        tensor.Add(WireField.FromBytes(OnnxFields.TensorRawData, new byte[8]));
        string path = new OnnxBuilder().Message(tensor).Tensor("w2", [2, 1], [1, 1]).Input("x", -1, 1).Output("y", -1, 1)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("MatMul", ["z", "w2"], "y").Save(_scratch.Path);
        OnnxModel model = OnnxModel.Open(path);
        Assert.Contains(
            "8 bytes; the file is damaged",
            Assert.Throws<ModelFileException>(() => model.ReadDoubles("w1")).Message,
            StringComparison.Ordinal);
        Assert.False(model.FindLayers()[0].IsExchangeable);
    }

    private void Damage(byte[] whole, string name, Action<string> use)
    {
        var random = new Random(whole.Length);
        string path = _scratch.File(name);
        int survived = 0;
        for (int round = 0; round < Rounds; round++)
        {
            File.WriteAllBytes(path, Damaged(whole, random, round));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                use(path);
                survived++;
            }
            catch (ModelFileException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
                Assert.InRange(exception.Message.Length, 10, 2000);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }
        // The damage is small enough for some to go through, or the deeper parts would never be reached.
        Assert.InRange(survived, 1, Rounds - 1);
    }

    private static byte[] Damaged(byte[] whole, Random random, int round)
    {
        byte[] bytes = [.. whole];
        if (round % 3 == 0)
            return bytes[..random.Next(bytes.Length)];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            int place = random.Next(bytes.Length);
            bytes[place] = round % 3 == 1 ? (byte)(bytes[place] ^ (1 << random.Next(8))) : (byte)random.Next(256);
        }
        return bytes;
    }
}
