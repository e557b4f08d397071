using System.Buffers.Binary;
using System.Text;

namespace Polylog.Networks.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void An_unchanged_file_is_written_byte_for_byte()
    {
        string path = Sample();
        SafetensorsFile.Open(path).Save(_scratch.File("copy.safetensors"));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_scratch.File("copy.safetensors")));
    }

    [Fact]
    public void What_is_not_changed_stays_beside_what_is()
    {
        string path = Sample();
        SafetensorsFile file = SafetensorsFile.Open(path);
        file.Replace("half", [1, 3], [1.5, -2, 65504]);
        file.Save(_scratch.File("changed.safetensors"));
        SafetensorsFile changed = SafetensorsFile.Open(_scratch.File("changed.safetensors"));
        Assert.Equal(file.Tensors.Select(tensor => tensor.Name), changed.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1.5, -2, 65504], changed.ReadDoubles("half"));
        Assert.Equal([1, 3], changed.Tensor("half").Shape);
        Assert.Equal("F16", changed.Tensor("half").Type);
        Assert.Equal(file.ReadDoubles("wide"), changed.ReadDoubles("wide"));
        Assert.Equal("Grüße", changed.Metadata["title"]);
        Assert.Equal(
            "U8 [3] 3 bytes",
            $"{changed.Tensor("bytes").Type} [{string.Join(',', changed.Tensor("bytes").Shape)}] {changed.Tensor("bytes").Length} bytes");
        Assert.Equal([7, 8, 9], File.ReadAllBytes(changed.Path)[^3..]);
    }

    [Fact]
    public void A_pair_of_names_is_a_layer()
    {
        string path = Mlp();
        SafetensorsModel model = SafetensorsModel.Open(path);
        Assert.Equal(["net.2:net.10"], model.FindLayers().Select(info => info.Name));
        HiddenLayer layer = new HiddenLayer(model, model.FindLayer("net.2:net.10", LayerActivation.Named("relu")));
        Assert.Equal((3, 2, 2), (layer.Units, layer.Inputs, layer.Outputs));
        Assert.Equal([1, 2, 3, 4, 1, 2], layer.IncomingWeights.ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], layer.OutgoingWeights.ToArray());
        UnitMerge merge = UnitMerge.Find(layer);
        merge.Apply();
        model.Save(_scratch.File("merged.safetensors"));
        SafetensorsFile merged = SafetensorsFile.Open(_scratch.File("merged.safetensors"));
        Assert.Equal([4, 2, 10, 5], merged.ReadDoubles("net.10.weight"));
        Assert.Equal([1, 2, 3, 4], merged.ReadDoubles("net.2.weight"));
        Assert.Equal([0.5, 0.25], merged.ReadDoubles("net.2.bias"));
    }

    [Fact]
    public void A_pair_that_fits_by_chance_is_not_proposed()
    {
        // Eight columns are twice four rows: right for channels of a convolution, but these are plain layers.
        string path = TensorFile.Write(_scratch.File("chain.safetensors"), TensorFile.Random("fc1.weight", 64, 8),
            TensorFile.Random("fc2.weight", 32, 64), TensorFile.Random("fc3.weight", 4, 32));
        string message = Assert.Throws<ModelFileException>(() => SafetensorsModel.Open(path).FindLayer("fc1:fc3")).Message;
        Assert.EndsWith("the second must have a column for each; choose another layer", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fc1", "'fc1' names no pair of layers; write two names with a colon between, such as fc1:fc2")]
    [InlineData(
        "net.10:net.10",
        "layer 'net.10:net.10' is not a sum over exchangeable units: both names are the same; choose another layer")]
    [InlineData(
        "net.10:net.2",
        "layer 'net.10:net.2' is not a sum over exchangeable units: "
            + "'net.10.weight' is [2, 3] and 'net.2.weight' [3, 2]: the first has a row for each unit")]
    [InlineData("net.3:net.10", "has no layer 'net.3'; did you mean 'net.2'? There are 'net.10', 'net.2'")]
    public void Pairs_that_are_none_are_refused(string pair, string message)
    {
        // The first does not fit by chance alone: 2 units into 2 columns would.
        SafetensorsModel model = SafetensorsModel.Open(pair == "net.10:net.2" ? Mlp(columns: 3) : Mlp());
        string text = Assert.Throws<ModelFileException>(() => model.ReadLayer(pair)).Message;
        Assert.Contains(message.Replace("[3, 2]", "[3, 3]", StringComparison.Ordinal), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""", 8, "tensor 'a' has shape [4] of F32 but 8 bytes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16,
        "tensor 'a' begins at byte 8 of the data, but the one before it ends at 0")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12,
        "tensor 'b' begins at byte 4 of the data, but the one before it ends at 8")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7,
        "tensor 'a' ends at byte 8 of the data, of which the file has 7")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9,
        "its tensors end at byte 8 of the data, but the file has 9")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "more elements than can be")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2305843009213693954],"data_offsets":[0,8]}}""", 8,
        "[2305843009213693954] of F32 but 8 bytes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8,
        "has -2 in its shape; whole numbers of at least 0 belong there")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", 8,
        "has 99999999999999999999 in its data_offsets")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8,
        "has data_offsets [8, 0]; they must be where its bytes begin and end")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor 'a' has no dtype")]
    [InlineData("""{"a":5}""", 8, "is not a safetensors file")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8,
        "is not a safetensors file")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "metadata must be strings")]
    [InlineData("""["a"]""", 0, "its header does not begin with a brace")]
    public void A_header_that_cannot_be_is_refused(string header, int dataLength, string message)
    {
        string path = Write("bad.safetensors", header, new byte[dataLength]);
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(100_000_001)]
    [InlineData(1000)]
    public void A_header_longer_than_the_file_is_never_allocated(ulong length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_scratch.File("huge.safetensors"), bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsFile.Open(_scratch.File("huge.safetensors")));
        Assert.Contains("it is cut off or not a safetensors file", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Integers_are_passed_through_but_not_read()
    {
        SafetensorsFile file = SafetensorsFile.Open(Sample());
        Assert.Equal(
            $"'{file.Path}': tensor 'bytes' is of type U8; only float64, float32, float16 and bfloat16 are read as numbers, convert "
            + "it to one of them",
            Assert.Throws<ModelFileException>(() => file.ReadDoubles("bytes")).Message);
    }

    [Fact]
    public void The_file_read_is_not_written_over()
    {
        SafetensorsFile file = SafetensorsFile.Open(Sample());
        Assert.Contains(
            "is an input as well", Assert.Throws<ModelFileException>(() => file.Save(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            Assert.Throws<ModelFileException>(() => file.Save(_scratch.File("no/such.safetensors"))).Message,
            StringComparison.Ordinal);
    }

    internal static byte[] Bytes(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    // Header order and byte order differ, a type nobody knows is among them, and an empty tensor.
    internal static byte[] SampleBytes() => Bytes(
        """{"bytes":{"dtype":"U8","shape":[3],"data_offsets":[40,43]}, "__metadata__":{"title":"Grüße"},"half":"""
            + """{"dtype":"F16","shape":[2,2],"data_offsets":[16,24]},"wide":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"new":"""
            + """{"dtype":"Q99","shape":[1],"data_offsets":[24,40]},"none":{"dtype":"F32","shape":[0,7],"data_offsets":[24,24]}}      """,
        [.. Enumerable.Range(0, 40).Select(i => (byte)i), 7, 8, 9]);

    private string Sample()
    {
        File.WriteAllBytes(_scratch.File("sample.safetensors"), SampleBytes());
        return _scratch.File("sample.safetensors");
    }

    // Units 0 and 2 are the same on the incoming side.
    private string Mlp(int columns = 2)
    {
        float[] numbers = [.. new float[] { 1, 2, 3, 4, 1, 2 }, .. new float[(columns - 2) * 3], 0.5f, 0.25f, 0.5f, 1, 2, 3, 4, 5, 6];
        var data = new byte[4 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), numbers[i]);
        int end = 12 * columns;
        return Write(
            "mlp.safetensors",
            $$$"""{"net.10.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[{{{end + 12}}},{{{end + 36}}}]},"net.2.weight":"""
            + $$$"""{"dtype":"F32","shape":[3,{{{columns}}}],"data_offsets":[0,{{{end}}}]},"net.2.bias":"""
            + $$$"""{"dtype":"F32","shape":[3],"data_offsets":[{{{end}}},{{{end + 12}}}]}}""",
            data);
    }

    private string Write(string name, string header, byte[] data)
    {
        File.WriteAllBytes(_scratch.File(name), Bytes(header, data));
        return _scratch.File(name);
    }
}
