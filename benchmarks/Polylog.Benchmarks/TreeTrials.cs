using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// Coresets made in the hope that boosted trees gain from them, on a table of numbers whose last column is the target: mean test errors
/// over three splits.
/// </summary>
internal static class TreeTrials
{
    private const int Splits = 3;
    private const int Draws = 5;
    private const double Kept = 0.1;

    private static readonly string[] s_models = ["quadratic", "network", "lightgbm", "fasttree"];

    private static readonly (string Name, Func<Trial, IEnumerable<LearningRows>> Rows)[] s_choices =
    [
        ("all rows", trial => [trial.Rows]),
        ("random rows", trial => trial.Random()),
        ("orders chosen", trial => [trial.Compress(trial.Points)]),
        ("order 1", trial => [trial.Compress(trial.Points, 1)]),
        ("order 2", trial => [trial.Compress(trial.Points, 2)]),
        ("order 1, the leaves of a tree of 64 leaves kept apart", trial =>
            [trial.Compress(trial.Points.WithGroups(trial.Leaves(1, 64)[0]), 1)]),
        ("order 1, columns in units of importance", trial => [trial.Compress(trial.Scaled(1), 1, ColumnScale.None)]),
        ("orders chosen, and sums over 10 trees' 20 leaves", trial => [trial.Compress(trial.WithLeafSums(10, 20))]),
        ("order 1, and losses of 8 stages of a boosting", trial => [trial.Compress(trial.WithStages(8), 1)]),
    ];

    public static void Print(string path)
    {
        double[][] table = [.. File.ReadLines(path).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        IEvaluationModel[] models = [.. s_models.Select(name => EvaluationModels.All.Single(model => model.Name == name))];
        double[,] errors = new double[s_choices.Length, models.Length];
        for (int split = 1; split <= Splits; split++)
        {
            int[] order = [.. Enumerable.Range(0, table.Length)];
            new Random(split).Shuffle(order);
            LearningRows test = Rows(table, order.AsSpan(0, table.Length / 4));
            var trial = new Trial(Rows(table, order.AsSpan(table.Length / 4)), Kept, split);
            for (int c = 0; c < s_choices.Length; c++)
            {
                LearningRows[] choices = [.. s_choices[c].Rows(trial)];
                for (int m = 0; m < models.Length; m++)
                    errors[c, m] += choices.Average(rows => Error(models[m].Fit(rows, (ulong)split, default), test)) / Splits;
            }
        }
        Console.WriteLine($"| rows | {string.Join(" | ", s_models)} |");
        Console.WriteLine($"| --- |{string.Concat(s_models.Select(_ => " --- |"))}");
        for (int c = 0; c < s_choices.Length; c++)
            Console.WriteLine($"| {s_choices[c].Name} | "
                + $"{string.Join(" | ", Enumerable.Range(0, models.Length).Select(m => Cell(errors[0, m], errors[1, m], errors[c, m])))} "
                + $"|");
    }

    private static string Cell(double all, double random, double own) =>
        string.Create(CultureInfo.InvariantCulture, $"{own:G4} ({(random - own) / (random - all):0%})");

    private static LearningRows Rows(double[][] table, ReadOnlySpan<int> rows)
    {
        int columns = table[0].Length - 1;
        var chosen = rows.ToArray();
        return new LearningRows(
            [.. chosen.SelectMany(row => table[row].Take(columns))], columns, [.. chosen.Select(row => table[row][columns])],
                [.. chosen.Select(_ => 1.0)], classes: 0);
    }

    private static double Error(IPredictor predictor, LearningRows test) =>
        Math.Sqrt(predictor.Predict(test).Zip(test.Targets, (left, right) => (left - right) * (left - right)).Average());

    /// <summary>One split's training rows, and the ways to choose among them.</summary>
    private sealed class Trial(LearningRows rows, double kept, int seed)
    {
        private readonly MLContext _context = new(seed);
        private readonly int _size = (int)(kept * rows.Count);

        public LearningRows Rows => rows;

        public Measure Points { get; } = new Measure(rows.Features, rows.Columns).WithTargets(rows.Targets, Loss.Squared);

        public IEnumerable<LearningRows> Random()
        {
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            var random = new Random(seed);
            for (int draw = 0; draw < Draws; draw++)
            {
                random.Shuffle(order);
                yield return rows.Subset(order.AsSpan(0, _size), [.. Enumerable.Repeat((double)rows.Count / _size, _size)]);
            }
        }

        public LearningRows Compress(Measure measure, int? order = null, ColumnScale scale = ColumnScale.StandardDeviation)
        {
            Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = _size, Order = order, Scale = scale });
            return rows.Subset(coreset.Indices.Span, coreset.Weights.Span);
        }

