using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Runs of a model, in all its states, on batches of inputs. A model that takes a fixed number of examples, or a single one, runs as a copy
/// that takes any number, if the copy computes the same: runs of many examples are faster, and none are left over.
/// </summary>
/// <param name="model">The model's file.</param>
/// <param name="threads">Threads of a run.</param>
/// <param name="temporaryFile">A path for temporary files, by a name.</param>
internal sealed class BatchRuns(string model, int threads, Func<string, string> temporaryFile)
{
    /// <summary>The largest difference of an output from that of the model itself, relative to its norm.</summary>
    private const double Tolerance = 1e-5;

    // Runs of the model itself that a copy is compared with.
    private const int Trials = 4;

    // Examples of a run of the model, where copies are run instead of it.
    private int? _openedFrom;

    /// <summary>Makes batches, and finds out whether copies can be run.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="data">The inputs; null for random ones.</param>
    /// <param name="size">The size of a batch, where it is open.</param>
    /// <param name="units">Units of the widest layer.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">The inputs do not fit the model, or random ones cannot be made for it.</exception>
    public InputBatches Prepare(ModelRunner runner, CalibrationData? data, int size, long units, CancellationToken cancellation)
    {
        var inputs = new ModelInputs(runner, model, data, cancellation);
        if (inputs.PerRun >= 0 && inputs.Own(Trials) is { Count: > 1 } own)
        {
            using ModelRunner? copy = Copy(inputs.PerRun, cancellation);
            if (copy is not null && AreSame(runner, copy, inputs.PerRun, own, cancellation))
            {
                _openedFrom = inputs.PerRun;
                InputBatches batches = new ModelInputs(copy, model, data, cancellation).Batches(size, units);
                return batches with { Timed = new(own[0], Math.Max(1, inputs.PerRun)) };
            }
        }
        return inputs.Batches(size, units);
    }

    /// <summary>Loads the original model.</summary>
    public ModelRunner OpenOriginal(CancellationToken cancellation) => Open(model, temporaryFile("opened"), cancellation);

    /// <summary>Loads a state of the model from a temporary file.</summary>
    public ModelRunner OpenState(string path, CancellationToken cancellation) =>
        Open(path, Path.ChangeExtension(path, null) + "-open.onnx", cancellation);

    private ModelRunner Open(string path, string copy, CancellationToken cancellation)
    {
        if (_openedFrom is { } perRun)
        {
            OpenBatch.Save(path, copy, perRun, cancellation);
            path = copy;
        }
        return ModelRunner.Open(path, threads, model, cancellation);
    }

    private ModelRunner? Copy(int perRun, CancellationToken cancellation)
    {
        string copy = temporaryFile("opened");
        try
        {
            OpenBatch.Save(model, copy, perRun, cancellation);
            return ModelRunner.Open(copy, threads, model, cancellation);
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private static bool AreSame(
        ModelRunner runner, ModelRunner copy, int perRun, List<IReadOnlyList<ModelInput>> batches, CancellationToken cancellation)
    {
        IReadOnlyList<ModelOutput> joined;
        try
        {
            joined = copy.Run(Joined(batches, perRun), cancellation);
        }
        catch (ModelFileException)
        {
            return false;
        }
        for (int i = 0; i < batches.Count; i++)
        {
            IReadOnlyList<ModelOutput> own = runner.Run(batches[i], cancellation);
            if (own.Count != joined.Count || !own.Zip(joined).All(pair => IsPart(pair.First, pair.Second, perRun, i, batches.Count)))
                return false;
        }
        return true;
    }

    private static IReadOnlyList<ModelInput> Joined(List<IReadOnlyList<ModelInput>> batches, int perRun) =>
    [
        .. batches[0].Select((input, i) => new ModelInput(
            input.Name,
            Shape(input.Shape, perRun, batches.Count),
            batches.SelectMany(batch => batch[i].Values.ToArray()).ToArray())),
    ];

    // The shape of several runs in one.
    private static int[] Shape(IReadOnlyList<int> one, int perRun, int runs) =>
        perRun == 0 ? [runs, .. one] : [perRun * runs, .. one.Skip(1)];

    private static bool IsPart(ModelOutput own, ModelOutput joined, int perRun, int run, int runs)
    {
        bool countsExamples = perRun == 0 || (own.Shape is [var first, ..] && first == perRun);
        if (own.Name != joined.Name || !countsExamples || !joined.Shape.SequenceEqual(Shape(own.Shape, perRun, runs)))
            return false;
        ReadOnlySpan<double> values = own.Values.Span, others = joined.Values.Span.Slice(run * own.Values.Length, own.Values.Length);
        // Not a number is not the same.
        return TensorPrimitives.Distance(values, others) <= Tolerance * TensorPrimitives.Norm(values);
    }
}
