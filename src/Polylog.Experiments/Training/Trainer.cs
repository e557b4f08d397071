namespace Polylog.Experiments;

/// <summary>The result of an epoch of training.</summary>
/// <param name="Epoch">Epochs done: 1 after the first.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Loss">Mean loss of the epoch's batches, each before its step.</param>
public sealed record EpochReport(int Epoch, int Epochs, double Loss);

/// <summary>Trains a model.</summary>
/// <param name="network">The model.</param>
/// <param name="optimiser">The optimiser of the model's parameters.</param>
/// <param name="loss">The loss to minimise.</param>
public sealed class Trainer(INetwork network, Optimiser optimiser, ITrainingLoss loss)
{
    private readonly SampleColumns _outputs = new(network.OutputCount);
    private readonly SampleColumns _gradients = new(network.OutputCount);
    private readonly SampleColumns _tested = new(network.OutputCount);

    /// <summary>Takes one step.</summary>
    /// <param name="batch">Its samples.</param>
    /// <returns>The batch's loss before the step.</returns>
    public double Step(Batch batch)
    {
        network.Forward(batch.Inputs, _outputs);
        double value = loss.Evaluate(_outputs, batch.Targets, batch.Shares.Span, _gradients);
        network.Backward(batch.Inputs, _gradients);
        optimiser.Step();
        return value;
    }

    /// <summary>Trains.</summary>
    /// <param name="batches">The source of batches.</param>
    /// <param name="epochs">How many epochs, at least 1.</param>
    /// <param name="schedule">The learning rate by epoch; null for a constant rate.</param>
    /// <param name="progress">Called after each epoch on this thread; it may read the network.</param>
    /// <param name="cancellation">Ends the training after a step.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Train(
        IBatches batches,
        int epochs,
        ISchedule? schedule = null,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (schedule is not null)
                optimiser.LearningRate = schedule.Rate(optimiser.InitialLearningRate, epoch, epochs);
            double sum = 0;
            for (int step = 0; step < batches.PerEpoch; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                sum += Step(batches.NextBatch());
            }
            progress?.Report(new EpochReport(epoch + 1, epochs, sum / batches.PerEpoch));
        }
    }

    /// <summary>The weighted mean loss over a set.</summary>
    /// <param name="samples">The set.</param>
    public double Evaluate(TrainingSet samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        network.Forward(samples.Inputs, _tested);
        return loss.Evaluate(_tested, samples.Targets, samples.Shares, null);
    }
}
