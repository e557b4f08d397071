namespace Polylog.Experiments.Tests;

/// <summary>Initialisation, batches, and whole trainings.</summary>
public sealed class TrainingTests
{
    [Theory]
    [InlineData(2, 3000, 1)]
    [InlineData(9, 700, 4)]
    public void Parameters_begin_as_pytorch_s_do(int inputs, int width, int outputs)
    {
        TwoLayerNetwork network = Problem.Network(inputs, width, outputs, Activation.Relu);
        foreach (ParameterBlock block in network.Parameters)
        {
            double bound = 1 / Math.Sqrt(block.Name.StartsWith("hidden", StringComparison.Ordinal) ? inputs : width);
            double[] values = [.. block.Values.ToArray().Select(value => value / bound)];
            Assert.All(values, value => Assert.InRange(value, -1.0001, 1.0001));
            if (values.Length < 100)
                continue;
            // Mean 0 and mean square 1/3, to five standard deviations.
            Assert.InRange(values.Average(), -5 * Math.Sqrt(1.0 / 3 / values.Length), 5 * Math.Sqrt(1.0 / 3 / values.Length));
            Assert.Equal(1.0 / 3, values.Average(value => value * value), 5 * Math.Sqrt(4.0 / 45 / values.Length));
        }
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        var problem = new Problem(500, 2, 1, seed: 1, weighted: true);
        float[][] results = [.. new[] { 1, 2, 3, 8 }.Select(threads => Train(threads, seed: 7))];
        Assert.All(results, result => Assert.Equal(results[0], result));
        Assert.NotEqual(Train(1, seed: 8), results[0]);

        float[] Train(int threads, ulong seed)
        {
            // Wide enough for its passes to be shared out.
            TwoLayerNetwork network = Problem.Network(2, 3000, 1, Activation.Relu, seed, threads);
            var trainer = new Trainer(network, new AdamW(network.Parameters), new MeanSquaredError());
            trainer.Train(new DrawnBatches(problem.Set, 300, perEpoch: 3, seed: 2), epochs: 3, new CosineAnnealing());
            return [.. network.Parameters.SelectMany(block => block.Values.ToArray())];
        }
    }

    [Fact]
    public void Draws_follow_the_weights()
    {
        const int Draws = 200_000;
        double[] weights = [3, 0, 1, 0.5, 0, 5.5, 0.001];
        double[] numbers = [0, 1, 2, 3, 4, 5, 6];
        var batches = new DrawnBatches(new TrainingSet(numbers, 1, numbers, 1, weights), Draws, 1, seed: 1);
        Batch batch = batches.NextBatch();
        Assert.Equal(batch.Inputs.Column(0), batch.Targets.Column(0));
        for (int i = 0; i < weights.Length; i++)
        {
            double share = weights[i] / weights.Sum();
            int count = batch.Inputs.Column(0).Count((float)i);
            Assert.InRange(count - share * Draws, -5 * Math.Sqrt(share * Draws), 5 * Math.Sqrt(share * Draws));
        }
        float[] first = batch.Inputs.Column(0).ToArray();
        Assert.Equal(
            first, new DrawnBatches(new TrainingSet(numbers, 1, numbers, 1, weights), Draws, 1, seed: 1).NextBatch().Inputs.Column(0));
        Assert.NotEqual(first, batches.NextBatch().Inputs.Column(0).ToArray());
    }

    [Theory]
    [InlineData(10, 3, 4)]
    [InlineData(12, 4, 3)]
    [InlineData(5, 9, 1)]
    public void An_epoch_without_replacement_takes_every_sample_once(int count, int size, int batchesOfAnEpoch)
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        var set = new TrainingSet(numbers, 1, numbers, 1);
        var batches = new ShuffledBatches(set, size, seed: 1);
        Assert.Equal(batchesOfAnEpoch, batches.PerEpoch);
        var epochs = new List<float[]>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var seen = new List<float>();
            for (int i = 0; i < batches.PerEpoch; i++)
            {
                Batch batch = batches.NextBatch();
                Assert.Equal(batch.Inputs.Column(0), batch.Targets.Column(0));
                Assert.Equal(1f, batch.Shares.ToArray().Sum(), 1e-6f);
                seen.AddRange(batch.Inputs.Column(0));
            }
            Assert.Equal(numbers, seen.Order().Select(number => (double)number));
            epochs.Add([.. seen]);
        }
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(epochs[0][..Math.Min(size, count)], new ShuffledBatches(set, size, seed: 1).NextBatch().Inputs.Column(0).ToArray());
    }

    [Fact]
    public void Weights_of_samples_count_as_repeating_them()
    {
        double[] x = [-1, 0, 0.5, 1], y = [1, 0, 2, 1], weights = [1, 3, 2, 1];
        int[] repeated = [0, 1, 1, 1, 2, 2, 3];
        float[] weighted = Train(new TrainingSet(x, 1, y, 1, weights));
        float[] all = Train(new TrainingSet(repeated.Select(i => x[i]).ToArray(), 1, repeated.Select(i => y[i]).ToArray(), 1));
        foreach ((float one, float other) in weighted.Zip(all))
            Assert.Equal(one, other, 1e-5f);

        static float[] Train(TrainingSet set)
        {
            TwoLayerNetwork network = Problem.Network(1, 20, 1, Activation.Tanh);
            new Trainer(network, new Sgd(network.Parameters, 0.1), new MeanSquaredError()).Train(new FullBatch(set), epochs: 50);
            return [.. network.Parameters.SelectMany(block => block.Values.ToArray())];
        }
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Gelu)]
    public void Training_learns_a_curve_and_tells_how_far_it_is(Activation activation)
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 100.0 - 1)];
        var set = new TrainingSet(x, 1, x.Select(value => Math.Sin(3 * value)).ToArray(), 1);
        TwoLayerNetwork network = Problem.Network(1, 50, 1, activation);
        var trainer = new Trainer(network, new Adam(network.Parameters, 0.02), new MeanSquaredError());
        var reports = new Reports();
        trainer.Train(new DrawnBatches(set, 64, perEpoch: 10, seed: 3), epochs: 60, new CosineAnnealing(), reports);
        Assert.Equal(Enumerable.Range(1, 60), reports.All.Select(report => report.Epoch));
        Assert.True(trainer.Evaluate(set) < 0.1 * reports.All[0].Loss);
    }

    [Fact]
    public void Training_stops_when_it_is_told()
    {
        TwoLayerNetwork network = Problem.Network(2, 5, 1, Activation.Relu);
        var trainer = new Trainer(network, new Sgd(network.Parameters), new MeanSquaredError());
        using var stop = new CancellationTokenSource();
        var reports = new Reports(report =>
        {
            if (report.Epoch == 3)
                stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(
            () => trainer.Train(new FullBatch(new Problem(5, 2, 1, seed: 1).Set), 10, progress: reports, cancellation: stop.Token));
        Assert.Equal(3, reports.All.Count);
    }

    private sealed class Reports(Action<EpochReport>? also = null) : IProgress<EpochReport>
    {
        public List<EpochReport> All { get; } = [];

        public void Report(EpochReport value)
        {
            All.Add(value);
            also?.Invoke(value);
        }
    }
}
