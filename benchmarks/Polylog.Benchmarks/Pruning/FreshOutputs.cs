using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>Outputs of a model on inputs that nothing was chosen by.</summary>
internal sealed class FreshOutputs : IDisposable
{
    private const int BatchSize = 256;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polylog-pruning-");
    private readonly BatchRuns _runs;
    private readonly List<IReadOnlyList<ModelInput>> _batches;
    private readonly List<ModelOutput> _outputs;

    public FreshOutputs(string model, CalibrationData data)
    {
        int threads = Environment.ProcessorCount;
        _runs = new BatchRuns(model, threads, name => Path.Combine(_folder.FullName, name + ".onnx"));
        using (ModelRunner runner = ModelRunner.Open(model, threads))
        {
            InputBatches inputs = _runs.Prepare(runner, data, BatchSize, units: 1, CancellationToken.None);
            // Of a single batch both parts are the same.
            _batches = ReferenceEquals(inputs.Fit, inputs.HeldOut) ? inputs.Fit : [.. inputs.Fit, .. inputs.HeldOut];
        }
        using ModelRunner original = _runs.OpenOriginal(CancellationToken.None);
        _outputs = Run(original);
    }

    /// <summary>How the outputs of a shrunk model differ.</summary>
    public ModelDifference Difference(ModelShrinker shrunk)
    {
        string path = Path.Combine(_folder.FullName, "shrunk.onnx");
        shrunk.Save(path);
        using ModelRunner runner = _runs.OpenState(path, CancellationToken.None);
        return ModelDifference.Between(_outputs, Run(runner));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private List<ModelOutput> Run(ModelRunner runner) => [.. _batches.SelectMany(batch => runner.Run(batch))];
}
