namespace Polylog.Networks;

/// <summary>A model file seen as layers: it is read, changed in memory, and written to another file.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal abstract class NetworkModel
{
    private protected NetworkModel(string path) => Path = path;

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The number of changes so far. A layer that was read before a change must not be written after it.</summary>
    public int Version { get; private set; }

    /// <summary>Opens a model by the ending of its name: .onnx, .safetensors or .safetensors.index.json.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="ModelFileException">The ending is another, or the file cannot be read or is not what its ending says.</exception>
    public static NetworkModel Open(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            _ when SafetensorsIndex.IsNamed(path) => SafetensorsModel.Open(path),
            ".ONNX" => OnnxModel.Open(path, cancellation),
            ".SAFETENSORS" => SafetensorsModel.Open(path),
            _ => throw ModelErrors.UnknownEnding(path),
        };
    }

    /// <summary>All layers; for those that are not sums over exchangeable units, the reason.</summary>
    /// <returns>In the order of the file, with the sizes they have now. The graph is searched at the first call.</returns>
    /// <exception cref="ModelFileException">The model is damaged or of a version that is not read.</exception>
    public abstract IReadOnlyList<LayerInfo> FindLayers();

    /// <summary>Names of layers as the model has them, with all layers in place of a name that stands for several.</summary>
    /// <exception cref="ModelFileException">A name stands for none.</exception>
    public virtual IReadOnlyList<string> ExpandNames(IReadOnlyList<string> names) => names;

    /// <summary>Finds a layer by name.</summary>
    /// <param name="name">The layer's name or that of its weights; for safetensors two names, <c>fc1:fc2</c>.</param>
    /// <exception cref="ModelFileException">
    /// There is no such layer (the message lists those that exist), or it is not a sum over exchangeable units.
    /// </exception>
    public abstract LayerPattern FindLayer(string name);

    /// <summary>Finds a layer after the model has changed: its name may have changed with its weights.</summary>
    public abstract LayerPattern FindLayer(LayerKey key);

    /// <summary>Reads the weights of a layer: eight bytes a weight.</summary>
    /// <inheritdoc cref="FindLayer(string)"/>
    public HiddenLayer ReadLayer(string name) => new(this, FindLayer(name));

    /// <summary>Reads the weights of a layer: eight bytes a weight.</summary>
    public HiddenLayer ReadLayer(LayerKey key, CancellationToken cancellation) => new(this, FindLayer(key), cancellation);

    /// <summary>Keeps some units of a layer.</summary>
    /// <inheritdoc cref="UnitGroup.Replace"/>
    public void Replace(LayerPattern layer, ReadOnlySpan<int> kept, IReadOnlyList<ReaderChange> changes)
    {
        layer.Group.Replace(kept, changes);
        Touch();
    }

    /// <summary>Writes the model, whole or not at all. All that was not changed is written as it was read.</summary>
    /// <param name="path">The new file; not one of the files it was read from.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public abstract void Save(string path, CancellationToken cancellation = default);

    /// <summary>A copy of the present state, with the layers that are known already.</summary>
    /// <param name="path">The file that the copy is in, for models that are copied by writing them.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public abstract NetworkModel CopyTo(string path, CancellationToken cancellation);

    /// <summary>The count of numbers in all tensors of float types.</summary>
    public abstract long Parameters { get; }

    /// <summary>The files that make up the model: the model file, and data files or shards beside it.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>Checks that a file can be written, before any work is done.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It cannot be written, or a file of <see cref="Files"/> would be replaced.</exception>
    public virtual void CheckOutput(string path) => OutputFile.Check(path, Files, ModelErrors.Failure);

    /// <summary>Stores the masses of a layer's units in the model, in place of masses stored before.</summary>
    public abstract void StoreMasses(LayerKey key, ReadOnlySpan<double> masses);

    /// <summary>Removes the stored masses of a layer.</summary>
    public abstract void RemoveMasses(LayerKey key);

    /// <summary>Why <see cref="FindLayers"/> finds nothing at all; null where it finds something.</summary>
    /// <exception cref="ModelFileException">The model is damaged or of a version that is not read.</exception>
    public string? WhyNoLayers => FindLayers().Count > 0 ? null : DescribeNone();

    private protected abstract string DescribeNone();

    /// <summary>
    /// The stored masses of a layer's units: how many units of the original model each stands for. Empty where none are stored.
    /// </summary>
    /// <exception cref="ModelFileException">The masses do not fit the layer.</exception>
    public double[] ReadMasses(LayerKey key, int units)
    {
        double[] masses = FindMasses(key) ?? [];
        if (masses.Length == 0)
            return masses;
        if (masses.Length != units)
        {
            throw ModelErrors.At(Path, $"{masses.Length} masses are stored for layer {ModelErrors.Quote(key.Name)} of {units} units",
                $"store one a unit, or remove them");
        }
        int fault = Array.FindIndex(masses, mass => !(double.IsFinite(mass) && mass > 0));
        return fault < 0
            ? masses
            : throw ModelErrors.At(
                Path,
                $"mass {fault} of layer {ModelErrors.Quote(key.Name)} is {masses[fault]:g6}",
                $"a mass is a number above 0, correct it or remove them all");
    }

    /// <summary>Whether masses of a layer are stored.</summary>
    public bool HasMasses(LayerKey key) => FindMasses(key) is not null;

    // The masses as they are stored; null for none.
    private protected abstract double[]? FindMasses(LayerKey key);

    private protected void Touch() => Version++;
}
