namespace Polylog.Networks.Tests;

/// <summary>A model of several safetensors files with an index is one model.</summary>
public sealed class SafetensorsIndexTests : IDisposable
{
    // Lists are equal only if they are the same object.
    private static IEnumerable<(LayerInfo, string)> Layers(NetworkModel model) =>
        model.FindLayers().Select(info => (info with { Readers = [], Group = [] }, string.Join(' ', info.Readers)));

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Without_changes_all_files_are_written_byte_for_byte()
    {
        string index = ShardedSample.Sharded(_scratch.Path), copy = Out();
        NetworkModel model = NetworkModel.Open(index);
        model.Save(copy);
        Assert.Equal([index, .. Shards(_scratch.Path)], model.Files);
        foreach (string file in model.Files)
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_scratch.File("out"), Path.GetFileName(file))));
        Assert.Equal(4, Directory.GetFiles(_scratch.File("out")).Length);
        Assert.Equal(NetworkModel.Open(index).Parameters, NetworkModel.Open(copy).Parameters);
    }

    [Fact]
    public void Layers_are_those_of_the_same_model_in_one_file()
    {
        NetworkModel whole = NetworkModel.Open(ShardedSample.Whole(_scratch.Path));
        NetworkModel sharded = NetworkModel.Open(ShardedSample.Sharded(_scratch.Path));
        Assert.Equal(Layers(whole), Layers(sharded));
        Assert.Equal(whole.Parameters, sharded.Parameters);
        Assert.Equal(4 * whole.Parameters, ShardedSample.TotalSize);
    }

    [Theory]
    [InlineData("Function")]
    [InlineData("Dynamics")]
    public void A_pair_in_two_shards_is_shrunk_as_in_one_file(string goal)
    {
        var options = new ShrinkOptions { Layers = ["fc1:fc2"], Width = 12, Goal = Enum.Parse<ShrinkGoal>(goal) };
        string index = ShardedSample.Sharded(_scratch.Path), small = _scratch.File("small.safetensors"), smallIndex = Out();
        Shrink(ShardedSample.Whole(_scratch.Path), options, small);
        long bytes = Shrink(index, options, smallIndex);
        SafetensorsCheckpoint one = SafetensorsCheckpoint.Open(small), several = SafetensorsCheckpoint.Open(smallIndex);
        Assert.Equal(one.Tensors.Select(tensor => tensor.Name).Order(), several.Tensors.Select(tensor => tensor.Name).Order());
        foreach (SafetensorsTensor tensor in one.Tensors)
        {
            Assert.Equal(tensor.Shape, several.Tensor(tensor.Name).Shape);
            Assert.Equal(one.FileOf(tensor.Name).ReadDoubles(tensor.Name), several.FileOf(tensor.Name).ReadDoubles(tensor.Name));
        }
        Assert.Equal(12, several.Tensor("fc1.bias").Shape[0]);
        // A shard without changes is a copy, and the index says what there is now.
        Assert.Equal(File.ReadAllBytes(Shards(_scratch.Path)[2]), File.ReadAllBytes(Shards(_scratch.File("out"))[2]));
        (Dictionary<string, string> map, long total) = ShardedSample.Read(smallIndex);
        Assert.Equal(several.Tensors.Select(tensor => tensor.Name).Order(), map.Keys.Order());
        Assert.All(map, place => Assert.Equal(place.Value, Path.GetFileName(several.FileOf(place.Key).Path)));
        Assert.Equal(several.Tensors.Sum(tensor => tensor.Length), total);
        Assert.Equal(new DirectoryInfo(_scratch.File("out")).GetFiles().Sum(file => file.Length), bytes);
        Assert.Equal(goal == "Dynamics", map.TryGetValue("fc1.masses", out string? shard) && shard == ShardedSample.Shard(1));
    }

    [Fact]
    public void What_an_index_has_besides_stays_and_the_count_of_parameters_is_renewed()
    {
        string index = ShardedSample.Sharded(_scratch.Path), text = ShardedSample.Index();
        File.WriteAllText(index, text.Replace("\"total_size\"", "\"total_parameters\": 1, \"note\": \"Grüße\", \"total_size\"",
            StringComparison.Ordinal).Replace("\"weight_map\"", "\"format\": [1, 2], \"weight_map\"", StringComparison.Ordinal));
        Shrink(index, new ShrinkOptions { Layers = ["fc1:fc2"], Width = 9 }, Out());
        string written = File.ReadAllText(Out());
        Assert.Contains("\"note\": \"Grüße\"", written, StringComparison.Ordinal);
        Assert.Contains("\"format\": [", written, StringComparison.Ordinal);
        Assert.Contains($"\"total_parameters\": {NetworkModel.Open(Out()).Parameters},", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_is_not_changed_with_the_model()
    {
        NetworkModel model = NetworkModel.Open(ShardedSample.Sharded(_scratch.Path));
        NetworkModel copy = model.CopyTo(_scratch.File("unused"), CancellationToken.None);
        model.ReadLayer("fc1:fc2").Keep([0, 3], [1.0, 2.0]);
        model.StoreMasses(new LayerKey("fc1:fc2", -1, null), [4, 20]);
        Assert.Equal(2, model.FindLayer("fc1:fc2").Info.Units);
        Assert.Equal(24, copy.ReadLayer("fc1:fc2").Units);
        Assert.False(copy.HasMasses(new LayerKey("fc1:fc2", -1, null)));
        Assert.False(File.Exists(_scratch.File("unused")));
    }

    [Theory]
    [InlineData("-00002", "-00004", "the shard '{0}' with tensor 'fc2.weight' is not there; put it beside the index")]
    [InlineData("-00001", "-00004", "the shard '{0}' with tensor 'fc1.weight' and 2 others is not there; put it beside the index")]
    [InlineData("\"fc1.bias\"", "\"fc1.bia\"", "its weight_map places tensor 'fc1.bia' in 'model-00001-of-00003.safetensors', "
        + "but no shard has it; index and shards do not belong together, export or download it again")]
    [InlineData("\"fc1.bias\": \"model-00001", "\"fc1.bias\": \"model-00002", "its weight_map places tensor 'fc1.bias' in "
        + "'model-00002-of-00003.safetensors', but it is in 'model-00001-of-00003.safetensors'; index and shards do not belong together, "
        + "export or download it again")]
    [InlineData("\"model-00002", "\"../model-00002", "tensor 'fc2.weight' is in the shard '../model-00002-of-00003.safetensors', "
        + "which is not the name of a file beside the index; put the shard there and name it without a path")]
    [InlineData("\"model-00002", "\"/model-00002", "which is not the name of a file beside the index; put the shard there")]
    [InlineData("\"model-00002", "\"C:\\\\model-00002", "which is not the name of a file beside the index; put the shard there")]
    [InlineData("\"model-00002-of-00003.safetensors\"", "\"..\"", "which is not the name of a file beside the index; put the shard there")]
    [InlineData("\"model-00002-of-00003.safetensors\"", "2", "tensor 'fc2.weight' has 2 as its shard; the name of a file belongs there")]
    [InlineData("\"weight_map\"", "\"weights\"", "it has no object weight_map; an index is {{\"weight_map\": {{\"fc1.weight\": ")]
    [InlineData("\"fc1.bias\":", "\"fc1.weight\":", "is not an index of shards: it is no JSON object; export or download it again")]
    [InlineData("  }\n}", "  }", "is not an index of shards: it is no JSON object, the fault is at byte ")]
    [InlineData("{\n  \"metadata\"", "{,\n  \"metadata\"",
        "is not an index of shards: it is no JSON object, the fault is at byte 1 of line 1; ")]
    public void An_index_that_cannot_be_is_refused_in_one_line(string part, string other, string message)
    {
        string index = ShardedSample.Sharded(_scratch.Path), text = ShardedSample.Index();
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(index, text.Replace(part, other, StringComparison.Ordinal));
        Fails(index, message, _scratch.File("model-00004-of-00003.safetensors"));
    }

    [Theory]
    [InlineData("[]", "it has no object weight_map")]
    [InlineData("{\"weight_map\": []}", "it has no object weight_map")]
    [InlineData("{\"weight_map\": {}}", "its weight_map names no tensor")]
    [InlineData("", "is not an index of shards")]
    public void Other_JSON_is_refused(string text, string message)
    {
        File.WriteAllText(_scratch.File(ShardedSample.IndexName), text);
        Fails(_scratch.File(ShardedSample.IndexName), message);
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        string index = ShardedSample.Sharded(_scratch.Path);
        File.Copy(Shards(_scratch.Path)[0], Shards(_scratch.Path)[2], overwrite: true);
        Fails(index, "tensor 'fc1.weight' is in both 'model-00001-of-00003.safetensors', 'model-00003-of-00003.safetensors'; "
            + "each tensor must be in one shard only, save the model anew");
    }

    [Fact]
    public void A_damaged_shard_is_named()
    {
        string index = ShardedSample.Sharded(_scratch.Path), shard = Shards(_scratch.Path)[1];
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^1]);
        string message = Assert.Throws<ModelFileException>(() => NetworkModel.Open(index)).Message;
        Assert.StartsWith($"'{shard}': ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_read_are_not_written_over()
    {
        NetworkModel model = NetworkModel.Open(ShardedSample.Sharded(_scratch.Path));
        string beside = _scratch.File("small.safetensors.index.json");
        string message = $"'{beside}': the shards keep their names, so '{Shards(_scratch.Path)[0]}' would be written, which is an input as "
            + "well; write the index to another folder";
        Assert.Equal(message, Assert.Throws<ModelFileException>(() => model.CheckOutput(beside)).Message);
        Assert.Equal(message, Assert.Throws<ModelFileException>(() => model.Save(beside)).Message);
        Assert.EndsWith("write the index to another folder", Assert.Throws<ModelFileException>(() => model.Save(model.Path)).Message,
            StringComparison.Ordinal);
        // A folder by another name is the same folder.
        Directory.CreateSymbolicLink(_scratch.File("link"), _scratch.Path);
        string linked = Path.Combine(_scratch.File("link"), "small.safetensors.index.json");
        Assert.EndsWith("write the index to another folder", Assert.Throws<ModelFileException>(() => model.CheckOutput(linked)).Message,
            StringComparison.Ordinal);
        Assert.Contains("give a name that ends in .safetensors.index.json", Assert.Throws<ModelFileException>(
            () => model.Save(_scratch.File("out.safetensors"))).Message, StringComparison.Ordinal);
        Assert.Contains("give a name that ends in .safetensors", Assert.Throws<ModelFileException>(
            () => NetworkModel.Open(ShardedSample.Whole(_scratch.Path)).Save(Out())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("cancelled")]
    [InlineData("folder")]
    public void After_a_failure_the_old_files_are_as_they_were(string fault)
    {
        NetworkModel model = NetworkModel.Open(ShardedSample.Sharded(_scratch.Path));
        string output = Out(), folder = _scratch.File("out");
        File.WriteAllText(output, "old index");
        File.WriteAllText(Path.Combine(folder, ShardedSample.Shard(1)), "old shard");
        using var cancellation = new CancellationTokenSource();
        if (fault == "cut")
            File.WriteAllBytes(Shards(_scratch.Path)[2], File.ReadAllBytes(Shards(_scratch.Path)[2])[..^8]);
        else if (fault == "cancelled")
            cancellation.Cancel();
        else
            Directory.CreateDirectory(Path.Combine(folder, ShardedSample.Shard(3)));
        Exception? failure = Record.Exception(() => model.Save(output, cancellation.Token));
        Assert.Equal(fault == "cancelled" ? typeof(OperationCanceledException) : typeof(ModelFileException), failure?.GetType());
        Assert.Equal("old index", File.ReadAllText(output));
        Assert.Equal("old shard", File.ReadAllText(Path.Combine(folder, ShardedSample.Shard(1))));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Links_to_shards_elsewhere_are_followed()
    {
        // The layout of a download cache: names are links to files named by their hashes.
        string index = ShardedSample.Sharded(_scratch.Path), snapshot = _scratch.Folder("snapshot");
        foreach (string file in Directory.GetFiles(_scratch.Path))
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), file);
        NetworkModel linked = NetworkModel.Open(Path.Combine(snapshot, ShardedSample.IndexName));
        Assert.Equal(Layers(NetworkModel.Open(index)), Layers(linked));
        linked.Save(Out());
        Assert.Equal(File.ReadAllBytes(Shards(_scratch.Path)[0]), File.ReadAllBytes(Shards(_scratch.File("out"))[0]));
        Assert.Throws<ModelFileException>(() => linked.CheckOutput(index));
    }

    private static long Shrink(string path, ShrinkOptions options, string output)
    {
        using ModelShrinker shrinker = ModelShrinker.Open(path, options);
        shrinker.Run();
        return shrinker.Save(output);
    }

    private string Out() => Path.Combine(_scratch.Folder("out"), ShardedSample.IndexName);

    private static string[] Shards(string folder) =>
        [.. ((int[])[1, 2, 3]).Select(number => Path.Combine(folder, ShardedSample.Shard(number)))];

    private static void Fails(string index, string message, params object[] names)
    {
        string text = Assert.Throws<ModelFileException>(() => NetworkModel.Open(index)).Message;
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, names), text, StringComparison.Ordinal);
        Assert.StartsWith($"'{index}'", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, char.IsControl);
    }
}
