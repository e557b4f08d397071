namespace Polylog.Networks.Tests;

/// <summary>
/// Graphs that are damaged in any way give a list of layers, or an error of one line; and the layers that are listed can be read, changed
/// and written.
/// </summary>
public sealed class DamagedGraphTests : IDisposable
{
    private const int Rounds = 70;

    // Bytes allocated for each byte of the file, and for the reading itself.
    private const long MemoryPerByte = 1000, MostMemory = 1 << 22;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Models => [.. GroupModels.Names, .. QuantisedModels.Names];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Layers_are_found_and_changed_or_the_file_is_refused(string name)
    {
        bool isQuantised = QuantisedModels.Names.Select(model => model.Data).Contains(name);
        byte[] whole = (isQuantised ? QuantisedModels.Of(name) : GroupModels.Of(name)).Bytes();
        var random = new Random(whole.Length);
        var damage = new GraphDamage(random);
        string path = _scratch.File("model.onnx");
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = damage.Of(whole);
            // Some bits are flipped as well.
            if (round % 5 == 0)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
            refused += IsRead(path, bytes.Length) ? 0 : 1;
        }
        // Some go through, or the deeper parts would never be reached.
        Assert.InRange(refused, 1, Rounds - 1);
    }

    /// <summary>Reads, changes and writes all layers of a model.</summary>
    /// <returns>How many layers were changed.</returns>
    internal static int Use(string path, string output)
    {
        OnnxModel model = OnnxModel.Open(path);
        int changed = 0;
        foreach ((int index, LayerInfo info) in model.FindLayers().Index())
        {
            if (!info.IsExchangeable || !info.IsHead)
                continue;
            var key = new LayerKey(info.Name, index, null);
            HiddenLayer layer = model.ReadLayer(key, default);
            if (layer.FindNonFinite() is not null)
                continue;
            UnitMerge.Find(layer).Apply();
            // A change can make a layer of a damaged graph unusable.
            layer = model.ReadLayer(key, default);
            int[] half = [.. Enumerable.Range(0, (layer.Units + 1) / 2)];
            layer.Keep(half, [.. half.Select(_ => 1.0)]);
            changed++;
        }
        model.Save(output);
        OnnxModel.Open(output).FindLayers();
        return changed;
    }

    // A search that does not end fails the test instead of stopping all tests.
    private bool IsRead(string path, long length) => Task.Run(() => Read(path, length)).WaitAsync(s_patience).GetAwaiter().GetResult();

    private bool Read(string path, long length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = true;
        try
        {
            Use(path, _scratch.File("out.onnx"));
        }
        catch (ModelFileException exception)
        {
            isRead = false;
            Assert.DoesNotContain(exception.Message, char.IsControl);
            Assert.InRange(exception.Message.Length, 10, 2000);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory + (MemoryPerByte * length));
        return isRead;
    }
}
