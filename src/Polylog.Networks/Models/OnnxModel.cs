using System.Globalization;

namespace Polylog.Networks;

/// <summary>
/// An ONNX model. The file is held in memory (protobuf allows 2 GB) and parsed on demand; data in files beside it is read tensor by tensor.
/// Everything that is not changed is written back byte for byte, including fields unknown to this library.
/// </summary>
/// <remarks>
/// Data beside the model: a model saved in the same folder refers to the same data file for all unchanged tensors. In another folder, all
/// external tensors are written to one new file, the model's name with <c>.data</c> appended. Changed external tensors above 1 MiB go to
/// that file as well, smaller ones into the model.
/// </remarks>
internal sealed class OnnxModel : NetworkModel
{
    private const int OldestOpset = 7;

    // The newest versions that ONNX Runtime runs.
    private const int NewestOpset = 26;
    private const int NewestIrVersion = 13;

    private readonly WireMessage _message;
    private readonly Lazy<OnnxTensor[]> _innerTensors;
    private IReadOnlyList<OnnxLayer>? _layers;
    private int _layersVersion;

    private OnnxModel(string path, WireMessage message)
        : base(path)
    {
        _message = message;
        WireField[] graphs = [.. message.All(OnnxFields.ModelGraph)];
        if (graphs.Length != 1 || message.Integer(OnnxFields.ModelIrVersion) < 1)
        {
            throw new ModelFileException(
                $"'{path}' is not an ONNX model: it has no version or no graph; give a file that onnx.checker accepts");
        }
        WireMessage graph = graphs[0].Message(path);
        Graph = new OnnxGraph(graph, path);
        _innerTensors = new(() => [.. InnerTensors(graph)]);
    }

    /// <summary>The version of ONNX's own operators that the model uses; 1 if it names none.</summary>
    public long Opset => _message.All(OnnxFields.ModelOpsetImport)
        .Select(entry => entry.Message(Path))
        .Where(opset => opset.Text(OnnxFields.OpsetDomain) is "" or "ai.onnx")
        .Select(opset => opset.Integer(OnnxFields.OpsetVersion))
        .DefaultIfEmpty(1)
        .Max();

    /// <summary>The names of the initialisers.</summary>
    public IEnumerable<string> Initializers => Graph.Initializers.Select(tensor => tensor.Name);

    public OnnxGraph Graph { get; }

    /// <summary>Reads a model: O(file), without the data of external tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="ModelFileException">It cannot be read, is cut off, or is not an ONNX model.</exception>
    public static new OnnxModel Open(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = FileCopy.OpenRead(path);
        if (file.Length is 0 or > int.MaxValue)
        {
            throw ModelErrors.At(path, file.Length == 0 ? (FormattableString)$"it is empty" : $"it has {file.Length} bytes",
                $"an ONNX model has 1 to {int.MaxValue} bytes, {ModelErrors.Again}");
        }
        try
        {
            byte[] bytes = FileCopy.Read(path, 0, (int)file.Length, cancellation);
            return new OnnxModel(path, WireMessage.Parse(bytes, $"'{path}'"));
        }
        catch (IOException exception)
        {
            throw ModelErrors.NotReadable(path, exception);
        }
    }

    /// <summary>The dimensions of an initialiser.</summary>
    /// <param name="initializer">Its name.</param>
    /// <exception cref="ModelFileException">There is none of this name.</exception>
    public IReadOnlyList<long> Shape(string initializer) => Find(initializer).Dims;

    /// <summary>The numbers of an initialiser, row-major.</summary>
    /// <param name="initializer">Its name.</param>
    /// <exception cref="ModelFileException">
    /// There is none of this name, it is not of a float type, or its data is damaged or missing.
    /// </exception>
    public double[] ReadDoubles(string initializer) => Find(initializer).ReadDoubles();

    /// <summary>Replaces the numbers of an initialiser, which keeps its type.</summary>
    /// <param name="initializer">Its name.</param>
    /// <param name="shape">The new dimensions; the caller keeps the graph consistent.</param>
    /// <param name="values">The numbers, row-major, as many as the shape has.</param>
    /// <exception cref="ArgumentException">Their number is not the shape's.</exception>
    /// <exception cref="ModelFileException">
    /// There is none of this name, it is not of a float type, or a value is beyond the type's range.
    /// </exception>
    public void Replace(string initializer, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        Find(initializer).Replace(shape, values);
        Touch();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerInfo> FindLayers() => [.. Layers().Select(found => found.Info)];

    /// <inheritdoc/>
    public override LayerPattern FindLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        IReadOnlyList<OnnxLayer> layers = Layers();
        OnnxLayer layer = layers.FirstOrDefault(found => found.Info.Name == name)
            ?? layers.FirstOrDefault(found => found.WeightName == name)
            ?? throw ModelErrors.NoSuchLayer(Path, name, layers.Where(found => found.Info.IsExchangeable).Select(found => found.Info.Name));
        layer.Info.CheckHead(Path);
        return layer.Pattern();
    }

    /// <inheritdoc/>
    public override LayerPattern FindLayer(LayerKey key) => Layers()[key.Index].Pattern();

    /// <inheritdoc/>
    public override void Save(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        OnnxSave.Write(_message, Path, [.. ExternalTensors], path, cancellation);
    }

