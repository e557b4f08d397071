namespace Polylog.Networks.Tests;

public sealed class ExternalDataTests : IDisposable
{
    private const int Wide = 300_000;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void In_the_same_folder_the_data_file_is_shared()
    {
        string path = Model();
        OnnxModel model = OnnxModel.Open(path);
        model.Save(_scratch.File("copy.onnx"));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_scratch.File("copy.onnx")));
        Assert.Equal(3, Directory.GetFiles(_scratch.Path).Length);
    }

    [Fact]
    public void In_another_folder_the_model_has_a_data_file_of_its_own()
    {
        string path = Model();
        OnnxModel model = OnnxModel.Open(path);
        string copy = Path.Combine(_scratch.Folder("elsewhere"), "copy.onnx");
        model.Save(copy);
        AssertSameOutputs(path, copy);
        Assert.Equal(
            ["copy.onnx", "copy.onnx.data"],
            Directory.GetFiles(_scratch.Folder("elsewhere")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        // And again where the first was written: what moved has not lost where it came from.
        model.Save(_scratch.File("back.onnx"));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_scratch.File("back.onnx")));
    }

    [Fact]
    public void A_link_to_the_data_has_the_size_of_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        string path = Model();
        string data = OnnxModel.Open(path).Files[1], moved = Path.Combine(_scratch.Folder("blobs"), "data"), model = Path.Combine(
            _scratch.Folder("blobs"), "model");
        long size = new FileInfo(data).Length;
        File.Move(data, moved);
        File.Move(path, model);
        File.CreateSymbolicLink(data, moved);
        File.CreateSymbolicLink(path, model);
        OnnxModel linked = OnnxModel.Open(path);
        linked.CheckData();
        Assert.Equal(size, FileSize.Bytes(data));
    }

    [Fact]
    public void A_changed_tensor_goes_into_the_model_when_small_and_beside_it_when_large()
    {
        string path = Model();
        OnnxModel model = OnnxModel.Open(path);
        HiddenLayer layer = model.ReadLayer("hidden");
        int[] order = [.. Enumerable.Range(0, layer.Units).Reverse()];
        layer.Keep(order, [.. order.Select(_ => 1.0)]);
        string changed = _scratch.File("changed.onnx");
        model.Save(changed);
        Assert.Equal(4L * Wide, new FileInfo(changed + ".data").Length);
        AssertSameOutputs(path, changed);
    }

    [Theory]
    [InlineData("gone.bin", 0, 4, "which is missing; put it there")]
    [InlineData("data.bin", 0, 1 << 30, "it is cut off")]
    [InlineData("data.bin", long.MaxValue, long.MaxValue, "it is cut off")]
    [InlineData("data.bin", 0, 8, "but 8 bytes; the file is damaged")]
    [InlineData("../data.bin", 0, 4, "outside of the model's folder")]
    [InlineData("/etc/passwd", 0, 4, "outside of the model's folder")]
    [InlineData("sub/../../x", 0, 4, "outside of the model's folder")]
    [InlineData("a\0b", 0, 4, "outside of the model's folder")]
    [InlineData("link.bin", 0, 4, "outside of the model's folder")]
    public void Data_that_cannot_be_is_refused(string location, long offset, long length, string message)
    {
        string folder = _scratch.Folder("model");
        File.WriteAllBytes(_scratch.File("data.bin"), new byte[64]);
        File.WriteAllBytes(Path.Combine(folder, "data.bin"), new byte[64]);
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), _scratch.File("data.bin"));
        string path = new OnnxBuilder().External("w", [1], location, offset, length).Output("w").Save(folder);
        ModelFileException error = Assert.Throws<ModelFileException>(() => OnnxModel.Open(path).ReadDoubles("w"));
        Assert.StartsWith($"'{path}': tensor 'w' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    // 300000 outgoing weights of one megabyte and a bit, the rest small; all in one data file.
    private string Model()
    {
        var random = new Random(1);
        var bytes = new byte[4 * (10 + 5 + Wide)];
        for (int i = 0; i < bytes.Length / 4; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), random.Next(-64, 65) / 64f);
        File.WriteAllBytes(_scratch.File("weights.bin"), bytes);
        return new OnnxBuilder().Input("x", -1, 2).Output("y", -1, Wide / 5)
            .External("w1", [2, 5], "weights.bin", 0, 40).External("b1", [5], "weights.bin", 40, 20).External(
                "w2", [5, Wide / 5], "weights.bin", 60, 4 * Wide)
            .Node("Gemm", ["x", "w1", "b1"], "z", "hidden").Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2"], "y")
            .Save(_scratch.Path);
    }

    private static void AssertSameOutputs(string first, string second)
    {
        using ModelRunner before = ModelRunner.Open(first);
        using ModelRunner after = ModelRunner.Open(second);
        Assert.InRange(ModelDifference.Between(before, after, before.RandomInputs(3, seed: 3)).Worst, 0, 1e-6);
    }
}
