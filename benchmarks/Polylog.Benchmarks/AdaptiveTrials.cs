using System.Diagnostics;
using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// The network of <c>polylog-lab evaluate</c> trained on 5% of a table's rows: a fixed coreset, and one that is compressed ten times while
/// the network learns. Beside them stand random rows, drawn once and drawn anew as often. The last column of a table is the target.
/// </summary>
internal static class AdaptiveTrials
{
    private const double Kept = 0.05;
    private const int Splits = 5;
    private const int Choices = 10;
    private const int Width = 64;
    private const int Epochs = 50;
    private const int StepsPerEpoch = 20;
    private const int BatchRows = 512;
    private const double Rate = 0.01;

    // Settings were chosen on splits of smaller seeds.
    private const int FirstSeed = 201;

    private static readonly string[] s_names = ["all rows", "random rows", "random rows anew", "fixed coreset", "adaptive coreset"];

    /// <summary>Prints a table for each file.</summary>
    /// <param name="paths">Tables of numbers with a header, delimited by commas.</param>
    public static void Print(IReadOnlyList<string> paths) => Print(paths, FirstSeed, Splits);

    /// <summary>The same for other splits.</summary>
    /// <param name="paths">The tables.</param>
    /// <param name="firstSeed">Seed of the first split.</param>
    /// <param name="splits">Splits.</param>
    public static void Print(IReadOnlyList<string> paths, int firstSeed, int splits)
    {
        foreach ((string name, Func<int, LearningRows> rows) in SmoothTables.All(paths).TakeLast(paths.Count))
        {
            double[][] errors = [.. Enumerable.Range(0, splits).Select(split => Errors(rows(firstSeed + split), firstSeed + split))];
            Console.WriteLine($"\n{name}\n\n| rows | test error | gap closed |\n| --- | --- | --- |");
            double[] means = [.. s_names.Select((_, choice) => errors.Average(own => own[choice]))];
            for (int choice = 0; choice < s_names.Length; choice++)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {s_names[choice]} | {means[choice]:G4} | {(means[1] - means[choice]) / (means[1] - means[0]):0%} |"));
            }
        }
    }

    /// <summary>The root mean square errors on the test rows, in units of the target's standard deviation.</summary>
    private static double[] Errors(LearningRows table, int seed)
    {
        int[] order = [.. Enumerable.Range(0, table.Count)];
        new Random(seed).Shuffle(order);
        LearningRows training = table.Subset(order.AsSpan(table.Count / 4)), test = table.Subset(order.AsSpan(0, table.Count / 4));
        (double[] rows, int columns) = Standard(training, training);
        TrainingSet tested = Set(Standard(test, training).Rows, columns, [.. Enumerable.Range(0, test.Count)], []);
        int size = (int)(Kept * training.Count);
        int[] all = [.. Enumerable.Range(0, training.Count)];
        int[] epochs = AdaptiveBatches.Evenly(Epochs, Choices);
        Coreset coreset = MomentCompressor.Compress(Targeted(rows, columns), new CompressionOptions { Size = size });
        TrainingSet full = Set(rows, columns, all, []);
        var clock = Stopwatch.StartNew();
        Func<TwoLayerNetwork, IBatches>[] batches =
        [
            _ => Drawn(full, 0),
            _ => Drawn(Random(0), 1),
            _ => new ChangingBatches(StepsPerEpoch, epochs, choice => Drawn(Random(choice), 10 + choice)),
            _ => Drawn(Set(rows, columns, coreset.Indices.Span, coreset.Weights.Span), 2),
            network => new AdaptiveBatches(rows, network, size, StepsPerEpoch, epochs, (set, choice) => Drawn(set, 100 + choice)),
        ];
        double[] errors = [.. batches.Select(source => Train(source, columns, seed, tested))];
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"split {seed}: {string.Join(" ", errors.Select(error => error.ToString("G4", CultureInfo.InvariantCulture)))}, "
                + $"{clock.Elapsed.TotalSeconds:0} s"));
        return errors;

        TrainingSet Random(int draw)
        {
            (int[] drawn, double[] weights) = RandomSubset.Draw([], training.Count, size, (ulong)(1000 * seed + draw));
            return Set(rows, columns, drawn, weights);
        }

        DrawnBatches Drawn(TrainingSet set, int part) => new(set, BatchRows, StepsPerEpoch, (ulong)(10_000 * seed + part));
    }

    private static double Train(Func<TwoLayerNetwork, IBatches> batches, int columns, int seed, TrainingSet test)
    {
        var network = new TwoLayerNetwork(columns - 1, Width, 1, Activation.Relu);
        network.Initialise((ulong)seed);
        var trainer = new Trainer(network, new AdamW(network.Parameters, Rate), new MeanSquaredError());
        trainer.Train(batches(network), Epochs, new CosineAnnealing());
        return Math.Sqrt(trainer.Evaluate(test));
    }

    /// <summary>Columns and the target with mean 0 and standard deviation 1 over the training rows.</summary>
    private static (double[] Rows, int Columns) Standard(LearningRows own, LearningRows training)
    {
        int columns = own.Columns + 1;
        double[] rows = new double[own.Count * columns];
        var features = new StandardColumns(training);
        var target = new StandardColumns(new LearningRows(training.Targets, 1, training.Targets, training.Weights, classes: 0));
        for (int i = 0; i < own.Count; i++)
        {
            features.Apply(own.Row(i), rows.AsSpan(i * columns));
            target.Apply(own.Targets.AsSpan(i, 1), rows.AsSpan((i + 1) * columns - 1, 1));
        }
        return (rows, columns);
    }

    private static Measure Targeted(double[] rows, int columns)
    {
        (double[] inputs, double[] targets) = Split(rows, columns, [.. Enumerable.Range(0, rows.Length / columns)]);
        return new Measure(inputs, columns - 1).WithTargets(targets, Loss.LeastSquares);
    }

    private static TrainingSet Set(double[] rows, int columns, ReadOnlySpan<int> chosen, ReadOnlySpan<double> weights)
    {
        (double[] inputs, double[] targets) = Split(rows, columns, chosen);
        return new TrainingSet(inputs, columns - 1, targets, 1, weights);
    }

    private static (double[] Inputs, double[] Targets) Split(double[] rows, int columns, ReadOnlySpan<int> chosen)
    {
        double[] inputs = new double[chosen.Length * (columns - 1)], targets = new double[chosen.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.AsSpan(chosen[i] * columns, columns - 1).CopyTo(inputs.AsSpan(i * (columns - 1)));
            targets[i] = rows[(chosen[i] + 1) * columns - 1];
        }
        return (inputs, targets);
    }

    /// <summary>Batches of rows that are replaced at given epochs.</summary>
    private sealed class ChangingBatches(int perEpoch, int[] epochs, Func<int, IBatches> batches) : IBatches
    {
        private IBatches? _current;
        private int _next;
        private int _steps;

        public int PerEpoch => perEpoch;

        public Batch NextBatch()
        {
            if (_steps++ == epochs[_next] * perEpoch)
                _current = batches(_next++);
            return _current!.NextBatch();
        }
    }
}
