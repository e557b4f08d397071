namespace Polylog.Experiments;

/// <summary>How a student is trained; the rate falls along a cosine to 0, epoch by epoch.</summary>
/// <param name="Optimiser">sgd, adam or adamw, with PyTorch's defaults.</param>
/// <param name="Rate">Learning rate at the beginning.</param>
/// <param name="BatchSize">Samples of a batch; 0 for all of them, weighted.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="StepsPerEpoch">Batches of an epoch; 1 where a batch is everything.</param>
public sealed record StudentRecipe(string Optimiser, double Rate, int BatchSize, int Epochs, int StepsPerEpoch)
{
    /// <summary>Steps of a training.</summary>
    public int Steps => Epochs * StepsPerEpoch;

    /// <summary>Trains a student from PyTorch's default initialisation.</summary>
    /// <param name="samples">What it learns from.</param>
    /// <param name="initial">Seed of its first parameters.</param>
    /// <param name="draws">Seed of its batches.</param>
    /// <param name="eachEpoch">
    /// Told the trainer, and the training loss of the epoch behind it; first with the loss before any step. Null to be told nothing.
    /// </param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The trainer, done.</returns>
    internal Trainer Train(
        TrainingSet samples, ulong initial, ulong draws, Action<Trainer, double>? eachEpoch, CancellationToken cancellation) =>
        Train(samples, _ => Batches(samples, draws), initial, eachEpoch, cancellation);

    /// <summary>The same from batches that may depend on the student.</summary>
    /// <param name="samples">What the loss before any step is taken on.</param>
    /// <param name="batches">Makes the source of batches for the student.</param>
    /// <param name="initial">Seed of its first parameters.</param>
    /// <param name="eachEpoch">As above.</param>
    /// <param name="cancellation">Ends the training.</param>
    internal Trainer Train(
        TrainingSet samples, Func<TwoLayerNetwork, IBatches> batches, ulong initial, Action<Trainer, double>? eachEpoch,
        CancellationToken cancellation)
    {
        // One thread: the networks are tiny.
        var student = new TwoLayerNetwork(TeacherStudent.Columns - 1, TeacherStudent.Width, 1, Activation.Relu, threads: 1);
        student.Initialise(initial);
        var trainer = new Trainer(student, Rule(student.Parameters), new MeanSquaredError());
        eachEpoch?.Invoke(trainer, trainer.Evaluate(samples));
        trainer.Train(
            batches(student),
            Epochs,
            new CosineAnnealing(),
            eachEpoch is null ? null : new EachEpoch(report => eachEpoch(trainer, report.Loss)),
            cancellation);
        return trainer;
    }

    /// <summary>The source of batches of a set.</summary>
    /// <param name="samples">The set.</param>
    /// <param name="draws">Seed of its batches.</param>
    internal IBatches Batches(TrainingSet samples, ulong draws) =>
        BatchSize == 0 ? new FullBatch(samples) : new DrawnBatches(samples, BatchSize, StepsPerEpoch, draws);

    private Optimiser Rule(IReadOnlyList<ParameterBlock> parameters) => Optimiser switch
    {
        "sgd" => new Sgd(parameters, Rate),
        "adam" => new Adam(parameters, Rate),
        "adamw" => new AdamW(parameters, Rate),
        _ => throw new InvalidOperationException($"No optimiser {Optimiser}."),
    };

    private sealed class EachEpoch(Action<EpochReport> tell) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => tell(value);
    }
}