        /// <summary>
        /// Columns in units of their standard deviation times how much a quick boosting gains from them: leaves are small where that
        /// matters.
        /// </summary>
        public Measure Scaled(double power)
        {
            VBuffer<float> gains = default;
            Grown(100, 20, 0.2).GetFeatureWeights(ref gains);
            double[] units = [.. gains.DenseValues().Select((gain, column) => Math.Pow(Math.Max(gain, 1e-3), power)
                / SampleStatistics.Deviation([.. Enumerable.Range(0, rows.Count).Select(i => rows.Row(i)[column])]))];
            double[] scaled = [.. rows.Features.Select((value, place) => value * units[place % rows.Columns])];
            return new Measure(scaled, rows.Columns).WithTargets(rows.Targets, Loss.Squared);
        }

        /// <summary>
        /// Indicators of all leaves of a quickly grown forest, and their products with the target, as further sums to keep.
        /// </summary>
        public Measure WithLeafSums(int trees, int leaves)
        {
            int[][] places = Leaves(trees, leaves);
            double[] sums = new double[rows.Count * trees * leaves * 2];
            for (int i = 0; i < rows.Count; i++)
            {
                for (int tree = 0; tree < trees; tree++)
                {
                    int place = ((i * trees + tree) * leaves + places[tree][i]) * 2;
                    (sums[place], sums[place + 1]) = (1, rows.Targets[i]);
                }
            }
            return Points.WithTotals(sums, trees * leaves * 2);
        }

        /// <summary>What the squared losses of a boosting's stages are made of: f, f^2 and f y.</summary>
        public Measure WithStages(int stages)
        {
            double[] sums = new double[rows.Count * stages * 3];
            for (int stage = 0; stage < stages; stage++)
            {
                FastTreeRegressionModelParameters model = Grown((int)Math.Round(Math.Pow(100, (stage + 1.0) / stages)), 20, 0.2);
                double[] outputs = [.. Enumerable.Range(0, rows.Count).Select(i => model.TrainedTreeEnsemble.Trees.Zip(
                    model.TrainedTreeEnsemble.TreeWeights, (tree, weight) => weight * tree.LeafValues[Leaf(tree, rows.Row(i))]).Sum())];
                for (int i = 0; i < rows.Count; i++)
                {
                    Span<double> own = sums.AsSpan((i * stages + stage) * 3, 3);
                    (own[0], own[1], own[2]) = (outputs[i], outputs[i] * outputs[i], outputs[i] * rows.Targets[i]);
                }
            }
            return Points.WithTotals(sums, stages * 3);
        }

        /// <summary>For each tree and row the leaf it falls into.</summary>
        public int[][] Leaves(int trees, int leaves) =>
            [.. Grown(trees, leaves, trees == 1 ? 1 : 0.2)
                .TrainedTreeEnsemble.Trees.Select(tree => Enumerable.Range(0, rows.Count).Select(i => Leaf(tree, rows.Row(i))).ToArray())];

        private static int Leaf(RegressionTree tree, ReadOnlySpan<double> row)
        {
            int node = 0;
            while (node >= 0 && tree.NumberOfNodes > 0)
                node = (float)row[tree.NumericalSplitFeatureIndexes[node]] <= tree.NumericalSplitThresholds[node]
                    ? tree.LeftChild[node] : tree.RightChild[node];
            return tree.NumberOfNodes == 0 ? 0 : ~node;
        }

        private FastTreeRegressionModelParameters Grown(int trees, int leaves, double rate) =>
            _context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                NumberOfTrees = trees,
                NumberOfLeaves = leaves,
                LearningRate = rate,
                MinimumExampleCountPerLeaf = 20,
                NumberOfThreads = 1,
            }).Fit(View()).Model;

        private IDataView View()
        {
            var schema = SchemaDefinition.Create(typeof(TreeRow));
            schema[nameof(TreeRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Columns);
            return _context.Data.LoadFromEnumerable(
                Enumerable.Range(0, rows.Count).Select(i => new TreeRow
                {
                    Features =
                    [.. rows.Row(i).ToArray().Select(value => (float)value)],
                    Label = (float)rows.Targets[i]
                }), schema);
        }
    }

    private sealed class TreeRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
