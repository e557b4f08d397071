namespace Polylog.Networks;

/// <summary>A model file with layers that can be made narrower: read, changed in memory, written to another file.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public abstract class NetworkModel
{
    private protected NetworkModel(string path) => Path = path;

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>Counts the changes, so that a layer read before one is not written after it.</summary>
    internal int Version { get; private set; }

    /// <summary>Opens a model by the ending of its name: .onnx or .safetensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The ending is another, or the file cannot be read or is not what its ending says.</exception>
    public static NetworkModel Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".ONNX" => OnnxModel.Open(path),
            ".SAFETENSORS" => SafetensorsModel.Open(path),
            _ => throw ModelErrors.UnknownEnding(path),
        };
    }

    /// <summary>The layers, those that are sums over exchangeable units and those that are not, with the reason why not.</summary>
    /// <returns>In the order of the file; worked out anew at every call.</returns>
    /// <exception cref="ModelFileException">The model is damaged or of a version that is not read.</exception>
    public abstract IReadOnlyList<LayerInfo> FindLayers();

    /// <summary>Reads the weights of a layer.</summary>
    /// <param name="name">The layer's name or that of its weights; for safetensors two names, <c>fc1:fc2</c>.</param>
    /// <exception cref="ModelFileException">There is no such layer (the message lists those that are), it is not a sum over exchangeable units, or its
    /// weights cannot be read.</exception>
    /// <remarks>Costs eight bytes a weight.</remarks>
    public abstract HiddenLayer ReadLayer(string name);

    /// <summary>Writes the model, whole or not at all. What was not changed is written as it was read.</summary>
    /// <param name="path">Where to; none of the files it was read from.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public abstract void Save(string path, CancellationToken cancellation = default);

    /// <summary>Numbers in all tensors of float types.</summary>
    public abstract long Parameters { get; }

    /// <summary>The files it is in: itself, and those with data beside it.</summary>
    public abstract IReadOnlyList<string> Files { get; }

    /// <summary>Finds out whether a file can be written, before any work is done.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">It cannot, or is one of <see cref="Files"/>.</exception>
    public void CheckOutput(string path) => OutputFile.Check(path, Files, ModelErrors.Failure);

    /// <summary>Reads a layer by its place in <see cref="FindLayers"/>, or as its format names it: names can change with the weights.</summary>
    internal abstract HiddenLayer ReadLayer(LayerKey key);

    /// <summary>Writes down how many units each unit of a layer stands for, instead of what was noted before.</summary>
    internal abstract void NoteMasses(LayerKey key, ReadOnlySpan<double> masses);

    /// <summary>Removes what is noted of a layer's masses.</summary>
    internal abstract void ForgetMasses(LayerKey key);

    /// <summary>Why <see cref="FindLayers"/> finds nothing at all; null where it finds something.</summary>
    /// <exception cref="ModelFileException">The model is damaged or of a version that is not read.</exception>
    public string? WhyNoLayers => FindLayers().Count > 0 ? null : DescribeNone();

    private protected abstract string DescribeNone();

    /// <summary>How many units each unit of a layer stands for, where the model notes it: it was shrunk before. Empty where it does not.</summary>
    /// <exception cref="ModelFileException">What is noted does not fit the layer.</exception>
    internal double[] ReadMasses(LayerKey key, int units)
    {
        double[] masses = FindMasses(key) ?? [];
        if (masses.Length == 0)
            return masses;
        if (masses.Length != units)
            throw ModelErrors.At(Path, $"{masses.Length} masses are noted for layer {ModelErrors.Quote(key.Name)} of {units} units; give one a unit, or remove them");
        int fault = Array.FindIndex(masses, mass => !(double.IsFinite(mass) && mass > 0));
        return fault < 0 ? masses : throw ModelErrors.At(Path, $"mass {fault} of layer {ModelErrors.Quote(key.Name)} is {masses[fault]:g6}; a mass is a number above 0");
    }

    /// <summary>Whether masses of a layer are noted.</summary>
    internal bool HasMasses(LayerKey key) => FindMasses(key) is not null;

    // As they are noted; null for none.
    private protected abstract double[]? FindMasses(LayerKey key);

    internal void Touch() => Version++;
}
