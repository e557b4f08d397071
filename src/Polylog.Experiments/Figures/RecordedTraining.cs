namespace Polylog.Experiments;

/// <summary>Trains a network and takes its losses now and then.</summary>
/// <param name="Rule">Optimiser and rate.</param>
/// <param name="Epochs">Epochs.</param>
/// <param name="RecordEvery">Epochs from one taking of the losses to the next; divides the epochs.</param>
/// <param name="Anneals">Whether the rate falls along a cosine to 0.</param>
internal sealed record RecordedTraining(TrainingRule Rule, int Epochs, int RecordEvery, bool Anneals)
{
    /// <summary>Epochs done when losses are taken, 0 the first.</summary>
    public IEnumerable<int> Recorded => Enumerable.Range(0, Epochs / RecordEvery + 1).Select(record => record * RecordEvery);

    /// <summary>Trains.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batches">What it is trained on.</param>
    /// <param name="losses">Gives training and test loss; is told the mean loss of the epoch's batches, null before any step.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The losses, a row of cells each time they are taken.</returns>
    public IReadOnlyList<IReadOnlyList<string>> Run(
        INetwork network, IBatches batches, Func<Trainer, double?, (
            double Train, double Test)> losses, IProgress<double>? progress, CancellationToken cancellation)
    {
        var trainer = new Trainer(network, Rule.For(network), new MeanSquaredError());
        var rows = new List<IReadOnlyList<string>>();
        Record(null);
        trainer.Train(batches, Epochs, Anneals ? new CosineAnnealing() : null, new EachEpoch(report =>
        {
            if (report.Epoch % RecordEvery == 0)
                Record(report.Loss);
            progress?.Report((double)report.Epoch / Epochs);
        }), cancellation);
        return rows;

        void Record(double? epoch)
        {
            (double train, double test) = losses(trainer, epoch);
            rows.Add([CsvTable.Cell(train), CsvTable.Cell(test)]);
        }
    }

    private sealed class EachEpoch(Action<EpochReport> tell) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => tell(value);
    }
}