    /// <inheritdoc/>
    public override NetworkModel CopyTo(string path, CancellationToken cancellation)
    {
        Save(path, cancellation);
        OnnxModel copy = Open(path, cancellation);
        copy._layers = OnnxLayer.In(copy.Graph, Layers());
        return copy;
    }

    /// <inheritdoc/>
    public override long Parameters => ParameterCount.Of(Graph);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files =>
        [Path, .. ExternalTensors.Select(tensor => tensor.External.Path).Distinct()];

    /// <inheritdoc/>
    public override void StoreMasses(LayerKey key, ReadOnlySpan<double> masses)
    {
        RemoveMasses(key);
        var entry = new WireMessage();
        // The layer's name now: an unnamed layer is called by its weights, which may have got a new name.
        entry.Add(WireField.FromText(OnnxFields.EntryKey, MassesName(key with { Name = Layers()[key.Index].Info.Name })));
        IEnumerable<string> texts = masses.ToArray().Select(mass => ModelErrors.Text($"{mass:R}"));
        entry.Add(WireField.FromText(OnnxFields.EntryValue, string.Join(' ', texts)));
        _message.Add(WireField.FromMessage(OnnxFields.ModelMetadata, entry));
    }

    /// <inheritdoc/>
    public override void RemoveMasses(LayerKey key)
    {
        foreach (WireField old in Masses(key).ToArray())
            _message.Remove(old);
    }

    private protected override string DescribeNone() => "its graph has no Gemm, MatMul or Conv with stored weights";

    private protected override double[]? FindMasses(LayerKey key) => Masses(key).FirstOrDefault() is { } field
        ? [.. field.Message(Path).Text(OnnxFields.EntryValue).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double mass)
                ? mass
                : throw ModelErrors.At(
                    Path,
                    $"among the masses of layer {ModelErrors.Quote(key.Name)} is {ModelErrors.Quote(text)}",
                    $"a mass is a number above 0, correct it or remove them all"))]
        : null;

    private IEnumerable<WireField> Masses(LayerKey key) =>
        _message.All(OnnxFields.ModelMetadata).Where(field => field.Message(Path).Text(OnnxFields.EntryKey) == MassesName(key));

    private static string MassesName(LayerKey key) => $"polylog.masses.{key.Name}";

    /// <summary>Checks that all data files beside the model exist and are long enough.</summary>
    public void CheckData()
    {
        foreach (OnnxTensor tensor in ExternalTensors)
            tensor.External.CheckedLength(Path, tensor.Name);
    }

    /// <summary>
    /// Writes the part of the model that works out some of its values, with these as outputs, to read them in a run.
    /// </summary>
    public void SaveUpTo(IReadOnlyCollection<string> values, string path, CancellationToken cancellation)
    {
        WireMessage graph = Graph.UpTo(values);
        var model = new WireMessage();
        foreach (WireField field in _message.Fields)
            model.Add(field.Number == OnnxFields.ModelGraph ? WireField.FromMessage(OnnxFields.ModelGraph, graph) : field);
        OnnxSave.Write(model, Path, [.. ExternalTensors], path, cancellation);
    }

    // The graph is searched once; after a change only sizes, tensors and names are looked up again.
    private IReadOnlyList<OnnxLayer> Layers()
    {
        if (_layers is null)
        {
            CheckVersions();
            _layers = LayerSearch.Run(Graph);
        }
        else if (_layersVersion != Version)
        {
            var shapes = new ValueShapes(Graph);
            foreach (OnnxLayer layer in _layers)
                layer.Refresh(shapes);
            LayerSearch.Name(_layers);
        }
        _layersVersion = Version;
        return _layers;
    }

    private void CheckVersions()
    {
        if (Opset < OldestOpset)
        {
            throw ModelErrors.At(
                Path,
                $"it uses opset {Opset}",
                $"layers are found from opset {OldestOpset} on, convert it with onnx.version_converter");
        }
        if (Opset > NewestOpset)
        {
            throw ModelErrors.At(
                Path,
                $"it uses opset {Opset}",
                $"opsets {OldestOpset} to {NewestOpset} are read, convert it with onnx.version_converter");
        }
        if (_message.Integer(OnnxFields.ModelIrVersion) is > NewestIrVersion and var version)
        {
            throw ModelErrors.At(
                Path,
                $"it is of IR version {version}",
                $"versions up to {NewestIrVersion} are read, save it with an ir_version of those");
        }
    }

    private OnnxTensor Find(string initializer) =>
        Graph.Initializer(initializer) ?? throw ModelErrors.NoSuchTensor(Path, initializer, Initializers);

    private IEnumerable<OnnxTensor> ExternalTensors => Graph.Tensors.Concat(_innerTensors.Value).Where(tensor => tensor.IsExternal);

    // Found once and kept: each save needs to know where their data was when the model was read.
    private IEnumerable<OnnxTensor> InnerTensors(WireMessage graph)
    {
        HashSet<OnnxTensor> top = [.. Graph.Tensors];
        return Graph.Nodes.SelectMany(node => OnnxTensors.InNode(node, Path)).Where(tensor => !top.Contains(tensor))
            .Concat(OnnxTensors.InSparseInitializers(graph, Path))
            .Concat(OnnxTensors.OutsideMainGraph(_message, Path));
    }
}
