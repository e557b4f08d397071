namespace Polylog.Networks;

/// <summary>A model that is being shrunk, with the means to observe its units' responses and the error of its outputs.</summary>
internal abstract class ModelUnderShrink(NetworkModel model) : IUnitResponses, IDisposable
{
    /// <summary>Inputs run at once: more need more memory for what is between the layers of a convolutional network.</summary>
    protected const int BatchSize = 64;

    private DirectoryInfo? _folder;
    private (LayerKey Key, int Version, HiddenLayer Layer)? _read;

    /// <summary>The model in its present state.</summary>
    public NetworkModel Model => model;

    /// <summary>The layers that can be shrunk, in the order in which to do so.</summary>
    public abstract IReadOnlyList<LayerKey> Layers { get; }

    /// <summary>Inputs that units are chosen on.</summary>
    public abstract int FitCount { get; }

    /// <summary>Inputs that errors are measured on.</summary>
    public abstract int HeldOutCount { get; }

    /// <summary>
    /// The weights of a layer in the present state. Of several calls without a change in between, only the first reads them.
    /// </summary>
    public HiddenLayer Layer(LayerKey key, CancellationToken cancellation)
    {
        if (_read is not { } last || last.Key != key || last.Version != Model.Version)
            _read = last = (key, Model.Version, Model.ReadLayer(key, cancellation));
        return last.Layer;
    }

    /// <summary>Makes the responses of the present state the wanted ones. The wanted outputs remain those of the original model.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    public abstract void SetWanted(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<Reading> readings, bool heldOut, CancellationToken cancellation);

    /// <summary>What the model costs with given numbers of units.</summary>
    /// <param name="cost">What is counted; not the latency.</param>
    /// <param name="groups">The groups in the present state.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">It cannot be counted for this model.</exception>
    public virtual WidthCost Cost(ShrinkCost cost, IReadOnlyList<UnitGroup> groups, CancellationToken cancellation) => cost switch
    {
        ShrinkCost.Parameters => new WidthCost(groups, _ => 1, Model.Parameters),
        ShrinkCost.Bytes => new WidthCost(groups, slot => slot.NumberBytes, Model.Files.Where(File.Exists).Sum(FileSize.Bytes)),
        _ => throw ModelErrors.At(
            Model.Path, $"without a graph its multiply-adds and its latency are not known", $"give a budget of parameters or bytes"),
    };

    /// <summary>Median seconds of a run of the original and of another state, in turns.</summary>
    public virtual (double First, double Second) Latency(NetworkModel changed, CancellationToken cancellation) =>
        throw new NotSupportedException("Only models with a graph are run.");

    /// <summary>The difference between a model's outputs and those of the original model, on inputs held out.</summary>
    public abstract ModelDifference Difference(NetworkModel changed, CancellationToken cancellation, OutputSample? sample = null);

    /// <summary>A copy of the present state, to try changes on.</summary>
    public NetworkModel Copy(CancellationToken cancellation) => Model.CopyTo(TemporaryFile("trial"), cancellation);

    /// <summary>A path in a temporary folder that is deleted with this object, with the ending of the model's file.</summary>
    public string TemporaryFile(string name)
    {
        _folder ??= CreateFolder();
        return Path.Combine(_folder.FullName, name + Path.GetExtension(Model.Path));
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private static DirectoryInfo CreateFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("polylog-shrink-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                $"cannot make a folder for temporary files in '{Path.GetTempPath()}'; set TMPDIR to a folder that can be written",
                exception);
        }
    }
}
