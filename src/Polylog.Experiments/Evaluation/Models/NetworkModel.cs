namespace Polylog.Experiments;

/// <summary>A two-layer network, trained with the same steps whatever the number of rows: batches drawn by the rows' weights.</summary>
internal sealed class NetworkModel : IEvaluationModel
{
    private const int Width = 64;
    private const int Steps = 1000;
    private const int StepsPerEpoch = 20;
    private const double Rate = 0.01;
    private const int BatchRows = 512;

    public string Name => "network";

    public string Description => "a two-layer network, 64 ReLU units, 1,000 steps of AdamW";

    public bool Predicts(int classes) => classes != 1;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation)
    {
        var standard = new StandardColumns(rows);
        var scale = new TargetScale(rows);
        int outputs = Math.Max(1, rows.Classes);
        var set = new TrainingSet(Inputs(standard, rows), rows.Columns, scale.Apply(rows), outputs, rows.Weights);
        var network = new TwoLayerNetwork(rows.Columns, Width, outputs, Activation.Relu);
        network.Initialise(ExperimentSeed.ForPart(seed, 0));
        var batches = new DrawnBatches(set, BatchRows, StepsPerEpoch, ExperimentSeed.ForPart(seed, 1));
        var trainer = new Trainer(
            network, new AdamW(network.Parameters, Rate), rows.Classes > 0 ? new SoftmaxLoss() : new MeanSquaredError());
        trainer.Train(batches, Steps / StepsPerEpoch, new CosineAnnealing(), cancellation: cancellation);
        return new Predictor(standard, scale, network);
    }

    private static double[] Inputs(StandardColumns standard, LearningRows rows)
    {
        double[] inputs = new double[rows.Features.Length];
        for (int i = 0; i < rows.Count; i++)
            standard.Apply(rows.Row(i), inputs.AsSpan(i * rows.Columns, rows.Columns));
        return inputs;
    }

    /// <summary>Numbers in units of their standard deviation; classes as one column each, 1 in the class.</summary>
    private sealed class TargetScale
    {
        public TargetScale(LearningRows rows)
        {
            if (rows.Classes > 0)
                return;
            double total = rows.Weights.Sum();
            Mean = rows.Targets.Zip(rows.Weights, (target, weight) => weight / total * target).Sum();
            double spread = rows.Targets.Zip(rows.Weights, (target, weight) => weight / total * (target - Mean) * (target - Mean)).Sum();
            Unit = spread > 0 ? Math.Sqrt(spread) : 1;
        }

        public double Mean { get; }

        public double Unit { get; } = 1;

        public double[] Apply(LearningRows rows)
        {
            if (rows.Classes == 0)
                return [.. rows.Targets.Select(target => (target - Mean) / Unit)];
            double[] targets = new double[rows.Count * rows.Classes];
            for (int i = 0; i < rows.Count; i++)
                targets[i * rows.Classes + (int)rows.Targets[i]] = 1;
            return targets;
        }
    }

    private sealed class Predictor(StandardColumns standard, TargetScale scale, TwoLayerNetwork network) : IPredictor
    {
        public double[] Predict(LearningRows rows)
        {
            var set = new TrainingSet(Inputs(standard, rows), rows.Columns, new double[rows.Count], 1);
            var outputs = new SampleColumns(network.OutputCount);
            network.Forward(set.Inputs, outputs);
            if (rows.Classes == 0)
                return [.. outputs.Column(0).ToArray().Select(output => scale.Mean + scale.Unit * output)];
            double[] probabilities = new double[rows.Count * rows.Classes];
            for (int i = 0; i < rows.Count; i++)
                SoftmaxLoss.Probabilities(outputs, i, probabilities.AsSpan(i * rows.Classes, rows.Classes));
            return probabilities;
        }
    }
}
