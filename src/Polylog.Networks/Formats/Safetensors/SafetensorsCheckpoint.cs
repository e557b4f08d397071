namespace Polylog.Networks;

/// <summary>
/// The tensors of a model: those of one safetensors file, or of the shards that an index names. Only the headers are held; tensors are
/// read when asked for, and those that are not changed go from file to file byte for byte.
/// </summary>
internal sealed class SafetensorsCheckpoint
{
    private readonly SafetensorsIndex? _index;
    private readonly SafetensorsFile[] _shards;
    private readonly Dictionary<string, SafetensorsFile> _places;

    private SafetensorsCheckpoint(SafetensorsIndex? index, SafetensorsFile[] shards, Dictionary<string, SafetensorsFile> places)
    {
        _index = index;
        _shards = shards;
        _places = places;
    }

    /// <summary>The file or the index that it was read from.</summary>
    public string Path => _index?.Path ?? _shards[0].Path;

    /// <summary>All files that it was read from; the first is <see cref="Path"/>.</summary>
    public IReadOnlyList<string> Files => [.. _index is null ? [] : (string[])[_index.Path], .. _shards.Select(shard => shard.Path)];

    /// <summary>The tensors, with the shapes they have now.</summary>
    public IEnumerable<SafetensorsTensor> Tensors => _shards.SelectMany(shard => shard.Tensors);

    /// <summary>Opens a file, or all files of an index, by the ending of its name.</summary>
    /// <param name="path">A file that ends in .safetensors, or an index that ends in .safetensors.index.json.</param>
    /// <exception cref="ModelFileException">One of them cannot be read, is damaged, or does not have the tensors named.</exception>
    public static SafetensorsCheckpoint Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (SafetensorsIndex.IsNamed(path))
            return Open(SafetensorsIndex.Read(path));
        SafetensorsFile file = SafetensorsFile.Open(path);
        return new SafetensorsCheckpoint(null, [file], file.Tensors.ToDictionary(tensor => tensor.Name, _ => file));
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>The file that a tensor is in.</summary>
    /// <exception cref="ModelFileException">There is no such tensor; the message suggests the nearest name.</exception>
    public SafetensorsFile FileOf(string name) =>
        _places.TryGetValue(name, out SafetensorsFile? file) ? file : throw ModelErrors.NoSuchTensor(Path, name, _places.Keys);

    /// <summary>The tensor of a name.</summary>
    /// <inheritdoc cref="FileOf"/>
    public SafetensorsTensor Tensor(string name) => FileOf(name).Tensor(name);

    /// <summary>Adds a tensor of doubles to the file that another tensor is in, or replaces one added before.</summary>
    public void Add(string name, string beside, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        SafetensorsFile file = FileOf(beside);
        file.Add(name, shape, values);
        _places[name] = file;
    }

    /// <summary>Removes a tensor. The files themselves are not changed.</summary>
    /// <inheritdoc cref="FileOf"/>
    public void Remove(string name)
    {
        FileOf(name).Remove(name);
        _places.Remove(name);
    }

    /// <summary>A copy of the present state. Only the changed tensors are in memory, and both share them.</summary>
    public SafetensorsCheckpoint Copy()
    {
        Dictionary<SafetensorsFile, SafetensorsFile> copies = _shards.ToDictionary(shard => shard, shard => shard.Copy());
        Dictionary<string, SafetensorsFile> places = _places.ToDictionary(place => place.Key, place => copies[place.Value]);
        return new SafetensorsCheckpoint(_index, [.. _shards.Select(shard => copies[shard])], places);
    }

    /// <summary>Throws where a model cannot be written: each shard keeps its name and gets a place beside the index.</summary>
    /// <exception cref="ModelFileException">A file cannot be written, or is one of those read.</exception>
    public void CheckOutput(string path)
    {
        CheckEnding(path);
        string[] targets = Targets(path);
        HashSet<string> inputs = [.. Files.Select(RealPath.Of)];
        if (_index is not null && Array.Find(targets, target => inputs.Contains(RealPath.Of(target))) is { } both)
        {
            throw ModelErrors.At(
                path, $"the shards keep their names, so {ModelErrors.Quote(both)} would be written, which is an input as well",
                $"write the index to another folder");
        }
        foreach (string target in targets)
            OutputFile.Check(target, _index is null ? Files : [], ModelErrors.Failure);
    }

