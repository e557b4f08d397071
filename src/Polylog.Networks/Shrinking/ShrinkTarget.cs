namespace Polylog.Networks;

/// <summary>A model that is being shrunk, and the means to see what its units respond and what that does to its outputs.</summary>
internal abstract class ShrinkTarget : IDisposable
{
    /// <summary>Inputs run at once.</summary>
    protected const int BatchSize = 256;

    private DirectoryInfo? _folder;

    protected ShrinkTarget(NetworkModel model) => Model = model;

    /// <summary>The model in its present state.</summary>
    public NetworkModel Model { get; }

    /// <summary>The layers that are sums over exchangeable units, or may be.</summary>
    public abstract IReadOnlyList<LayerKey> Layers { get; }

    /// <summary>Inputs that units are chosen on.</summary>
    public abstract int FitCount { get; }

    /// <summary>Inputs that errors are measured on.</summary>
    public abstract int HeldOutCount { get; }

    /// <summary>Takes the present state as what responses are to be; the outputs wanted are those of the model as it was at first.</summary>
    public abstract void SetWanted();

    /// <summary>Responses of a layer's units, samples x units, batch by batch: those of the present state and those wanted.</summary>
    public abstract IEnumerable<(double[] Given, double[] Wanted)> Responses(LayerKey layer, bool heldOut, CancellationToken cancellation);

    /// <summary>How far a model's outputs are from those of the model as it was at first, on inputs held out.</summary>
    public abstract ModelDifference Difference(NetworkModel model, CancellationToken cancellation);

    /// <summary>A copy of the present state, to be changed without consequences.</summary>
    public NetworkModel Copy()
    {
        string path = Place("trial");
        Model.Save(path);
        return NetworkModel.Open(path);
    }

    /// <summary>A file of a name in a folder that goes with this object.</summary>
    public string Place(string name)
    {
        _folder ??= Temporary();
        return Path.Combine(_folder.FullName, name + Path.GetExtension(Model.Path));
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private static DirectoryInfo Temporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("polylog-shrink-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"cannot make a folder for temporary files in '{Path.GetTempPath()}'; set TMPDIR to a folder that can be written", exception);
        }
    }
}
