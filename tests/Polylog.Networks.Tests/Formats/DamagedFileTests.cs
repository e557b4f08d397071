using System.IO.Compression;

namespace Polylog.Networks.Tests;

/// <summary>
/// Files that are damaged in any way give a model, or an error of one line, and never take more memory than a few times their size.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Rounds = 300;

    // Bytes allocated for each byte of the file, and for the reading itself.
    private const long MemoryPerByte = 100, MostMemory = 1 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

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
    public void Indexes_of_shards()
    {
        byte[] index = File.ReadAllBytes(ShardedSample.Sharded(_scratch.Path));
        string output = Path.Combine(_scratch.Folder("out"), ShardedSample.IndexName);
        Damage(index, ShardedSample.IndexName, path =>
        {
            NetworkModel model = NetworkModel.Open(path);
            model.ReadLayer("fc1:fc2").Keep([0, 1], [1, 1]);
            model.Save(output);
            NetworkModel.Open(output);
            // Nothing but what was asked for, in its folder.
            string folder = _scratch.File("out");
            Assert.Equal([.. model.Files.Select(Path.GetFileName).Order()], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Directory.Delete(_scratch.Folder("out"), recursive: true);
            _scratch.Folder("out");
        });
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("<i8")]
    public void Arrays(string type) => Damage(NpyFileTests.SampleBytes(type), "x.npy", path => CalibrationData.ReadNpy(path, 10));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Arrays_with_names(CompressionLevel level)
    {
        byte[] sample = NpzFileTests.SampleBytes(level);
        File.WriteAllBytes(_scratch.File("whole.npz"), sample);
        CalibrationData whole = CalibrationData.ReadNpz(_scratch.File("whole.npz"));
        // The checksums leave names that changed, and nothing else.
        Damage(sample, "x.npz", path =>
        {
            CalibrationData read = CalibrationData.ReadNpz(path);
            Assert.Equal(whole.Values.ToArray(), read.Values.ToArray());
            Assert.Equal(whole.Others.Count, read.Others.Count);
            Assert.All(read.Others.Zip(whole.Others), pair => Assert.Equal(pair.Second.Values.ToArray(), pair.First.Values.ToArray()));
        });
    }

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
        long most = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Damaged(whole, random, round);
            File.WriteAllBytes(path, bytes);
            // A reader that does not end fails the test instead of stopping all tests.
            (bool isRead, long memory) = Task.Run(() => Read(path, use)).WaitAsync(s_patience).GetAwaiter().GetResult();
            survived += isRead ? 1 : 0;
            most = Math.Max(most, memory - MemoryPerByte * bytes.Length);
        }
        Assert.InRange(most, long.MinValue, MostMemory);
        // The damage is small enough for some to go through, or the deeper parts would never be reached.
        Assert.InRange(survived, 1, Rounds - 1);
    }

    // Whether the file is read in spite of its damage, and the memory that took.
    private static (bool IsRead, long Memory) Read(string path, Action<string> use)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = true;
        try
        {
            use(path);
        }
        catch (ModelFileException exception)
        {
            isRead = false;
            Assert.DoesNotContain(exception.Message, char.IsControl);
            Assert.InRange(exception.Message.Length, 10, 2000);
        }
        return (isRead, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Damaged(byte[] whole, Random random, int round)
    {
        byte[] bytes = [.. whole];
        int place = random.Next(bytes.Length), end = random.Next(place, Math.Min(bytes.Length, place + 64)) + 1;
        switch (round % 6)
        {
            case 0:
                return bytes[..place];
            case 1:
                // A part is missing.
                return [.. bytes[..place], .. bytes[end..]];
            case 2:
                // A part is there twice.
                return [.. bytes[..end], .. bytes[place..]];
            case 3:
                // Lengths grow: numbers of protobuf go on while the upper bit is set, others end with their upper bytes.
                bytes.AsSpan(place, Math.Min(random.Next(1, 9), bytes.Length - place)).Fill(0xFF);
                return bytes;
            default:
                for (int flips = random.Next(1, 4); flips > 0; flips--)
                {
                    int flipped = random.Next(bytes.Length);
                    bytes[flipped] = round % 6 == 4 ? (byte)(bytes[flipped] ^ (1 << random.Next(8))) : (byte)random.Next(256);
                }
                return bytes;
        }
    }
}