    /// <summary>Writes new files, all of them whole or none. Files without changes are copied byte for byte.</summary>
    /// <param name="path">The new file or index; not in a place where a file would be replaced that was read.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ModelFileException">A file cannot be written, or one of those read has changed meanwhile.</exception>
    public void Save(string path, CancellationToken cancellation = default)
    {
        CheckOutput(path);
        using var outputs = new OutputSet(ModelErrors.Failure);
        foreach (SafetensorsFile shard in _shards)
            outputs.Add(_index is null ? path : Beside(path, ShardName(shard))).Write(file => shard.Write(file, cancellation));
        // Last: whoever finds the new index finds its shards.
        if (_index is not null)
            outputs.Add(path).Write(file => file.Write(IndexText()));
        outputs.Commit();
    }

    private static SafetensorsCheckpoint Open(SafetensorsIndex index)
    {
        var shards = new Dictionary<string, SafetensorsFile>();
        var places = new Dictionary<string, SafetensorsFile>();
        foreach (string name in index.Places.Select(place => place.Shard).Distinct())
        {
            SafetensorsFile shard = OpenShard(index, name);
            shards[name] = shard;
            foreach (SafetensorsTensor tensor in shard.Tensors)
            {
                if (!places.TryAdd(tensor.Name, shard))
                {
                    throw ModelErrors.At(
                        index.Path,
                        $"tensor {ModelErrors.Quote(tensor.Name)} is in both {ModelErrors.List([ShardName(places[tensor.Name]), name])}",
                        $"each tensor must be in one shard only, save the model anew");
                }
            }
        }
        foreach ((string tensor, string shard) in index.Places)
        {
            if (!shards[shard].Has(tensor))
            {
                string place = places.TryGetValue(tensor, out SafetensorsFile? other)
                    ? $"but it is in {ModelErrors.Quote(ShardName(other))}" : "but no shard has it";
                throw ModelErrors.At(
                    index.Path, $"its weight_map places tensor {ModelErrors.Quote(tensor)} in {ModelErrors.Quote(shard)}, {place}",
                    $"index and shards do not belong together, {ModelErrors.Again}");
            }
        }
        return new SafetensorsCheckpoint(index, [.. shards.Values], places);
    }

    private static SafetensorsFile OpenShard(SafetensorsIndex index, string name)
    {
        string path = Beside(index.Path, name);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw ModelErrors.At(
                index.Path, $"the shard {ModelErrors.Quote(path)} with {Describe(index, name)} is not there", $"put it beside the index");
        }
        return SafetensorsFile.Open(path);
    }

    private static string Describe(SafetensorsIndex index, string shard)
    {
        string[] tensors = [.. index.Places.Where(place => place.Shard == shard).Select(place => place.Tensor)];
        string more = tensors.Length == 1 ? "" : $" and {ModelErrors.Count(tensors.Length - 1, "other")}";
        return $"tensor {ModelErrors.Quote(tensors[0])}{more}";
    }

    private void CheckEnding(string path)
    {
        if (SafetensorsIndex.IsNamed(path) == _index is not null)
            return;
        throw _index is null
            ? ModelErrors.At(path, $"the model is one file, not an index of shards", $"give a name that ends in .safetensors")
            : ModelErrors.At(path, $"the model has an index of shards", $"give a name that ends in {SafetensorsIndex.Ending}");
    }

    private string[] Targets(string path) =>
        _index is null ? [path] : [path, .. _shards.Select(shard => Beside(path, ShardName(shard)))];

    private byte[] IndexText()
    {
        if (!Array.Exists(_shards, shard => shard.IsChanged))
            return _index!.Bytes.ToArray();
        // The order of the old index, then what is new.
        HashSet<string> old = [.. _index!.Places.Select(place => place.Tensor)];
        IEnumerable<string> names = _index.Places.Select(place => place.Tensor).Where(_places.ContainsKey)
            .Concat(Tensors.Select(tensor => tensor.Name).Where(name => !old.Contains(name)));
        // The size of a tensor of unknown type was not checked, so its shape can be anything.
        long parameters = Tensors.Where(tensor => tensor.Bits is not null).Sum(tensor => TensorShape.Elements([.. tensor.Shape]));
        return _index.With(names.Select(name => (name, ShardName(_places[name]))), Tensors.Sum(tensor => tensor.Length), parameters);
    }

    private static string ShardName(SafetensorsFile shard) => System.IO.Path.GetFileName(shard.Path);

    private static string Beside(string path, string name) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", name);
}
