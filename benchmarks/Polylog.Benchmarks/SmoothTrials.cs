using System.Diagnostics;
using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// Where a smoothed target wins and where it loses: the share of the gap between random rows and all rows that models close which learn
/// from 5% of the rows, over several splits.
/// </summary>
internal static class SmoothTrials
{
    private const double Kept = 0.05;
    private const int Splits = 4;
    private const int Draws = 3;

    // The rules were chosen on tables of other seeds.
    private const int FirstSeed = 101;

    private static readonly string[] s_names = ["all rows", "random rows", "coreset", "smooth target", "k-means centres"];

    private static readonly IEvaluationModel[] s_models =
    [
        .. EvaluationModels.All.Where(model => model.Name is "quadratic" or "network" or "lightgbm" or "fasttree"), new KernelRidge(),
        new NearestRows(),
    ];

    public static void Print(IReadOnlyList<string> paths)
    {
        foreach ((string name, Func<int, LearningRows> rows) in SmoothTables.All(paths))
            Print(name, rows);
    }

    private static void Print(string name, Func<int, LearningRows> rows)
    {
        double[,,] errors = new double[s_models.Length, s_names.Length, Splits];
        double share = 0, removed = 0, seconds = 0;
        for (int split = 0; split < Splits; split++)
        {
            int seed = FirstSeed + split;
            LearningRows table = rows(seed);
            int[] order = [.. Enumerable.Range(0, table.Count)];
            new Random(seed).Shuffle(order);
            LearningRows test = table.Subset(order.AsSpan(0, table.Count / 4)), training = table.Subset(order.AsSpan(table.Count / 4));
            Measure measure = new Measure(training.Features, training.Columns).WithTargets(training.Targets, Loss.Squared);
            int size = (int)(Kept * training.Count);
            Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = size });
            LearningRows kept = training.Subset(coreset.Indices.Span, coreset.Weights.Span);
            var clock = Stopwatch.StartNew();
            SmoothedTargets smooth = coreset.Smooth(measure, 0, null, default);
            (seconds, share, removed) = (seconds + clock.Elapsed.TotalSeconds / Splits, share + smooth.Share[0] / Splits,
                removed + smooth.VarianceRemoved[0] / Splits);
            LearningRows[][] choices =
            [
                [training], Random(training, size, seed), [kept], [kept.WithTargets(smooth.Values)],
                [MeanCentres.Of(training, size, seed)],
            ];
            for (int model = 0; model < s_models.Length; model++)
            {
                for (int choice = 0; choice < choices.Length; choice++)
                    errors[model, choice, split] = choices[choice].Average(own => Error(s_models[model], own, test, seed));
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{name}: {share:0%} regression, {removed:0%} less variance, {seconds:0.0} s\n"));
        Console.WriteLine("| model | all rows | random rows | coreset | smooth target | k-means centres | smooth target is |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        for (int model = 0; model < s_models.Length; model++)
            PrintModel(s_models[model].Name, model, errors);
    }

    private static void PrintModel(string name, int model, double[,,] errors)
    {
        double[][] own = [.. Enumerable.Range(0, s_names.Length).Select(choice =>
            Enumerable.Range(0, Splits).Select(split => errors[model, choice, split]).ToArray())];
        double all = own[0].Average(), random = own[1].Average();
        IEnumerable<string> closed = own.Skip(2).Select(choice =>
            string.Create(CultureInfo.InvariantCulture, $"{Math.Round((random - choice.Average()) / (random - all), 2) + 0.0:0%}"));
        double[] gains = [.. own[2].Zip(own[3], (coreset, smooth) => coreset - smooth)];
        double error = SampleStatistics.Deviation(gains) / Math.Sqrt(Splits);
        string verdict = Math.Abs(gains.Average()) <= error ? "the same" : gains.Average() > 0 ? "better" : "worse";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {all:G3} | {random:G3} | {string.Join(" | ", closed)} | {verdict} |"));
    }

    private static LearningRows[] Random(LearningRows rows, int size, int seed) =>
    [
        .. Enumerable.Range(0, Draws).Select(draw =>
        {
            (int[] drawn, double[] weights) = RandomSubset.Draw([], rows.Count, size, (ulong)(Draws * seed + draw));
            return rows.Subset(drawn, weights);
        }),
    ];

    private static double Error(IEvaluationModel model, LearningRows rows, LearningRows test, int seed) =>
        Math.Sqrt(model.Fit(rows, (ulong)seed, default).Predict(test).Zip(test.Targets, (left, right) => (left - right) * (left - right))
            .Average());
}
